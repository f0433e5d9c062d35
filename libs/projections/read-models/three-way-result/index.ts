import { type JsonValue, type LocalDate } from '@overstap/kernel';
import { defineReadModel, type ProjectedEvent, type Rows } from '../../runner/index.js';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { openSealed, type OpenSealed, type SealedSource, sealedSource } from '../sealed-source.js';
import { textIn } from '../standing.js';

interface AgreedThere {
  readonly event: string;
  readonly manager: string;
  readonly on: LocalDate;
  readonly goals: readonly SealedSource[];
}

/** What was agreed in the three-way meetings of one trajectory, for the line managers who were named as having sat there. */
export interface ThreeWayResults {
  trajectory: string;
  meetings: AgreedThere[];
  /** What goes on being read from a hold on what the employer is told to its release; null while there is none. */
  frozen: AgreedThere[] | null;
}

export const threeWayResult = defineReadModel<ThreeWayResults>({
  name: 'three_way_result',
  version: 2,
  columns: { trajectory: 'text', meetings: 'jsonb', frozen: 'jsonb' },
  key: 'trajectory',
  partition: 'trajectory',
  types: ['ThreeWayMeetingHeld', 'FactCorrected', 'FactVoided', 'DisclosureHeld', 'DisclosureReleased'],
  aggregates: ['trajectory'],
  apply: applyToResults,
});

function applyToResults(rows: Rows<ThreeWayResults>, event: ProjectedEvent): void {
  const { trajectory, type } = event;
  if (trajectory === undefined) return;
  const { meetings, frozen } = rows.get(trajectory) ?? { meetings: [], frozen: null };
  const after = meetingsAfter(meetings, event);
  if (type === 'DisclosureHeld') rows.put(trajectory, { trajectory, meetings, frozen: frozen ?? meetings });
  else if (type === 'DisclosureReleased') rows.put(trajectory, { trajectory, meetings, frozen: null });
  else if (after !== meetings) rows.put(trajectory, { trajectory, meetings: after, frozen: leftAfter(frozen, event) });
}

/** During a hold what is taken back or put right meanwhile is not read as it was, and nothing is added. */
function leftAfter(frozen: AgreedThere[] | null, { data }: ProjectedEvent): AgreedThere[] | null {
  const target = textIn(data as Readonly<Record<string, unknown>>, 'eventId');
  return frozen && frozen.filter((each) => each.event !== target);
}

/** Who names no line manager tells none; a correction moves what was agreed to another, and adds nobody where there was none. */
function meetingsAfter(meetings: AgreedThere[], event: ProjectedEvent): AgreedThere[] {
  const data = event.data as Readonly<Record<string, unknown>>;
  const goals = sealedSource(event, 'search');
  if (event.type === 'ThreeWayMeetingHeld') {
    const manager = textIn(data, 'lineManagerId');
    return manager === null ? meetings : [...meetings, { event: event.id, manager, on: String(data['on']), goals }];
  }
  const target = textIn(data, 'eventId');
  if (!meetings.some((each) => each.event === target)) return meetings;
  if (event.type === 'FactVoided') return meetings.filter((each) => each.event !== target);
  if (event.type !== 'FactCorrected') return meetings;
  const changes = data['changes'] as Readonly<Record<string, unknown>>;
  return meetings.map((each) =>
    each.event === target
      ? {
          ...each,
          manager: textIn(changes, 'lineManagerId') ?? each.manager,
          on: textIn(changes, 'on') ?? each.on,
          goals: [...each.goals, ...goals],
        }
      : each,
  );
}

/** What was agreed on a day, as a line manager who sat there reads of it. */
export interface ThreeWayResult {
  readonly trajectory: string;
  readonly on: LocalDate;
  readonly agreed_goals: JsonValue;
}

/** What was agreed where a line manager sat at the table, by trajectory, where the programme tells of people by name; of who was erased nothing. */
export async function agreedWith(
  client: TenantClient,
  open: OpenSealed,
  manager: string,
  { limit = 100, after }: { readonly limit?: number; readonly after?: string } = {},
): Promise<Page<ThreeWayResult>> {
  const rows = await ask<ThreeWayResults & { readonly tenant: string }>(
    client,
    `SELECT t.* FROM read_model.three_way_result t
     JOIN read_model.trajectory_summary s ON s.tenant = t.tenant AND s.trajectory = t.trajectory
     JOIN read_model.programme_list p ON p.tenant = s.tenant AND p.programme = s.programme AND p.disclosure_profile IN ('STATUS', 'COMPLIANCE')
     WHERE coalesce(t.frozen, t.meetings) @> $1 AND t.trajectory > $2 ORDER BY t.trajectory LIMIT $3`,
    [JSON.stringify([{ manager }]), readCursor(after, 1)?.[0] ?? '', limit + 1],
  );
  const page = pageOf(rows, limit, ({ trajectory }) => [trajectory]);
  const theirs = page.rows.flatMap(({ trajectory, meetings, frozen }) =>
    (frozen ?? meetings).filter((each) => each.manager === manager).map((each) => ({ trajectory, ...each })),
  );
  const opened = await openSealed(
    open,
    page.rows[0]?.tenant ?? '',
    'search',
    theirs.map(({ goals }) => goals),
  );
  const results = theirs.flatMap(({ trajectory, on }, nth): ThreeWayResult[] => {
    const agreed = opened[nth];
    return agreed ? [{ trajectory, on, agreed_goals: agreed['agreedGoals'] ?? null }] : [];
  });
  return { ...page, rows: results };
}
