import {
  type Actor,
  type Category,
  type Instant,
  type JsonObject,
  type RecordedEvent,
  type Role,
  START,
  type StoredEvent,
} from '@overstap/kernel';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { type TimelineName } from './audience.js';
import { type TimelineEntry } from './table.js';

/** Decrypts what the keys still open, in the same order. */
export type OpenEvents = (events: readonly StoredEvent[]) => Promise<readonly RecordedEvent[]>;

/** An event as its audience reads it. */
export interface TimelineEvent {
  readonly id: string;
  readonly revision: number;
  readonly type: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly actor: { readonly type: Role; readonly id?: string };
  readonly data: object;
  /** Categories whose fields nobody can read any more. */
  readonly erased: readonly Category[];
  /** It was put right or taken back, by the event named. */
  readonly struck?: { readonly how: 'CORRECTED' | 'VOIDED'; readonly by: string };
}

/** A placement is taken back by its own id, not by the id of its event. */
const sqlOf = (table: TimelineName): string => `
  SELECT t.*, coalesce(t.struck, v.how) AS struck, coalesce(t.struck_by, v.event) AS struck_by
  FROM read_model.${table} t
  LEFT JOIN LATERAL (
    SELECT event, CASE type WHEN 'PlacementVoided' THEN 'VOIDED' ELSE 'CORRECTED' END AS how
    FROM read_model.${table}
    WHERE t.type = 'PlacementRecorded' AND trajectory = t.trajectory AND placement = t.placement
      AND type IN ('PlacementVoided', 'PlacementCorrected') AND struck IS DISTINCT FROM 'VOIDED'
    ORDER BY type = 'PlacementVoided' DESC, revision DESC LIMIT 1
  ) v ON true
  WHERE t.trajectory = $1 AND t.revision > $2 AND ($4::text[] IS NULL OR t.type = ANY ($4))
  ORDER BY t.revision LIMIT $3`;

/** The events of a trajectory in their order, sealed fields opened by the caller's codec. Empty for an id the tenant does not have. */
export async function timelineOf(
  client: TenantClient,
  open: OpenEvents,
  table: TimelineName,
  trajectory: string,
  {
    limit = 100,
    after,
    types,
  }: { readonly limit?: number; readonly after?: string; readonly types?: readonly string[] } = {},
): Promise<Page<TimelineEvent>> {
  const from = readCursor(after, 1)?.[0] ?? -1;
  const entries = await ask<TimelineEntry & { readonly tenant: string }>(client, sqlOf(table), [
    trajectory,
    from,
    limit + 1,
    types,
  ]);
  const page = pageOf(entries, limit, ({ revision }) => [revision]);
  const opened = await open(page.rows.map(storedFrom));
  return { ...page, rows: page.rows.map((entry, nth) => shown(entry, opened[nth])) };
}

function storedFrom(entry: TimelineEntry & { readonly tenant: string }): StoredEvent {
  const { event: id, clear, sealed, occurred_at, recorded_at } = entry;
  return {
    id,
    tenant: entry.tenant,
    stream: entry.stream,
    revision: entry.revision,
    position: START,
    type: entry.type,
    schemaVersion: entry.schema_version,
    trajectory: entry.trajectory,
    ...(entry.subject === null ? {} : { subject: entry.subject }),
    occurredAt: occurred_at,
    recordedAt: recorded_at,
    actor: { type: 'SYSTEM', id: '' } satisfies Actor,
    command: '',
    correlation: '',
    data: clear,
    sealed,
  };
}

const actorOf = ({ actor_role, actor }: TimelineEntry): TimelineEvent['actor'] => ({
  type: actor_role as Role,
  ...(actor === null ? {} : { id: actor }),
});

function shown(entry: TimelineEntry, opened: RecordedEvent | undefined): TimelineEvent {
  const { struck, struck_by } = entry;
  const data: object = opened?.data ?? (entry.clear satisfies JsonObject);
  return {
    id: entry.event,
    revision: entry.revision,
    type: entry.type,
    occurredAt: entry.occurred_at,
    recordedAt: entry.recorded_at,
    actor: actorOf(entry),
    data,
    erased: opened?.erased ?? [],
    ...(struck !== null && struck_by !== null
      ? { struck: { how: struck as 'CORRECTED' | 'VOIDED', by: struck_by } }
      : {}),
  };
}

/**
 * Whether the coach of a trajectory may read health: where return to work after illness is what the programme is for. Nobody authorises a coach
 * for health elsewhere, so elsewhere none may.
 */
export async function healthMayBeRead(client: TenantClient, trajectory: string): Promise<boolean> {
  const rows = await ask<object>(
    client,
    `SELECT FROM read_model.trajectory_summary r
     JOIN read_model.programme_list p ON p.tenant = r.tenant AND p.programme = r.programme
     WHERE r.trajectory = $1 AND p.programme_type = 'SECOND_TRACK'`,
    [trajectory],
  );
  return rows.length > 0;
}
