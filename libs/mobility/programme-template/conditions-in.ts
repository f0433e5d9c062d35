import { type Condition, type TemplateDefinition, type WorkflowDefinition } from './definition.js';
import { type Path } from './problem.js';

export type WorkflowName = 'trajectory' | 'programme';
export const WORKFLOWS: readonly WorkflowName[] = ['trajectory', 'programme'];

/** A condition somewhere in a template, and the workflows in which it is evaluated. */
export interface PlacedCondition {
  readonly condition: Condition;
  readonly path: Path;
  readonly workflows: readonly WorkflowName[];
}

/** The condition and everything nested in it, each with its place. */
function* within(condition: Condition, path: Path): Generator<readonly [Condition, Path]> {
  yield [condition, path];
  if ('not' in condition) yield* within(condition.not, [...path, 'not']);
  for (const key of ['all', 'any'] as const) {
    const inner = (condition as { readonly [key in 'all' | 'any']?: readonly Condition[] })[key] ?? [];
    for (const [index, each] of inner.entries()) yield* within(each, [...path, key, index]);
  }
}

function* ofWorkflow(
  workflow: WorkflowDefinition,
  at: WorkflowName,
): Generator<readonly [Condition | undefined, Path]> {
  for (const [index, { enter, exit, repeats }] of workflow.phases.entries()) {
    yield [enter, [at, 'phases', index, 'enter']];
    yield [exit, [at, 'phases', index, 'exit']];
    yield [repeats?.until, [at, 'phases', index, 'repeats', 'until']];
  }
  for (const [index, { when, metBy }] of workflow.deadlines.entries()) {
    yield [when, [at, 'deadlines', index, 'when']];
    yield [metBy, [at, 'deadlines', index, 'metBy']];
  }
  for (const [index, { when, doneBy, repeat }] of workflow.tasks.entries()) {
    yield [when, [at, 'tasks', index, 'when']];
    yield [doneBy, [at, 'tasks', index, 'doneBy']];
    yield [repeat?.until, [at, 'tasks', index, 'repeat', 'until']];
  }
}

/** Names of the ladders that a workflow's phases, deadlines and tasks carry. */
export const laddersOf = (workflow: WorkflowDefinition): ReadonlySet<string> =>
  new Set([...workflow.phases, ...workflow.deadlines, ...workflow.tasks].flatMap(({ ladder }) => ladder ?? []));

/** Every condition of a template, nested ones too. */
export function* conditionsIn(template: TemplateDefinition): Generator<PlacedCondition> {
  for (const name of WORKFLOWS)
    for (const [condition, path] of ofWorkflow(template[name], name))
      if (condition)
        for (const [each, at] of within(condition, path)) yield { condition: each, path: at, workflows: [name] };
  for (const [ladder, rungs] of Object.entries(template.ladders)) {
    const workflows = WORKFLOWS.filter((name) => laddersOf(template[name]).has(ladder));
    for (const [index, { unless }] of rungs.entries())
      if (unless)
        for (const [each, at] of within(unless, ['ladders', ladder, index, 'unless']))
          yield { condition: each, path: at, workflows };
  }
}
