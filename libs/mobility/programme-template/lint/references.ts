import { fieldsOf } from '@overstap/kernel';
import { anchorReference, PROGRAMME_ANCHORS, TRAJECTORY_ANCHORS } from '../anchors.js';
import { conditionsIn, type WorkflowName, WORKFLOWS } from '../conditions-in.js';
import { type Moment, type TaskDefinition, type TemplateDefinition } from '../definition.js';
import { type Finding, type Path } from '../problem.js';
import { type LintContext, type LintRule } from './rule.js';

/** Rules about names: each code is given once, and whatever is named exists. */

const duplicateCode: LintRule = {
  name: 'duplicate-code',
  forbids: 'two phases, deadlines or tasks of a workflow, or two rungs of a ladder, with one code',
  *findings(template) {
    for (const name of WORKFLOWS) {
      const { phases, deadlines, tasks } = template[name];
      yield* repeated([
        ...phases.map(({ id }, index) => [id, [name, 'phases', index, 'id']] as const),
        ...deadlines.map(({ code }, index) => [code, [name, 'deadlines', index, 'code']] as const),
        ...tasks.map(({ code }, index) => [code, [name, 'tasks', index, 'code']] as const),
      ]);
    }
    for (const [ladder, rungs] of Object.entries(template.ladders))
      yield* repeated(rungs.map(({ rung }, index) => [rung, ['ladders', ladder, index, 'rung']] as const));
  },
};

function* repeated(codes: readonly (readonly [string, Path])[]): Generator<Finding> {
  const seen = new Set<string>();
  for (const [code, path] of codes) {
    if (seen.has(code)) yield { path, message: `"${code}" is used twice`, fix: 'give this one a code of its own' };
    seen.add(code);
  }
}

const unknownEvent: LintRule = {
  name: 'unknown-event',
  forbids: 'an event that the catalogue does not have',
  *findings(template, { events }) {
    const check = function* (type: string, path: Path): Generator<Finding> {
      if (!events.has(type))
        yield { path, message: `there is no event "${type}"`, fix: 'write the type of an event of the catalogue' };
    };
    for (const { condition, path } of conditionsIn(template))
      if ('event' in condition) {
        yield* check(condition.event, [...path, 'event']);
        for (const [index, type] of (condition.or ?? []).entries()) yield* check(type, [...path, 'or', index]);
        if (condition.sinceLast !== undefined) yield* check(condition.sinceLast, [...path, 'sinceLast']);
      }
    for (const name of WORKFLOWS)
      for (const [index, { on }] of template[name].tasks.entries())
        if (on !== undefined) yield* check(on, [name, 'tasks', index, 'on']);
  },
};

const unknownField: LintRule = {
  name: 'unknown-field',
  forbids: 'a condition on a field that its event does not have, or on a value that the field cannot take',
  *findings(template, { events }) {
    for (const { condition, path } of conditionsIn(template)) {
      const payload = 'event' in condition ? events.get(condition.event)?.payload : undefined;
      if (!payload || !('event' in condition)) continue;
      const fields = fieldsOf(payload);
      if (condition.same !== undefined) yield* differently(condition.same, template, events, condition.event, path);
      for (const [name, wanted] of Object.entries(condition.where ?? {})) {
        const field = fields.find((each) => each.name === name);
        const at = [...path, 'where', name];
        if (!field) {
          const known = fields.map((each) => each.name).join(', ');
          yield { path: at, message: `${condition.event} has no field "${name}"`, fix: `write one of: ${known}` };
          continue;
        }
        const codes = field.schema.enum;
        if (!Array.isArray(codes)) continue;
        const asked: readonly unknown[] = typeof wanted !== 'object' ? [wanted] : 'in' in wanted ? wanted.in : [];
        for (const value of asked)
          if (!codes.includes(value))
            yield {
              path: at,
              message: `"${name}" is never "${String(value)}"`,
              fix: `write one of: ${codes.join(', ')}`,
            };
      }
    }
  },
};

/** `same` compares with the fact that brought the task, so both have to have the field. */
function* differently(
  same: string,
  template: TemplateDefinition,
  events: LintContext['events'],
  event: string,
  path: Path,
): Generator<Finding> {
  const [workflow, list, index] = path as readonly [WorkflowName, string, number];
  const on = list === 'tasks' ? template[workflow].tasks[index]?.on : undefined;
  const at = [...path, 'same'];
  if (on === undefined) {
    const fix = 'remove it, or give the task on: <event>';
    yield { path: at, message: 'no fact brought this, so there is nothing to be the same', fix };
    return;
  }
  for (const type of [event, on]) {
    const payload = events.get(type)?.payload;
    if (payload && !fieldsOf(payload).some(({ name }) => name === same))
      yield { path: at, message: `${type} has no field "${same}"`, fix: 'write a field that both have' };
  }
}

const unknownTask: LintRule = {
  name: 'unknown-task',
  forbids: 'a condition on a task that its workflow does not have',
  *findings(template) {
    for (const { condition, path, workflows } of conditionsIn(template)) {
      if (!('task' in condition)) continue;
      if (workflows.every((name) => template[name].tasks.some(({ code }) => code === condition.task))) continue;
      yield {
        path: [...path, 'task'],
        message: `there is no task "${condition.task}" in this workflow`,
        fix: 'write the code of one of its tasks',
      };
    }
  },
};

