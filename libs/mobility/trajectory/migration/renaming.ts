import { type Condition, type Moment } from '../../programme-template/definition.js';
import { type CodeMap, type MigrationTerms } from './command.js';

interface Conditional {
  readonly due?: Moment;
  readonly when?: Condition;
  readonly metBy?: Condition;
  readonly doneBy?: Condition;
}

/** The same deadline or task, told in the codes of the new template. */
export function renamed<Item extends Conditional>(item: Item, { phases = {}, tasks = {} }: MigrationTerms): Item {
  const names = { phases, tasks };
  return {
    ...item,
    ...(item.due ? { due: { ...item.due, anchor: anchorAfter(item.due.anchor, phases) } } : {}),
    ...(item.when ? { when: conditionAfter(item.when, names) } : {}),
    ...(item.metBy ? { metBy: conditionAfter(item.metBy, names) } : {}),
    ...(item.doneBy ? { doneBy: conditionAfter(item.doneBy, names) } : {}),
  };
}

const after = (code: string, map: CodeMap): string => map[code] ?? code;

function anchorAfter(anchor: string, phases: CodeMap): string {
  const [, kind, id] = /^(phase|phaseEnd)\.(.+)$/.exec(anchor) ?? [];
  return kind && id ? `${kind}.${after(id, phases)}` : anchor;
}

function conditionAfter(condition: Condition, names: { readonly phases: CodeMap; readonly tasks: CodeMap }): Condition {
  if ('task' in condition) return { task: after(condition.task, names.tasks) };
  if ('phase' in condition) return { phase: after(condition.phase, names.phases) };
  if ('all' in condition) return { all: condition.all.map((each) => conditionAfter(each, names)) };
  if ('any' in condition) return { any: condition.any.map((each) => conditionAfter(each, names)) };
  return 'not' in condition ? { not: conditionAfter(condition.not, names) } : condition;
}
