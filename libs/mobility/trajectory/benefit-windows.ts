import { addDays } from '@overstap/calendar';
import { type EventCondition, type RungDefinition, type WorkflowDefinition } from '../programme-template/definition.js';
import { countByLaw, type LegalParameterRow } from '../programme-template/parts.js';
import { type ClockState } from '../workflow/state.js';
import { type Consequence, type WorkflowRules } from '../workflow/subject.js';
import { type TrajectoryEvent, type TrajectoryState } from './state.js';

/** The deadlines that are a window of the unemployment benefit. */
const WINDOWS: readonly string[] = ['BENEFIT_WINDOW_FIRST', 'BENEFIT_WINDOW'];

/** The legal parameter that says how many activities a window asks for. */
const ACTIVITIES = 'WW_DUTY';

/** The ladders, with the windows' asking for as much as the law does on the first day of the window that runs; the template's number where the agency knows none. */
export function dutyByLaw(
  ladders: WorkflowRules['ladders'],
  deadlines: WorkflowDefinition['deadlines'],
  { workflow }: TrajectoryState,
  parameters: readonly LegalParameterRow[],
): WorkflowRules['ladders'] {
  const running = Object.values(workflow.clocks).find(
    ({ code, status }) => WINDOWS.includes(code) && status !== 'STOPPED',
  );
  const times = running && countByLaw(parameters, ACTIVITIES, addDays(running.armedOn, 1));
  if (times === undefined) return ladders;
  const theirs = deadlines.flatMap(({ code, ladder }) => (WINDOWS.includes(code) && ladder ? [ladder] : []));
  return Object.fromEntries(
    Object.entries(ladders).map(([name, rungs]) => [
      name,
      theirs.includes(name) ? rungs.map((rung) => asking(rung, times)) : rungs,
    ]),
  );
}

const asking = (rung: RungDefinition, times: number): RungDefinition =>
  rung.unless && 'event' in rung.unless ? { ...rung, unless: { ...rung.unless, times } } : rung;

/** R9: a window that is over is closed, with what was done in it; by that the next one begins. */
export function windowsClosed(
  fallen: readonly Consequence[],
  { facts, workflow }: TrajectoryState,
  rules: WorkflowRules,
  parameters: readonly LegalParameterRow[],
): TrajectoryEvent[] {
  return fallen.flatMap((event): TrajectoryEvent[] => {
    if (event.type !== 'ClockStopped' || event.data.how !== 'ENDED') return [];
    const clock = workflow.clocks[event.data.clockId];
    const duty = clock && WINDOWS.includes(clock.code) ? dutyOf(clock, rules) : undefined;
    if (!clock || !duty) return [];
    const [start, end] = [addDays(clock.armedOn, 1), event.data.on];
    const counts = (type: string): boolean => type === duty.event || (duty.or ?? []).includes(type);
    const activities = facts.filter(({ type, on }) => counts(type) && on >= start && on <= end).length;
    const target = countByLaw(parameters, ACTIVITIES, start) ?? duty.times ?? 1;
    const data = { start, end, activities, target };
    return [{ type: 'BenefitWindowClosed', data, occurredAt: event.occurredAt }];
  });
}

/** What counts as an activity, and how many the law asks for: what the window's reminder looks at. */
function dutyOf({ code }: ClockState, { definition, ladders }: WorkflowRules): EventCondition | undefined {
  const ladder = definition.deadlines.find((deadline) => deadline.code === code)?.ladder ?? '';
  for (const { unless } of ladders[ladder] ?? []) if (unless && 'event' in unless) return unless;
  return undefined;
}
