import { oncePer } from '@overstap/kernel';
import { anchorReference, type PROGRAMME_ANCHORS, type TRAJECTORY_ANCHORS } from '../programme-template/anchors.js';
import {
  type Condition,
  type DeadlineDefinition,
  type Moment,
  type PhaseDefinition,
  type TaskDefinition,
} from '../programme-template/definition.js';
import { type Consequence, type Subject } from './subject.js';

/** What the engine's own events have changed, by name; `everything` also where facts, the calendar or the day are new. */
export type Changed = 'everything' | ReadonlySet<string>;

type Definition = PhaseDefinition | DeadlineDefinition | TaskDefinition;

const [ANY_PHASE, ANY_TASK] = ['phases', 'tasks'] as const;
const phase = (id: string): string => `phase ${id}`;
const task = (code: string): string => `task ${code}`;
const clock = (code: string): string => `clock ${code}`;

type NamedAnchor = (typeof TRAJECTORY_ANCHORS | typeof PROGRAMME_ANCHORS)[number];

/** Which of what the engine does may move a named date; empty where it follows from the facts alone. */
const MOVED_BY: Readonly<Record<NamedAnchor, readonly string[]>> = {
  end: [clock('END')],
  activity: [ANY_TASK],
  waitingOnCoach: [ANY_TASK],
  waitingOnParticipant: [ANY_TASK],
  referred: [],
  notified: [],
  invited: [],
  start: [],
  landing: [],
  placementStart: [],
  closed: [],
  redundancy: [],
  contractEnd: [],
  firstSickDay: [],
  created: [],
  opened: [],
  plannedStart: [],
  plannedEnd: [],
  worksCouncilRequest: [],
  wmcoNotified: [],
  worksCouncilSuspension: [],
  lastLanding: [],
};

/** Whether what became of a phase, a deadline or a task may be otherwise by what changed. */
export function hangsOn(definition: Definition, changed: Changed): boolean {
  if (changed === 'everything') return true;
  const read = readBy(definition);
  for (const name of changed) if (read.has(name)) return true;
  return false;
}

/** What events of the engine change, where `subject` is as it is after them. */
export function changedBy(events: readonly Consequence[], { workflow }: Subject): Set<string> {
  return new Set(
    events.flatMap(({ data }) => {
      if ('phaseId' in data && !('taskId' in data)) return [ANY_PHASE, phase(data.phaseId)];
      if ('taskId' in data) return [ANY_TASK, task(workflow.tasks[data.taskId]?.code ?? '')];
      return 'clockId' in data ? [clock(workflow.clocks[data.clockId]?.code ?? '')] : [];
    }),
  );
}

/** All that the settling of a definition looks at beside the facts. */
const readBy = oncePer((definition: Definition): ReadonlySet<string> => {
  if ('id' in definition) {
    const { id, from, to, enter, exit } = definition;
    return new Set([
      ANY_PHASE,
      clock(id),
      ...inMoment(from),
      ...inMoment(to),
      ...inCondition(enter),
      ...inCondition(exit),
    ]);
  }
  const { code, due, when } = definition;
  const own = [task(code), clock(code), ...inMoment(due), ...inCondition(when)];
  if (!('owners' in definition)) {
    const { metBy, onExpiry } = definition;
    return new Set([...own, ...inCondition(metBy), ...(onExpiry === undefined ? [] : [task(onExpiry)])]);
  }
  const { phase: within, doneBy, repeat } = definition;
  const inPhase = within === undefined ? [] : [phase(within)];
  return new Set([...own, ...inPhase, ...inCondition(doneBy), ...inCondition(repeat?.until)]);
});

function inMoment(moment: Moment | undefined): readonly string[] {
  if (!moment) return [];
  const reference = anchorReference(moment.anchor);
  if (reference.kind === 'named') return MOVED_BY[reference.name as NamedAnchor] ?? [];
  return reference.kind === 'event' ? [] : [phase(reference.phase)];
}

function inCondition(condition: Condition | undefined): readonly string[] {
  if (condition === undefined || 'event' in condition || 'landed' in condition) return [];
  if ('task' in condition) return [task(condition.task)];
  if ('phase' in condition) return [phase(condition.phase)];
  if ('inPhase' in condition) return [phase(condition.inPhase)];
  if ('not' in condition) return inCondition(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(inCondition);
}
