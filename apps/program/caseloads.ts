import { localDateOf } from '@overstap/calendar';
import { type Actor, type LocalDate } from '@overstap/kernel';
import {
  absenceOn,
  type Candidate,
  type CoachAbsence,
  type CoachedCase,
  DEFAULT_WEIGHTED_MAX,
  EVENT_CATALOGUE,
  HOME_ZONE,
  loadsOf,
  type Matching,
  rankCoaches,
  type Rebalancing,
  rebalance,
  rounded,
  type Stage,
  stageOf,
  weightOf,
} from '@overstap/mobility';
import { EVERYTHING, reaches, scopeOf } from '@overstap/policy';
import {
  type CaseloadLine,
  caseloadLines,
  coaches,
  type NamedCoach,
  reachedOf,
  summaryOf,
} from '@overstap/projections';
import { type Program } from './program.js';

/** Everybody who coaches and everything they do, on the day that the clock says. */
interface Caseloads {
  readonly today: LocalDate;
  readonly coaches: readonly NamedCoach[];
  readonly lines: readonly CaseloadLine[];
  /** The lines that are somebody's work, weighed with the career question. */
  readonly cases: readonly CoachedCase[];
}

export interface CoachCaseload {
  readonly coachId: string;
  readonly name: string | null;
  readonly on: LocalDate;
  /** The absence that `on` falls in. */
  readonly away: CoachAbsence | null;
  readonly capacity: number;
  readonly load: number;
  readonly free: number;
  readonly trajectories: readonly CaseloadEntry[];
}

export interface CaseloadEntry {
  readonly trajectory: string;
  readonly programme: string | null;
  readonly status: string;
  readonly phase: string | null;
  readonly stage: Stage;
  readonly weight: number;
  /** Whose it is, where this coach stands in. */
  readonly standsInFor: string | null;
  /** Who does the work, while this coach is away. */
  readonly doneBy: string | null;
}

async function caseloadsOf({ database, codec, clock }: Program, tenant: string): Promise<Caseloads> {
  const today = localDateOf(HOME_ZONE, clock.now());
  const open: Parameters<typeof coaches>[1] = (events) => codec.open(events, EVENT_CATALOGUE);
  const [known, lines] = await database.readAs(tenant, async (client) => [
    await coaches(client, open, today),
    await caseloadLines(client, open),
  ]);
  const cases = lines.flatMap((line): CoachedCase[] => {
    const stage = stageOf(line.status, line.phase);
    if (line.coach === null || stage === undefined) return [];
    const { trajectory, coach: coachId, programmeType, question } = line;
    return [
      {
        trajectory,
        coachId,
        doneBy: line.standIn ?? coachId,
        stage,
        weight: weightOf({ stage, programmeType, question }),
        ...(line.language === null ? {} : { language: line.language }),
        conflicts: new Set(line.conflicts),
      },
    ];
  });
  return { today, coaches: known, lines, cases };
}

/**
 * What a coach has on their hands. The kind of question is coaching content: only the coach sees weights with it; for others a line is weighed
 * without it, and the load is in whole units. Of trajectories that whoever asks does not reach, as where the coach stands in for one of another
 * team, only the load tells. Undefined for a coach who is not registered.
 */
export async function caseloadOf(
  program: Program,
  tenant: string,
  coachId: string,
  actor: Actor,
): Promise<CoachCaseload | undefined> {
  const seesQuestions = actor.type === 'COACH' && actor.id === coachId;
  const { today, coaches: known, lines, cases } = await caseloadsOf(program, tenant);
  const coach = known.find((each) => each.coach === coachId);
  if (!coach) return undefined;
  const capacity = capacityOf(coach);
  const exact = loadsOf(cases).get(coachId) ?? 0;
  const load = seesQuestions ? exact : Math.round(exact);
  const types = new Map(lines.map((line) => [line.trajectory, line]));
  const theirs = cases.filter((each) => each.coachId === coachId || each.doneBy === coachId);
  const inReach = seesQuestions || (await trajectoriesInReach(program, tenant, actor, theirs));
  const trajectories = theirs
    .filter(({ trajectory }) => inReach === true || inReach.has(trajectory))
    .map(({ trajectory, coachId: owner, doneBy, stage, weight }): CaseloadEntry => {
      const { programme = null, programmeType = null, status = '', phase = null } = types.get(trajectory) ?? {};
      return {
        trajectory,
        programme,
        status,
        phase,
        stage,
        weight: seesQuestions ? weight : weightOf({ stage, programmeType }),
        standsInFor: owner === coachId ? null : owner,
        doneBy: doneBy === coachId ? null : doneBy,
      };
    });
  const away = absenceOn(coach.absences, today) ?? null;
  return { coachId, name: coach.name, on: today, away, capacity, load, free: rounded(capacity - load), trajectories };
}

