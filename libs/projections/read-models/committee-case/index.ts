import { committeeOn, type FactLog } from '@overstap/mobility';
import { defineReadModel, type ProjectedEvent, type Rows } from '../../runner/index.js';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { foldFact } from '../trajectory-facts.js';

/** Which offers of a trajectory are disputed, and who sits on the committees that decide: what the case is, the trajectory itself says when they ask. */
export interface CommitteeCases {
  trajectory: string;
  /** Of all its disputes. */
  members: string[];
  /** The disputes as they are known, with what corrects them. */
  facts: FactLog;
}

const FACTS: ReadonlySet<string> = new Set(['SuitabilityDisputed']);

export const committeeCase = defineReadModel<CommitteeCases>({
  name: 'committee_case',
  version: 1,
  columns: { trajectory: 'text', members: 'text[]', facts: 'jsonb' },
  key: 'trajectory',
  partition: 'trajectory',
  types: [...FACTS, 'FactCorrected', 'FactVoided'],
  aggregates: ['trajectory'],
  apply: applyToCases,
});

function applyToCases(rows: Rows<CommitteeCases>, event: ProjectedEvent): void {
  const { trajectory } = event;
  if (trajectory === undefined) return;
  const before = rows.get(trajectory);
  const facts = foldFact(before?.facts ?? [], event, FACTS).map(onlyWhatIsNamed);
  if (facts.length === 0 && !before) return;
  rows.put(trajectory, { trajectory, facts, members: [...new Set(offersIn(facts).flatMap(membersOf(facts)))].sort() });
}

const NAMED = ['offerId', 'on', 'members'] as const;
const onlyWhatIsNamed = ({ id, type, on, at, recordedAt, actor, data }: FactLog[number]): FactLog[number] => ({
  ...{ id, type, on, at, recordedAt, actor },
  data: Object.fromEntries(NAMED.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]]))),
});
const offersIn = (facts: FactLog): readonly string[] => [
  ...new Set(facts.map(({ data }) => data['offerId'] as string)),
];
const membersOf =
  (facts: FactLog) =>
  (offerId: string): readonly string[] =>
    committeeOn({ facts }, offerId);

export interface DisputedOffer {
  readonly trajectory: string;
  readonly offerId: string;
}

/** The disputes of the committees that somebody sits on, by trajectory; of whom is no longer in the programme, or was erased, none. */
export async function disputesBefore(
  client: TenantClient,
  member: string,
  { limit = 100, after }: { readonly limit?: number; readonly after?: string } = {},
): Promise<Page<DisputedOffer>> {
  const rows = await ask<CommitteeCases>(
    client,
    `SELECT c.* FROM read_model.committee_case c
     JOIN read_model.trajectory_summary s ON s.tenant = c.tenant AND s.trajectory = c.trajectory AND s.concluded_on IS NULL
     JOIN read_model.participant_directory d ON d.tenant = s.tenant AND d.participant = s.participant AND NOT d.erased
     WHERE $1 = ANY (c.members) AND c.trajectory > $2 ORDER BY c.trajectory LIMIT $3`,
    [member, readCursor(after, 1)?.[0] ?? '', limit + 1],
  );
  const page = pageOf(rows, limit, ({ trajectory }) => [trajectory]);
  const disputes = page.rows.flatMap(({ trajectory, facts }) =>
    offersIn(facts)
      .filter((offerId) => membersOf(facts)(offerId).includes(member))
      .map((offerId): DisputedOffer => ({ trajectory, offerId })),
  );
  return { ...page, rows: disputes };
}
