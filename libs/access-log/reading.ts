import { type Instant, type LocalDate, type Role } from '@overstap/kernel';
import { type ShownClass } from '@overstap/policy';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '@overstap/projections';
import { type AccessEntry, type WayIn } from './access-entry.js';

/** Of what is not given everything. */
export interface AccessFilter {
  readonly role?: string;
  readonly ref?: string;
  readonly route?: string;
  readonly participants?: readonly string[];
  readonly trajectories?: readonly string[];
  /** From the first moment on, and before the last. */
  readonly from?: Instant;
  readonly before?: Instant;
}

/** Entries with the newest first. Whose answer was about one of the participants or one of the trajectories, where any are given. */
export async function accessEntries(
  client: TenantClient,
  { role, ref, route, participants, trajectories, from, before }: AccessFilter,
  { limit = 100, after }: { readonly limit?: number; readonly after?: string } = {},
): Promise<Page<AccessEntry>> {
  const [seal, line] = readCursor(after, 2) ?? [2 ** 31 - 1, 0];
  const rows = await ask<AccessEntry & { readonly seal: number; readonly line: number }>(
    client,
    `SELECT seal, line, role, ref, account, via, route, shown, participants, trajectories, at FROM access_entry
     WHERE (seal, line) < ($1::integer, $2::integer)
       AND ($3::text IS NULL OR role = $3) AND ($4::text IS NULL OR ref = $4) AND ($5::text IS NULL OR route = $5)
       AND ($6::text[] IS NULL OR participants && $6 OR trajectories && $7)
       AND ($8::text IS NULL OR at >= $8) AND ($9::text IS NULL OR at < $9)
     ORDER BY tenant DESC, seal DESC, line DESC LIMIT $10`,
    [seal, line, role, ref, route, participants ?? (trajectories && []), trajectories ?? [], from, before, limit + 1],
  );
  const page = pageOf(rows, limit, (row) => [row.seal, row.line]);
  return { ...page, rows: page.rows.map(({ seal: _seal, line: _line, ...entry }) => entry) };
}

/** What one reader saw of a person on one day at one place, however often. */
export interface Look {
  readonly day: LocalDate;
  readonly role: Role;
  readonly ref: string;
  readonly via: WayIn;
  readonly route: string;
  readonly shown: readonly ShownClass[];
  readonly times: number;
}

export interface LooksPage {
  readonly zone: string;
  /** Days on a page; default 31. */
  readonly days?: number;
  readonly after?: string;
}

/** Who read what about somebody, the newest day first; a day is on one page as a whole. */
export async function looksAt(
  client: TenantClient,
  { participant, trajectories }: { readonly participant: string; readonly trajectories: readonly string[] },
  { zone, days = 31, after }: LooksPage,
): Promise<Page<Look>> {
  const [before] = readCursor(after, 1) ?? ['9999-12-31'];
  const rows = await ask<Look & { readonly nth: number }>(
    client,
    `WITH mine AS (
       SELECT to_char(at::timestamptz AT TIME ZONE $3, 'YYYY-MM-DD') AS day, role, ref, via, route, shown FROM access_entry
       WHERE participants && ARRAY[$1::text] OR trajectories && $2::text[]),
     numbered AS (SELECT *, dense_rank() OVER (ORDER BY day DESC) AS nth FROM mine WHERE day < $4)
     SELECT day, nth::integer AS nth, role, ref, via, route, shown, count(*)::integer AS times FROM numbered WHERE nth <= $5
     GROUP BY day, nth, role, ref, via, route, shown ORDER BY day DESC, role, ref, via, route, shown`,
    [participant, trajectories, zone, before, days + 1],
  );
  const onPage = rows.filter(({ nth }) => nth <= days);
  const last = onPage.at(-1);
  const { next } = pageOf(last && onPage.length < rows.length ? [last, last] : [], 1, ({ day }) => [day]);
  return { rows: onPage.map(({ nth: _nth, ...look }) => look), next };
}
