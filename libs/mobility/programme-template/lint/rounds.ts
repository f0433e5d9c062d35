import { WORKFLOWS } from '../conditions-in.js';
import { type Condition, type Moment, type TaskDefinition } from '../definition.js';
import { type LintRule } from './rule.js';

/** Rules about phases that repeat: a round ends by something new, and its days are its own. */

/** Whether a condition can hold with nothing that happens in the round itself: a phase that is over stays so in every round. */
function holdsWithoutNews(condition: Condition): boolean {
  if ('event' in condition || 'task' in condition) return false;
  if ('all' in condition) return condition.all.every(holdsWithoutNews);
  if ('any' in condition) return condition.any.some(holdsWithoutNews);
  return true;
}

const roundWithoutEnd: LintRule = {
  name: 'round-without-end',
  forbids: 'a phase that repeats and has no exit criteria, or such that one round after the other would end at once',
  *findings(template) {
    for (const name of WORKFLOWS)
      for (const [index, { id, exit, repeats }] of template[name].phases.entries())
        if (repeats && (!exit || holdsWithoutNews(exit)))
          yield {
            path: [name, 'phases', index, 'repeats'],
            message: exit
              ? `no event and no task has to come for a round of "${id}" to end`
              : `nothing ends a round of "${id}"`,
            fix: 'let exit name an event or a task that each round brings',
          };
  },
};

const roundWithoutDays: LintRule = {
  name: 'round-without-days',
  forbids:
    'the box or a task of a phase that repeats, counted from another day than the phase’s own beginning: it would be due before its round began',
  *findings(template) {
    for (const name of WORKFLOWS) {
      const { phases, tasks } = template[name];
      const fix = (id: string): string => `write anchor: phase.${id}`;
      for (const [index, { id, to, repeats }] of phases.entries())
        if (repeats && to && to.anchor !== `phase.${id}`)
          yield {
            path: [name, 'phases', index, 'to', 'anchor'],
            message: `the box of "${id}" is not counted from the beginning of its round`,
            fix: fix(id),
          };
      for (const [index, { code, phase = '', due, raised, on }] of tasks.entries())
        if (due && !raised && on === undefined && isElsewhere(due, phase, phases))
          yield {
            path: [name, 'tasks', index, 'due', 'anchor'],
            message: `"${code}" belongs to a phase that repeats, and is not counted from the beginning of a round`,
            fix: fix(phase),
          };
    }
  },
};

const isElsewhere = (
  { anchor }: Moment,
  phase: NonNullable<TaskDefinition['phase']>,
  phases: readonly { readonly id: string; readonly repeats?: object }[],
): boolean => anchor !== `phase.${phase}` && phases.some(({ id, repeats }) => id === phase && repeats !== undefined);

export const ROUND_RULES: readonly LintRule[] = [roundWithoutEnd, roundWithoutDays];
