/**
 * The named dates of a trajectory that a moment may start from; the engine resolves them. `activity` is the last day on which the participant did
 * something, its start when that is all; `waitingOnCoach` the day since which the participant has been waiting for an answer,
 * `waitingOnParticipant` the day since which somebody has been waiting for the participant.
 */
export const TRAJECTORY_ANCHORS = [
  'referred',
  'notified',
  'invited',
  'start',
  'end',
  'landing',
  'placementStart',
  'closed',
  'redundancy',
  'contractEnd',
  'firstSickDay',
  'activity',
  'waitingOnCoach',
  'waitingOnParticipant',
] as const;

/**
 * The named dates of a programme. `wmcoNotified` is the recorded day of the collective dismissal notification;
 * `worksCouncilSuspension` the day of a decision that departs from the works council's advice, absent when it does not.
 */
export const PROGRAMME_ANCHORS = [
  'created',
  'opened',
  'plannedStart',
  'plannedEnd',
  'worksCouncilRequest',
  'wmcoNotified',
  'worksCouncilSuspension',
  'redundancy',
  'lastLanding',
  'closed',
] as const;

/** Dates that are usually known before they come: a clock of length zero on them is armed when the date becomes known. */
const PLANNED_ANCHORS: ReadonlySet<string> = new Set([
  'end',
  'placementStart',
  'redundancy',
  'contractEnd',
  'plannedStart',
  'plannedEnd',
  'worksCouncilRequest',
]);

/** Whether a date usually lies ahead when it becomes known: a named one of these, or a day that a fact names. */
export const isPlanned = (anchor: string): boolean =>
  PLANNED_ANCHORS.has(anchor) || anchor.startsWith('trigger.') || anchor.split('.').length > 2;

export type AnchorReference =
  | { readonly kind: 'named'; readonly name: string }
  /** The day of the first or newest fact of this type, or the day that a field of it names. */
  | { readonly kind: 'event'; readonly type: string; readonly field?: string }
  /** The day on which the phase was entered, or completed. */
  | { readonly kind: 'phase' | 'phaseEnd'; readonly phase: string };

/** Takes `event.IntakeHeld`, `phase.search`, `phaseEnd.search` or a name apart. */
export function anchorReference(anchor: string): AnchorReference {
  const dot = anchor.indexOf('.');
  const [prefix, rest] = dot < 0 ? ['', anchor] : [anchor.slice(0, dot), anchor.slice(dot + 1)];
  if (prefix === 'event') {
    const [type = '', field] = rest.split('.');
    return { kind: 'event', type, ...(field === undefined ? {} : { field }) };
  }
  if (prefix === 'phase' || prefix === 'phaseEnd') return { kind: prefix, phase: rest };
  return { kind: 'named', name: anchor };
}
