import { localDateOf } from '@overstap/calendar';
import { type Aggregates, type CommandHandler, commandIdOf } from '@overstap/commands';
import { type Clock, type EventStore, type LocalDate, type RecordedEvent, START } from '@overstap/kernel';
import {
  absenceOn,
  type CoachAbsence,
  coachOf,
  type CoachState,
  conflictsOf,
  HOME_ZONE,
  nextStandIn,
  standInOf,
  type StandInStep,
  type TrajectoryState,
} from '@overstap/mobility';
import { type Database } from '@overstap/platform';
import { absentCoaches, type Reactor, trajectoriesToSettle } from '@overstap/projections';

export interface CoachAbsenceParts {
  readonly database: Pick<Database, 'worker'>;
  readonly store: Pick<EventStore, 'readAll'>;
  readonly aggregates: Pick<Aggregates, 'current'>;
  readonly commands: Pick<CommandHandler, 'handle'>;
  readonly clock: Clock;
}

const PAGE = 1000;
const OF_COACHES = ['CoachAbsenceStarted', 'CoachAbsenceEnded'];
const OF_TRAJECTORIES = ['CoachMatched', 'CoachReassigned', 'ConflictOfRolesDisclosed', 'TrajectoryReopened'];

/**
 * While a coach is away their work is with a substitute, and from the first day back with them again. Every step is decided on what the
 * trajectory and the coaches are now, so that it can be taken again at any time.
 */
export const coachAbsence = (parts: CoachAbsenceParts): Reactor => ({
  name: 'coach_absence',
  types: [...OF_COACHES, ...OF_TRAJECTORIES],
  from: 'start',
  async react({ id: cause, tenant, type, trajectory, data }: RecordedEvent): Promise<void> {
    if (OF_TRAJECTORIES.includes(type) && trajectory !== undefined) return settle(parts, tenant, trajectory, cause);
    const { coachId } = data as { readonly coachId?: string };
    await settleAll(parts, tenant, coachId === undefined ? [] : [coachId], cause);
  },
});

/** What a new day brings: absences that were announced begin, others are over. Answers how many trajectories were looked at. */
export async function settleAbsences(parts: CoachAbsenceParts): Promise<number> {
  const today = todayOf(parts);
  const agencies = new Map<string, string[]>();
  for (const { tenant, coach, absences } of await absentCoaches(parts.database.worker)) {
    const away = agencies.get(tenant) ?? [];
    agencies.set(tenant, absenceOn(absences, today) ? [...away, coach] : away);
  }
  let looked = 0;
  for (const [tenant, coaches] of agencies) looked += await settleAll(parts, tenant, coaches);
  return looked;
}

async function settleAll(
  parts: CoachAbsenceParts,
  tenant: string,
  coaches: readonly string[],
  cause?: string,
): Promise<number> {
  const trajectories = await trajectoriesOf(parts, tenant, coaches);
  for (const trajectory of trajectories) await settle(parts, tenant, trajectory, cause);
  return trajectories.size;
}

/** Takes the next step of one trajectory; whoever was quicker has changed what is to be done, and the caller comes again. */
async function settle(parts: CoachAbsenceParts, tenant: string, id: string, cause?: string): Promise<void> {
  const { state: loaded, revision } = await parts.aggregates.current(tenant, 'trajectory', id);
  const state = loaded as TrajectoryState;
  const today = todayOf(parts);
  const coachId = coachOf(state);
  const work = { coachId, standIn: standInOf(state.facts), conflicts: conflictsOf(state.facts) };
  const step = nextStandIn(work, await absencesAround(parts, tenant, coachId, today), today);
  if (!step) return;
  const outcome = await parts.commands.handle({
    ...commandOf(tenant, id, revision, step),
    ...(cause ? { causation: cause } : {}),
  });
  if (outcome.outcome === 'conflict') throw new Error('A coach’s work met a concurrent change');
  // A trajectory that was concluded has no work; when it is reopened this is asked again.
  if (outcome.outcome === 'refused' && outcome.refusal.kind === 'invalid')
    throw new Error(`A stand-in is refused: ${outcome.refusal.code}`);
}

/** The step is for the trajectory as it was seen: taken twice it is one command, and a later one is another. */
const commandOf = (tenant: string, id: string, revision: number, { type, data }: StandInStep) => ({
  tenant,
  aggregate: 'trajectory' as const,
  id,
  type,
  data,
  actor: { type: 'SYSTEM' as const, id: 'coach-absence' },
  commandId: commandIdOf('coach-absence', id, String(revision)),
  expectedRevision: revision,
});

/** When the coach, their substitute, that one's substitute and so on are away. */
async function absencesAround(
  { aggregates }: CoachAbsenceParts,
  tenant: string,
  coachId: string | undefined,
  today: LocalDate,
): Promise<ReadonlyMap<string, readonly CoachAbsence[]>> {
  const known = new Map<string, readonly CoachAbsence[]>();
  for (let next = coachId; next !== undefined && !known.has(next);) {
    const { absences } = (await aggregates.current(tenant, 'coach', next)).state as CoachState;
    known.set(next, absences);
    next = absenceOn(absences, today)?.substituteId;
  }
  return known;
}

/** Those that the read model knows, and those that came to a coach since it was written. */
async function trajectoriesOf(
  { database, store }: CoachAbsenceParts,
  tenant: string,
  coaches: readonly string[],
): Promise<ReadonlySet<string>> {
  // First the place and then the rows: what comes in between is seen twice rather than not at all.
  const { rows: places } = await database.worker.query<{ position: string }>(
    `SELECT position FROM projection_checkpoint WHERE name = 'caseload' AND state = 'live'`,
  );
  const found = new Set(await trajectoriesToSettle(database.worker, tenant, coaches));
  const types = ['CoachMatched', 'CoachReassigned', 'CoachStandInNamed'];
  for (let after = places[0]?.position ?? START, atHead = false; !atHead;) {
    const page = await store.readAll(after, PAGE, { tenant, types });
    for (const { trajectory } of page.events) if (trajectory !== undefined) found.add(trajectory);
    after = page.next;
    atHead = page.atHead;
  }
  return found;
}

const todayOf = ({ clock }: CoachAbsenceParts): LocalDate => localDateOf(HOME_ZONE, clock.now());
