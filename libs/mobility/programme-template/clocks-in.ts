import { type Duration } from '@overstap/calendar';
import { WORKFLOWS, type WorkflowName } from './conditions-in.js';
import { type Moment, type TaskDefinition, type TemplateDefinition } from './definition.js';
import { type Path } from './problem.js';

/** Anything that carries a ladder: a phase box, a deadline or a task. */
export interface LadderUse {
  readonly workflow: WorkflowName;
  readonly path: Path;
  readonly ladder: string;
  /** Absent when nothing is due: then no rung has a date. */
  readonly due?: Moment;
  readonly task?: TaskDefinition;
}

export function* ladderUses(template: TemplateDefinition): Generator<LadderUse> {
  for (const workflow of WORKFLOWS) {
    const { phases, deadlines, tasks } = template[workflow];
    const use = (path: Path, ladder: string, due: Moment | undefined, task?: TaskDefinition): LadderUse => ({
      workflow,
      path: [...path, 'ladder'],
      ladder,
      ...(due ? { due } : {}),
      ...(task ? { task } : {}),
    });
    for (const [index, { ladder, to }] of phases.entries())
      if (ladder !== undefined) yield use([workflow, 'phases', index], ladder, to);
    for (const [index, { ladder, due }] of deadlines.entries())
      if (ladder !== undefined) yield use([workflow, 'deadlines', index], ladder, due);
    for (const [index, task] of tasks.entries())
      if (task.ladder !== undefined) yield use([workflow, 'tasks', index], task.ladder, task.due, task);
  }
}

const DAYS = { workingDays: 7 / 5, calendarDays: 1, calendarWeeks: 7, calendarMonths: 365.25 / 12 } as const;

/** Roughly how many calendar days; good enough to order rungs and to see that a box does not fit. */
export const roughDays = ({ value, unit }: Duration): number => value * DAYS[unit];
