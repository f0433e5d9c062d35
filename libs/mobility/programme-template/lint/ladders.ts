import { isPlanned } from '../anchors.js';
import { type LadderUse, ladderUses, roughDays } from '../clocks-in.js';
import { laddersOf, WORKFLOWS } from '../conditions-in.js';
import { type RungDefinition, type TemplateDefinition } from '../definition.js';
import { type Finding, type Path } from '../problem.js';
import { type LintRule } from './rule.js';

/** Rules about reminders: a rule that is published must be able to fire, and what it raises must exist. */

function* rungsOf(template: TemplateDefinition): Generator<{ rung: RungDefinition; ladder: string; path: Path }> {
  for (const [ladder, rungs] of Object.entries(template.ladders))
    for (const [index, rung] of rungs.entries()) yield { rung, ladder, path: ['ladders', ladder, index] };
}

const unknownLadder: LintRule = {
  name: 'unknown-ladder',
  forbids: 'a ladder that the template does not have',
  *findings(template) {
    for (const { ladder, path } of ladderUses(template))
      if (!Object.hasOwn(template.ladders, ladder))
        yield { path, message: `there is no ladder "${ladder}"`, fix: 'add it under ladders, or name another' };
  },
};

const reminderWithoutDue: LintRule = {
  name: 'reminder-without-due',
  forbids: 'a ladder on something that is never due',
  *findings(template) {
    for (const { due, task, path } of ladderUses(template))
      if (!due && !task?.raised)
        yield { path, message: 'nothing is due here, so no rung has a date', fix: 'add a due date (phases: to)' };
  },
};

const taskWithoutDue: LintRule = {
  name: 'task-without-due',
  forbids: 'a task without a due date that is not raised',
  *findings(template) {
    for (const name of WORKFLOWS)
      for (const [index, { due, raised, code }] of template[name].tasks.entries())
        if (!due && !raised)
          yield { path: [name, 'tasks', index], message: `the task "${code}" is never due`, fix: 'add due' };
  },
};

const wrongRaise: LintRule = {
  name: 'wrong-raise',
  forbids: 'a rung or an expiry that raises a task which is unknown or not "raised: true"',
  *findings(template) {
    const check = function* (task: string, workflow: 'trajectory' | 'programme', path: Path): Generator<Finding> {
      const found = template[workflow].tasks.find(({ code }) => code === task);
      if (!found)
        yield {
          path,
          message: `there is no task "${task}" in the ${workflow}'s workflow`,
          fix: 'add it, or name another',
        };
      else if (!found.raised)
        yield { path, message: `the task "${task}" is not raised: it arises by itself`, fix: 'add raised: true to it' };
    };
    for (const { rung, ladder, path } of rungsOf(template)) {
      const raises = rung.action === 'RAISE_TASK' || rung.action === 'OFFER_REASSIGNMENT';
      if (raises && rung.task === undefined)
        yield { path, message: `the rung "${rung.rung}" raises a task and names none`, fix: 'add task: <code>' };
      if (!raises && rung.task !== undefined)
        yield {
          path: [...path, 'task'],
          message: `${rung.action} raises no task`,
          fix: 'remove task, or use RAISE_TASK',
        };
      if (raises && rung.task !== undefined)
        for (const workflow of WORKFLOWS)
          if (laddersOf(template[workflow]).has(ladder)) yield* check(rung.task, workflow, [...path, 'task']);
    }
    for (const workflow of WORKFLOWS)
      for (const [index, { onExpiry }] of template[workflow].deadlines.entries())
        if (onExpiry !== undefined) yield* check(onExpiry, workflow, [workflow, 'deadlines', index, 'onExpiry']);
  },
};

const raisedByNothing: LintRule = {
  name: 'raised-by-nothing',
  forbids: 'a raised task that no rung and no expiry of its workflow names',
  *findings(template) {
    for (const workflow of WORKFLOWS) {
      const { tasks, deadlines } = template[workflow];
      const ladders = laddersOf(template[workflow]);
      const raised = new Set(deadlines.flatMap(({ onExpiry }) => onExpiry ?? []));
      for (const { rung, ladder } of rungsOf(template)) if (ladders.has(ladder) && rung.task) raised.add(rung.task);
      for (const [index, task] of tasks.entries())
        if (task.raised && !raised.has(task.code))
          yield {
            path: [workflow, 'tasks', index, 'raised'],
            message: `nothing raises the task "${task.code}"`,
            fix: 'name it in a rung or in onExpiry, or remove it',
          };
    }
  },
};

const outOfOrder: LintRule = {
  name: 'ladder-out-of-order',
  forbids: 'a rung that comes before the one above it, or with a lower level',
  *findings(template) {
    for (const [ladder, rungs] of Object.entries(template.ladders))
      for (const [index, rung] of rungs.entries()) {
        const before = rungs.slice(0, index).findLast((other) => (other.from ?? 'due') === (rung.from ?? 'due'));
        if (!before) continue;
        const late = roughDays(rung.at) - roughDays(before.at);
        const sameDay = late === 0 && (rung.time ?? '08:30') <= (before.time ?? '08:30');
        if (late < 0 || sameDay || rung.level < before.level)
          yield {
            path: ['ladders', ladder, index],
            message: `the rung "${rung.rung}" does not come after "${before.rung}" in time and level`,
            fix: 'put the rungs in the order in which they fire, levels rising',
          };
      }
  },
};

/** Whether a rung lies at or after the arming of this clock. Dates counted backwards are armed when their anchor becomes known. */
function canFire(rung: RungDefinition, { due }: LadderUse): boolean {
  if (rung.from === 'armed') return roughDays(rung.at) >= 0;
  const budget = due ? roughDays(due.offset) : 0;
  if (budget < 0 || (budget === 0 && due && isPlanned(due.anchor))) return true;
  return budget + roughDays(rung.at) >= 0;
}

const ladderNeverFires: LintRule = {
  name: 'ladder-never-fires',
  forbids: 'a clock none of whose rungs can fire, because all lie before its arming; a ladder nothing carries',
  *findings(template) {
    const used = new Set<string>();
    for (const use of ladderUses(template)) {
      used.add(use.ladder);
      const rungs = template.ladders[use.ladder] ?? [];
      if (rungs.length > 0 && !rungs.some((rung) => canFire(rung, use)))
        yield {
          path: use.path,
          message: `every rung of "${use.ladder}" lies before this clock is armed`,
          fix: 'lengthen the time box, or use a ladder with later rungs',
        };
    }
    for (const ladder of Object.keys(template.ladders))
      if (!used.has(ladder))
        yield {
          path: ['ladders', ladder],
          message: `nothing carries the ladder "${ladder}"`,
          fix: 'use it or remove it',
        };
  },
};

const rungNeverFires: LintRule = {
  name: 'rung-never-fires',
  forbids: 'a rung that lies before the arming of every clock that carries it',
  *findings(template) {
    const uses = [...ladderUses(template)];
    for (const { rung, ladder, path } of rungsOf(template)) {
      const carriers = uses.filter((use) => use.ladder === ladder);
      if (carriers.length > 0 && !carriers.some((use) => canFire(rung, use)))
        yield {
          path,
          message: `the rung "${rung.rung}" lies before the arming of every clock that carries "${ladder}"`,
          fix: 'remove it, or give these clocks a ladder of their own',
        };
    }
  },
};

export const LADDER_RULES: readonly LintRule[] = [
  unknownLadder,
  reminderWithoutDue,
  taskWithoutDue,
  wrongRaise,
  raisedByNothing,
  outOfOrder,
  ladderNeverFires,
  rungNeverFires,
];