const unknownPhase: LintRule = {
  name: 'unknown-phase',
  forbids: 'a phase, named by a condition, a task or another phase, that its workflow does not have',
  *findings(template) {
    const missing = (names: readonly ('trajectory' | 'programme')[], phase: string): boolean =>
      !names.every((name) => template[name].phases.some(({ id }) => id === phase));
    const finding = (path: Path, phase: string): Finding => ({
      path,
      message: `there is no phase "${phase}" in this workflow`,
      fix: 'write the id of one of its phases',
    });
    for (const { condition, path, workflows } of conditionsIn(template))
      if ('phase' in condition && missing(workflows, condition.phase))
        yield finding([...path, 'phase'], condition.phase);
      else if ('inPhase' in condition && missing(workflows, condition.inPhase))
        yield finding([...path, 'inPhase'], condition.inPhase);
    for (const name of WORKFLOWS) {
      for (const [index, { phase }] of template[name].tasks.entries())
        if (phase !== undefined && missing([name], phase)) yield finding([name, 'tasks', index, 'phase'], phase);
      for (const [index, { after = [] }] of template[name].phases.entries())
        for (const [at, phase] of after.entries())
          if (missing([name], phase)) yield finding([name, 'phases', index, 'after', at], phase);
    }
  },
};

const unknownAnchor: LintRule = {
  name: 'unknown-anchor',
  forbids: 'a moment that starts from a date which nothing gives',
  *findings(template, context) {
    for (const name of WORKFLOWS)
      for (const { moment, path, task } of momentsOf(template, name)) {
        const wrong = anchorProblem(template, name, moment.anchor, task, context);
        if (wrong) yield { path: [...path, 'anchor'], ...wrong };
      }
  },
};

/** A moment of a phase, a deadline or a task, and where it stands. */
export interface PlacedMoment {
  readonly moment: Moment;
  readonly path: Path;
  readonly task?: TaskDefinition;
}

export function* momentsOf(template: TemplateDefinition, name: WorkflowName): Generator<PlacedMoment> {
  const { phases, deadlines, tasks } = template[name];
  for (const [index, phase] of phases.entries())
    for (const key of ['from', 'to'] as const) {
      const moment = phase[key];
      if (moment) yield { moment, path: [name, 'phases', index, key] };
    }
  for (const [index, { due }] of deadlines.entries()) yield { moment: due, path: [name, 'deadlines', index, 'due'] };
  for (const [index, task] of tasks.entries())
    if (task.due) yield { moment: task.due, path: [name, 'tasks', index, 'due'], task };
}

function anchorProblem(
  template: TemplateDefinition,
  name: 'trajectory' | 'programme',
  anchor: string,
  task: TaskDefinition | undefined,
  { events }: LintContext,
): Omit<Finding, 'path'> | undefined {
  const own = task?.raised ? 'raised' : task?.on !== undefined ? 'trigger' : undefined;
  const [base = anchor, named = ''] = own === 'trigger' ? anchor.split('.') : [];
  if (base === own && named !== '') return dateProblem(task?.on ?? '', named, events);
  if (own !== undefined)
    return anchor === own
      ? undefined
      : { message: `a task that is brought by a rung or a fact is due from "${own}"`, fix: `write anchor: ${own}` };
  const known: readonly string[] = name === 'trajectory' ? TRAJECTORY_ANCHORS : PROGRAMME_ANCHORS;
  const reference = anchorReference(anchor);
  if (reference.kind === 'event')
    return events.has(reference.type)
      ? reference.field === undefined
        ? undefined
        : dateProblem(reference.type, reference.field, events)
      : { message: `the anchor "${anchor}" names no event of the catalogue`, fix: 'write event.<type of an event>' };
  if (reference.kind !== 'named')
    return template[name].phases.some(({ id }) => id === reference.phase)
      ? undefined
      : { message: `the anchor "${anchor}" names no phase of this workflow`, fix: 'write the id of one of its phases' };
  if (known.includes(anchor)) return undefined;
  return {
    message: `there is no anchor "${anchor}" in the ${name}'s workflow`,
    fix: `write one of: ${known.join(', ')}, event.<type>, phase.<id> or phaseEnd.<id>; raised tasks write raised, tasks with on write trigger`,
  };
}

/** Why a field of an event names no day; undefined when it does. */
function dateProblem(type: string, field: string, events: LintContext['events']): Omit<Finding, 'path'> | undefined {
  const payload = events.get(type)?.payload;
  if (!payload) return undefined;
  const days = fieldsOf(payload).filter(({ schema }) => schema.format === 'date' || schema.format === 'date-time');
  if (days.some(({ name }) => name === field)) return undefined;
  return {
    message: `${type} has no date "${field}"`,
    fix: `write one of: ${days.map(({ name }) => name).join(', ') || 'another event'}`,
  };
}

export const REFERENCE_RULES: readonly LintRule[] = [
  duplicateCode,
  unknownEvent,
  unknownField,
  unknownTask,
  unknownPhase,
  unknownAnchor,
];