/** Which of these somebody reaches. */
const trajectoriesInReach = (
  { database }: Program,
  tenant: string,
  actor: Actor,
  cases: readonly CoachedCase[],
): Promise<ReadonlySet<string>> =>
  database.readAs(tenant, (client) =>
    reachedOf(
      client,
      scopeOf(actor),
      cases.map(({ trajectory }) => trajectory),
    ),
  );

export interface Asked {
  readonly specialism?: string;
  readonly region?: string;
  readonly language?: string;
  readonly level?: number;
}

/** Coaches for a trajectory, the best first; its language is that of the invitation unless told. Nobody for one that is over, undefined when there is none. */
export async function coachProposals(
  program: Program,
  tenant: string,
  trajectory: string,
  asked: Asked,
): Promise<Matching | undefined> {
  const all = await caseloadsOf(program, tenant);
  const line = all.lines.find((each) => each.trajectory === trajectory);
  const stage = line && stageOf(line.status, line.phase);
  if (!line || stage === undefined) {
    const known = await program.database.readAs(tenant, (client) =>
      summaryOf(client, EVERYTHING, trajectory, all.today),
    );
    return known && { proposals: [], passedOver: [] };
  }
  const loads = loadsOf(all.cases);
  const candidates = candidatesIn(all)
    .filter(({ coachId }) => coachId !== line.coach)
    .map((each): Candidate => ({ ...each, load: loads.get(each.coachId) ?? 0 }));
  const need = {
    ...(line.language === null ? {} : { language: line.language }),
    ...asked,
    weight: weightOf({ stage, programmeType: line.programmeType }),
    conflicts: new Set(line.conflicts),
  };
  return rankCoaches(need, candidates);
}

/** What would move to whom so that nobody is above their limit, among the coaches and trajectories that somebody reaches; nothing is written. */
export async function rebalancingPreview(program: Program, tenant: string, actor: Actor): Promise<Rebalancing> {
  const everyone = await caseloadsOf(program, tenant);
  const reached = everyone.coaches.filter(({ coach: id, team }) =>
    reaches(actor, { kind: 'coach', id, ...(team === null ? {} : { team }) }),
  );
  const ids = new Set(reached.map(({ coach }) => coach));
  const all = { ...everyone, coaches: reached, cases: everyone.cases.filter(({ coachId }) => ids.has(coachId)) };
  const movable = await trajectoriesInReach(program, tenant, actor, all.cases);
  const { moves, loads, stillOver } = rebalance(candidatesIn(all), all.cases, movable);
  // Weights with the question in them are for the coach alone; a preview is for whoever plans.
  const plain = new Map(all.lines.map((line) => [line.trajectory, plainWeight(line)]));
  return {
    moves: moves.map((move) => ({ ...move, weight: plain.get(move.trajectory) ?? 0 })),
    loads: loads.map((each) => ({ ...each, before: Math.round(each.before), after: Math.round(each.after) })),
    stillOver,
  };
}

const plainWeight = ({ status, phase, programmeType }: CaseloadLine): number =>
  weightOf({ stage: stageOf(status, phase), programmeType });

const capacityOf = ({ weighted_max }: NamedCoach): number => weighted_max ?? DEFAULT_WEIGHTED_MAX;

const candidatesIn = ({ coaches: known, today }: Caseloads): readonly Omit<Candidate, 'load'>[] =>
  known.map((coach) => ({
    coachId: coach.coach,
    specialisms: coach.specialisms,
    regions: coach.regions,
    languages: coach.languages,
    maxComplexity: coach.max_complexity,
    capacity: capacityOf(coach),
    away: absenceOn(coach.absences, today) !== undefined,
  }));
