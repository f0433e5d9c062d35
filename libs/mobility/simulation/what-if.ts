import { addDays, calendarNamed, daysBetween, type Duration } from '@overstap/calendar';
import { invalid, type LocalDate, type Refusal } from '@overstap/kernel';
import { type Condition, type Moment, type TemplateDefinition } from '../programme-template/definition.js';

/** Every day from the first to the last, both included. */
export const daysClosed = (from: LocalDate, to: LocalDate): readonly LocalDate[] =>
  Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));

const isIntake = (condition: Condition | undefined): boolean =>
  condition !== undefined && 'event' in condition && condition.event === 'IntakeHeld';

/** The template with another promise for the intake: the same anchor, another time. */
export function withIntakeWithin(template: TemplateDefinition, within: Duration): TemplateDefinition | Refusal {
  const { tasks, deadlines } = template.trajectory;
  const sooner = (due: Moment): Moment => ({ ...due, offset: within });
  if (!tasks.some(({ doneBy, due }) => due && isIntake(doneBy)) && !deadlines.some(({ metBy }) => isIntake(metBy)))
    return invalid('intakeWithin', 'intake-unknown', `${template.code} has no task or deadline that an intake meets.`);
  return {
    ...template,
    trajectory: {
      ...template.trajectory,
      tasks: tasks.map((task) => (task.due && isIntake(task.doneBy) ? { ...task, due: sooner(task.due) } : task)),
      deadlines: deadlines.map((deadline) =>
        isIntake(deadline.metBy) ? { ...deadline, due: sooner(deadline.due) } : deadline,
      ),
    },
  };
}

/** The template's calendar, closed on more days. */
export const closedCalendar = (template: TemplateDefinition, closed: readonly LocalDate[]) =>
  calendarNamed(template.calendar, closed);
