import { localDateOf } from '@overstap/calendar';
import { type FactLog, firstFact, HOME_ZONE, pausesOf, placementsOf } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { CLOCK_EVENTS, type ClockLine, foldClock, isPutRight, lastDayOf } from '../clock-line.js';
import { exitOf, landedByBasis } from '../exits.js';
import { foldPhase } from '../phase-history.js';
import { standingOf, textIn } from '../standing.js';
import { foldFact } from '../trajectory-facts.js';
import { type SurvivalDeadline, type SurvivalPause, type SurvivalRow } from './table.js';

const CLOCKS = new Set(CLOCK_EVENTS);
const DEADLINE_CLOCK = 'deadline.';
const END_CLOCK = 'deadline.END';

export function applyToSurvival(rows: Rows<SurvivalRow>, event: ProjectedEvent): void {
  const { trajectory } = event;
  if (trajectory === undefined) return;
  const before = rows.get(trajectory) ?? unknownPerson(trajectory);
  const changes = CLOCKS.has(event.type) ? ofClock(before, event) : ofFactOrPhase(before, event);
  if (changes) rows.put(trajectory, { ...before, programme: event.programme ?? before.programme, ...changes });
}

type Clocks = Readonly<Record<string, ClockLine>>;

/** Only deadlines: what times a task, a phase or a repetition is on the deadline board. */
function ofClock(before: SurvivalRow, event: ProjectedEvent): Partial<SurvivalRow> | undefined {
  const { clockId } = event.data as { clockId: string };
  if (!clockId.startsWith(DEADLINE_CLOCK)) return undefined;
  const known = before.clocks as Clocks;
  const line = foldClock(known[clockId], event);
  if (!line) return undefined;
  const clocks = { ...known, [clockId]: line };
  return { clocks, deadlines: deadlinesOf(clocks), planned_end_on: plannedEnd(before.facts, clocks) };
}

function ofFactOrPhase(before: SurvivalRow, event: ProjectedEvent): Partial<SurvivalRow> | undefined {
  const phases = foldPhase(before.phases, event);
  if (phases !== before.phases) return { phases };
  const facts = foldFact(before.facts, event);
  return facts === before.facts ? undefined : { facts, ...outcomeOf(facts, before.clocks as Clocks) };
}

const deadlinesOf = (clocks: Clocks): readonly SurvivalDeadline[] =>
  Object.keys(clocks)
    .sort()
    .flatMap((clockId) => {
      const line = clocks[clockId];
      if (!line) return [];
      const { code, kind, stoppedOn, how, expiredAt } = line;
      return [
        {
          clockId,
          code,
          kind,
          lastDay: lastDayOf(line),
          stoppedOn,
          how,
          expired: expiredAt !== null,
          putRight: isPutRight(line),
        },
      ];
    });

const plannedEnd = (facts: FactLog, clocks: Clocks): string | null =>
  clocks[END_CLOCK]?.dueOn ?? standingOf(facts).plannedEndOn;

type Outcome = Omit<SurvivalRow, 'trajectory' | 'programme' | 'phases' | 'deadlines' | 'facts' | 'clocks'>;

function outcomeOf(facts: FactLog, clocks: Clocks): Outcome {
  const referral = firstFact(facts, 'ParticipantReferred')?.data ?? {};
  const standing = standingOf(facts);
  const exit = exitOf(facts);
  return {
    participant: textIn(referral, 'participantId'),
    cohort: textIn(referral, 'cohortId'),
    age_band: textIn(referral, 'ageBand'),
    referred_on: standing.referredOn,
    notified_on: standing.notifiedOn,
    invited_on: standing.invitedOn,
    reached_on: standing.reachedOn,
    started_on: standing.startedOn,
    planned_end_on: plannedEnd(facts, clocks),
    landed_on: standing.landedOn,
    landed_strict_on: landedByBasis(facts, 'STRICT') ?? null,
    landed_contract_on: landedByBasis(facts, 'CONTRACT') ?? null,
    landed_broad_on: landedByBasis(facts, 'BROAD') ?? null,
    internal: standing.landedBy?.internal ?? null,
    exit_cause: exit?.cause ?? null,
    exit_on: exit?.cause ? exit.on : null,
    concluded_on: standing.concludedOn,
    closure_class: standing.closureClass,
    pauses: pausesOf(facts).map(({ from, to }): SurvivalPause => ({
      from: localDateOf(HOME_ZONE, from),
      to: to === undefined ? null : localDateOf(HOME_ZONE, to),
    })),
    placements: placementsOf(facts),
  };
}

const unknownPerson = (trajectory: string): SurvivalRow => ({
  trajectory,
  programme: null,
  ...outcomeOf([], {}),
  phases: [],
  deadlines: [],
  facts: [],
  clocks: {},
});
