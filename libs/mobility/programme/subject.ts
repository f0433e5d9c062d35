import { type LocalDate } from '@overstap/kernel';
import { anchorReference } from '../programme-template/anchors.js';
import { type Moment } from '../programme-template/definition.js';
import { referencedOn } from '../workflow/anchor-day.js';
import { factsOf, firstFact, newestFact, withFact } from '../workflow/facts.js';
import { type Subject } from '../workflow/subject.js';
import { type ProgrammeLegalContextRecorded } from './events.js';
import { type ProgrammeState } from './state.js';
import { type ProgrammeWorld } from './world.js';

/** A programme as the engine sees it. It never pauses and never lands; what its cohorts did counts among its facts. */
export function programmeSubject(state: ProgrammeState, world: ProgrammeWorld): Subject {
  const { workflow } = state;
  const facts = (world.cohorts ?? []).reduce(withFact, state.facts);
  return {
    facts,
    workflow,
    pauses: [],
    landedOn: undefined,
    concludedOn: state.closed,
    erasedOn: undefined,
    surveysRefused: false,
    searchBlocked: false,
    optedOut: false,
    anchorOn: (anchor, select) => anchorOn({ ...state, facts }, world, anchor, select),
    holderOf: (role) => (role === 'PROGRAMME_MANAGER' ? managerOf(state) : undefined),
  };
}

const managerOf = ({ facts }: ProgrammeState): string | undefined =>
  newestFact(facts, 'ProgrammeManagerAssigned')?.data['userId'] as string | undefined;

function anchorOn(
  state: ProgrammeState,
  world: ProgrammeWorld,
  anchor: string,
  select: Moment['select'],
): LocalDate | undefined {
  const reference = anchorReference(anchor);
  return reference.kind === 'named'
    ? namedAnchorOn(reference.name, state, world)
    : referencedOn(reference, select, state);
}

function namedAnchorOn(name: string, state: ProgrammeState, world: ProgrammeWorld): LocalDate | undefined {
  const { facts } = state;
  const legal = legalContextOf(state);
  switch (name) {
    case 'created':
      return firstFact(facts, 'ProgrammeCreated')?.on;
    case 'opened':
      return state.opened;
    case 'plannedStart':
      return state.created?.plannedStart;
    case 'plannedEnd':
      return state.created?.plannedEnd;
    case 'worksCouncilRequest':
      return legal?.orAdviceRequestedOn;
    case 'wmcoNotified':
      return legal?.wmcoNotifiedOn;
    case 'worksCouncilSuspension':
      // Only a decision that departs from the advice suspends, and then the day on which that ends is recorded with it.
      return legal?.orSuspensionEndsOn && legal.orDecisionOn;
    case 'redundancy':
      return firstRedundancyOf(state);
    case 'lastLanding':
      return world.lastLandedOn;
    case 'closed':
      return state.closed;
    default:
      return undefined;
  }
}

const legalContextOf = ({ facts }: ProgrammeState): ProgrammeLegalContextRecorded | undefined =>
  newestFact(facts, 'ProgrammeLegalContextRecorded')?.data as ProgrammeLegalContextRecorded | undefined;

/** The day on which the first of the cohorts is redundant. */
const firstRedundancyOf = ({ facts }: ProgrammeState): LocalDate | undefined =>
  factsOf(facts, 'CohortCreated')
    .map(({ data }) => data['redundancyDate'] as LocalDate | undefined)
    .filter((day) => day !== undefined)
    .toSorted()[0];
