import { conditionsIn, WORKFLOWS } from '../conditions-in.js';
import { type Condition } from '../definition.js';
import { type Path } from '../problem.js';
import { type LintRule } from './rule.js';

/** Rules about conditions: what ends something waits for something to happen. */

/** Whether a condition holds on a trajectory on which nothing has happened yet. */
function holdsOfNothing(condition: Condition): boolean {
  if ('all' in condition) return condition.all.every(holdsOfNothing);
  if ('any' in condition) return condition.any.some(holdsOfNothing);
  if ('not' in condition) return !holdsOfNothing(condition.not);
  return 'landed' in condition && !condition.landed;
}

const endWithoutEvent: LintRule = {
  name: 'end-without-event',
  forbids:
    'exit criteria, or what meets a deadline or does a task, that hold before anything has happened: they name no event to wait for',
  *findings(template) {
    for (const name of WORKFLOWS) {
      const { phases, deadlines, tasks } = template[name];
      const ends: readonly (readonly [Condition | undefined, Path])[] = [
        ...phases.map(({ exit }, index) => [exit, [name, 'phases', index, 'exit']] as const),
        ...deadlines.map(({ metBy }, index) => [metBy, [name, 'deadlines', index, 'metBy']] as const),
        ...tasks.map(({ doneBy }, index) => [doneBy, [name, 'tasks', index, 'doneBy']] as const),
      ];
      for (const [condition, path] of ends)
        if (condition && holdsOfNothing(condition))
          yield {
            path,
            message: `"${path.at(-1)}" holds from the beginning: nothing has to happen for it`,
            fix: 'name the event, task or phase that it waits for',
          };
    }
  },
};

const contradiction: LintRule = {
  name: 'contradiction',
  forbids: 'a condition that asks for something and for its opposite: it never holds',
  *findings(template) {
    for (const { condition, path } of conditionsIn(template)) {
      if (!('all' in condition)) continue;
      const asked = condition.all.map((each) => JSON.stringify(each));
      for (const [index, each] of condition.all.entries())
        if ('not' in each && asked.includes(JSON.stringify(each.not)))
          yield {
            path: [...path, 'all', index],
            message: 'the same condition is asked for beside it, so both never hold',
            fix: 'remove one of the two',
          };
    }
  },
};

export const CONDITION_RULES: readonly LintRule[] = [endWithoutEvent, contradiction];
