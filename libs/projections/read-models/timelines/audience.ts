import { type Category, type EventDefinition, fieldsOf, type PrivacyClass } from '@overstap/kernel';
import { EVENT_CATALOGUE, isWorkflowEvent } from '@overstap/mobility';
import { PHASE_EVENTS } from '../phase-history.js';

/** For whom a timeline is: what it may hold is listed, and nothing else is ever copied into it. */
export interface TimelineAudience {
  /** Classes of the events that it has. */
  readonly events: readonly PrivacyClass[];
  /** Categories whose sealed blocks come along; no other block does. */
  readonly blocks: readonly Category[];
  /** Only events that have a block of this category. */
  readonly only?: Category;
  /** The engine's clocks, rungs and tasks too; others read of the engine the phases, and which dates were moved. */
  readonly engine?: true;
  /** It is the person's own: without what is about others, without notes that were not shared, without what was taken back. */
  readonly own?: true;
}

const UP_TO_P3: readonly PrivacyClass[] = ['P0', 'P1', 'P2', 'P3'];

/** Every timeline, by the name of its table (docs/privacy.md). */
export const AUDIENCES = {
  /** The coach's; health has a table of its own. */
  trajectory_timeline: { events: UP_TO_P3, blocks: ['search', 'coaching'], engine: true },
  team_timeline: { events: ['P0', 'P1', 'P2'], blocks: ['search'] },
  process_timeline: { events: ['P0', 'P1'], blocks: [] },
  participant_timeline: { events: [...UP_TO_P3, 'P4'], blocks: ['search', 'coaching', 'health'], own: true },
  /** What a broken glass shows of coaching. */
  coaching_file: { events: UP_TO_P3, blocks: ['coaching'], only: 'coaching' },
  health_file: { events: [...UP_TO_P3, 'P4'], blocks: ['health'], only: 'health' },
} as const satisfies Readonly<Record<string, TimelineAudience>>;
export type TimelineName = keyof typeof AUDIENCES;

/** A person's copy of everything about them, made from the log itself: their timeline, with who they are and what the engine made of it. */
const OWN_COPY: TimelineAudience = {
  events: [...UP_TO_P3, 'P4', 'P5'],
  blocks: ['search', 'coaching', 'health', 'identity'],
  engine: true,
  own: true,
};

/** Of the engine's events those that everybody follows: the phases, and the dates that somebody moved. */
const DECIDED: readonly string[] = [...PHASE_EVENTS, 'ClockMoved', 'ClockMoveUndone', 'ClockMoveLapsed'];

/** About coaches and those who decide, not about the person. */
const ABOUT_OTHERS: readonly string[] = ['CoachProposed', 'CoachLimitReached'];

/** Fields in clear that say who of the agency did what, or how its coaches fare. */
const OF_OTHERS: Readonly<Record<string, readonly string[]>> = {
  BreakGlassOpened: ['account'],
  BreakGlassReviewed: ['reviewer'],
  CaseManagerNamed: ['caseManagerId'],
  CoachStandInNamed: ['why', 'keeps'],
  EscalationAcknowledged: ['by'],
  EscalationResolved: ['by'],
  ExtensionDecided: ['by'],
  ExtensionRequested: ['account'],
  FactVoidDecided: ['by'],
  FactVoidRequested: ['account'],
  SuitabilityDisputed: ['members'],
  TaskAssigned: ['to'],
  TaskClaimed: ['by'],
  TaskCreated: ['assigneeId'],
  TaskHandedBack: ['to'],
  TaskReassigned: ['to'],
  ThreeWayMeetingHeld: ['lineManagerId'],
  TrajectoryExtended: ['approvedBy'],
  TrajectoryMigrated: ['approvedBy'],
  WaiverDecided: ['by'],
  WaiverRequested: ['account'],
  WorkshopAttended: ['trainerId'],
  WorkshopEnrolled: ['trainerId'],
};
/** Why another coach, or what was found of whoever read on: that is about them. */
const BLOCKS_OF_OTHERS: Readonly<Record<string, readonly Category[]>> = {
  BreakGlassReviewed: ['coaching'],
  CoachMatched: ['coaching'],
  CoachReassigned: ['coaching'],
};

/** Fields in clear that hold a coach's id: a person may know who that is, and has it by name. */
export const COACHES_NAMED: Readonly<Record<string, readonly string[]>> = {
  CoachMatched: ['coachId'],
  CoachReassigned: ['from', 'to'],
  CoachStandInEnded: ['coachId'],
  CoachStandInNamed: ['coachId', 'standInId'],
  ConflictOfRolesDisclosed: ['coachId'],
};

/** What of an event an audience's row takes over. */
export interface Taken {
  /** Fields in clear. */
  readonly fields: readonly string[];
  readonly blocks: readonly Category[];
}

/** By event type; a type that is not here is not for the audience. */
export function takenBy(audience: TimelineAudience): ReadonlyMap<string, Taken> {
  const all = [...EVENT_CATALOGUE.values()].filter((definition) => isFor(audience, definition));
  return new Map(all.map((definition) => [definition.type, takenOf(audience, definition)]));
}

/** What a person's own copy takes over, by event type. */
export const ownCopy = (): ReadonlyMap<string, Taken> => takenBy(OWN_COPY);

function isFor({ events, only, engine, own }: TimelineAudience, { type, privacy, sealed }: EventDefinition): boolean {
  if (isWorkflowEvent({ type }) && !engine && !DECIDED.includes(type)) return false;
  if (own && ABOUT_OTHERS.includes(type)) return false;
  return events.includes(privacy) && (only === undefined || [...sealed.values()].includes(only));
}

function takenOf({ blocks, own }: TimelineAudience, { type, payload, privacy, sealed }: EventDefinition): Taken {
  const withheld = own ? (OF_OTHERS[type] ?? []) : [];
  const sealedToo = own ? (BLOCKS_OF_OTHERS[type] ?? []) : [];
  return {
    fields: fieldsOf(payload)
      .filter((field) => ['P0', 'P1'].includes(field.privacy ?? privacy) && !withheld.includes(field.name))
      .map(({ name }) => name),
    blocks: blocks.filter((category) => !sealedToo.includes(category) && [...sealed.values()].includes(category)),
  };
}
