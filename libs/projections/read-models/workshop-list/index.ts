import { type JsonValue, type LocalDate } from '@overstap/kernel';
import { type FactLog, WORKSHOP_EVENTS, workshopsOf } from '@overstap/mobility';
import { defineReadModel, type ProjectedEvent, type Rows } from '../../runner/index.js';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { participantsById } from '../participant-directory/queries.js';
import { type OpenSealed } from '../sealed-source.js';
import { foldFact } from '../trajectory-facts.js';

/** The workshops of one trajectory, for whoever gives them: whose it is and when they enrolled and came, and nothing else of it. */
export interface WorkshopsOfTrajectory {
  trajectory: string;
  programme: string | null;
  participant: string | null;
  /** Who gives one of them. */
  trainers: string[];
  /** What they are read from, with what corrects it. */
  facts: FactLog;
}

const FACTS: ReadonlySet<string> = new Set(WORKSHOP_EVENTS);

export const workshopList = defineReadModel<WorkshopsOfTrajectory>({
  name: 'workshop_list',
  version: 1,
  columns: { trajectory: 'text', programme: 'text', participant: 'text', trainers: 'text[]', facts: 'jsonb' },
  key: 'trajectory',
  partition: 'trajectory',
  types: [...FACTS, 'FactCorrected', 'FactVoided'],
  aggregates: ['trajectory'],
  apply: applyToWorkshops,
});

function applyToWorkshops(rows: Rows<WorkshopsOfTrajectory>, event: ProjectedEvent): void {
  const { trajectory, programme = null, subject = null } = event;
  if (trajectory === undefined) return;
  const before = rows.get(trajectory);
  const facts = foldFact(before?.facts ?? [], event, FACTS).map(onlyWhatIsNamed);
  if (facts.length === 0 && !before) return;
  const trainers = [...new Set(workshopsOf({ facts }).flatMap(({ trainerId }) => trainerId ?? []))].sort();
  rows.put(trajectory, { trajectory, programme, participant: subject ?? before?.participant ?? null, trainers, facts });
}

const NAMED = ['workshopId', 'on', 'trainerId'] as const;
/** A fact with the fields that a trainer may know alone, and not whose account it was. */
const onlyWhatIsNamed = ({ id, type, on, at, recordedAt, actor, data }: FactLog[number]): FactLog[number] => ({
  ...{ id, type, on, at, recordedAt, actor },
  data: Object.fromEntries(NAMED.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]]))),
});

/** Somebody who comes to a workshop, as its trainer reads of them. */
export interface WorkshopGuest {
  readonly workshop: string;
  readonly trajectory: string;
  readonly name: { readonly firstName: JsonValue; readonly lastName: JsonValue } | null;
  readonly enrolled_on: LocalDate | null;
  readonly attended_on: LocalDate | null;
}

/** Who comes and came to the workshops that somebody gives, by trajectory; who is no longer in the programme, or was erased, is not there. */
export async function guestsOf(
  client: TenantClient,
  open: OpenSealed,
  trainer: string,
  { limit = 100, after }: { readonly limit?: number; readonly after?: string } = {},
): Promise<Page<WorkshopGuest>> {
  const rows = await ask<WorkshopsOfTrajectory>(
    client,
    `SELECT w.* FROM read_model.workshop_list w
     JOIN read_model.trajectory_summary s ON s.tenant = w.tenant AND s.trajectory = w.trajectory AND s.concluded_on IS NULL
     JOIN read_model.participant_directory d ON d.tenant = w.tenant AND d.participant = w.participant AND NOT d.erased
     WHERE $1 = ANY (w.trainers) AND w.trajectory > $2 ORDER BY w.trajectory LIMIT $3`,
    [trainer, readCursor(after, 1)?.[0] ?? '', limit + 1],
  );
  const page = pageOf(rows, limit, ({ trajectory }) => [trajectory]);
  const people = await participantsById(
    client,
    open,
    page.rows.flatMap(({ participant }) => participant ?? []),
  );
  const guests = page.rows.flatMap(({ trajectory, participant, facts }) => {
    const identity = people.get(participant ?? '')?.identity;
    return workshopsOf({ facts })
      .filter(({ trainerId }) => trainerId === trainer)
      .map(({ workshopId, enrolledOn, attendedOn }): WorkshopGuest => ({
        workshop: workshopId,
        trajectory,
        name: identity ? { firstName: identity['firstName'] ?? null, lastName: identity['lastName'] ?? null } : null,
        enrolled_on: enrolledOn ?? null,
        attended_on: attendedOn ?? null,
      }));
  });
  return { ...page, rows: guests };
}
