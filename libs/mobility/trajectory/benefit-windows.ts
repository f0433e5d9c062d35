import { addDays } from '@overstap/calendar';
import { type EventCondition } from '../programme-template/definition.js';
import { type ClockState } from '../workflow/state.js';
import { type Consequence, type WorkflowRules } from '../workflow/subject.js';
import { type TrajectoryEvent, type TrajectoryState } from './state.js';

/** The deadlines that are a window of the unemployment benefit. */
const WINDOWS: readonly string[] = ['BENEFIT_WINDOW_FIRST', 'BENEFIT_WINDOW'];

/** R9: a window that is over is closed, with what was done in it; by that the next one begins. */
export function windowsClosed(
  fallen: readonly Consequence[],
  { facts, workflow }: TrajectoryState,
  rules: WorkflowRules,
): TrajectoryEvent[] {
  return fallen.flatMap((event): TrajectoryEvent[] => {
    if (event.type !== 'ClockStopped' || event.data.how !== 'ENDED') return [];
    const clock = workflow.clocks[event.data.clockId];
    const duty = clock && WINDOWS.includes(clock.code) ? dutyOf(clock, rules) : undefined;
    if (!clock || !duty) return [];
    const [start, end] = [addDays(clock.armedOn, 1), event.data.on];
    const counts = (type: string): boolean => type === duty.event || (duty.or ?? []).includes(type);
    const activities = facts.filter(({ type, on }) => counts(type) && on >= start && on <= end).length;
    const data = { start, end, activities, target: duty.times ?? 1 };
    return [{ type: 'BenefitWindowClosed', data, occurredAt: event.occurredAt }];
  });
}

/** What counts as an activity, and how many the law asks for: what the window's reminder looks at. */
function dutyOf({ code }: ClockState, { definition, ladders }: WorkflowRules): EventCondition | undefined {
  const ladder = definition.deadlines.find((deadline) => deadline.code === code)?.ladder ?? '';
  for (const { unless } of ladders[ladder] ?? []) if (unless && 'event' in unless) return unless;
  return undefined;
}
