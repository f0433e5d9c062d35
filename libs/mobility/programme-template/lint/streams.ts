import { PROGRAMME_EVENTS, TRAJECTORY_EVENTS } from '../../recorded-events.js';
import { anchorReference } from '../anchors.js';
import { conditionsIn, type WorkflowName, WORKFLOWS } from '../conditions-in.js';
import { type TemplateDefinition } from '../definition.js';
import { type Path } from '../problem.js';
import { momentsOf } from './references.js';
import { type LintRule } from './rule.js';

/** Rules about streams: a workflow sees the facts of its own aggregate, and waits in vain for those of another. */

const VISIBLE = { trajectory: TRAJECTORY_EVENTS, programme: PROGRAMME_EVENTS } as const;

const eventElsewhere: LintRule = {
  name: 'event-elsewhere',
  forbids:
    'an event of another aggregate than the workflow’s own, or one of the engine: a trajectory never sees what is recorded on its programme, nor the other way round, so what waits for it would wait for ever',
  *findings(template, { events }) {
    for (const { type, path, workflows } of eventsNamed(template)) {
      if (!events.has(type) || workflows.length === 0 || workflows.some((name) => VISIBLE[name].has(type))) continue;
      const [where = 'trajectory'] = workflows;
      const home = WORKFLOWS.find((name) => VISIBLE[name].has(type));
      yield {
        path,
        message: `"${type}" is never recorded on a ${where}, so this never holds`,
        fix: home
          ? `write an event of the ${where}, or move this to the ${home}'s workflow`
          : `write an event of the ${where}; what the engine does is named by { task: … } or { phase: … }`,
      };
    }
  },
};

interface NamedEvent {
  readonly type: string;
  readonly path: Path;
  /** The workflows in which it is looked for; a ladder that both carry may speak to either. */
  readonly workflows: readonly WorkflowName[];
}

function* eventsNamed(template: TemplateDefinition): Generator<NamedEvent> {
  for (const { condition, path, workflows } of conditionsIn(template)) {
    if (!('event' in condition)) continue;
    yield { type: condition.event, path: [...path, 'event'], workflows };
    for (const [index, type] of (condition.or ?? []).entries()) yield { type, path: [...path, 'or', index], workflows };
    if (condition.sinceLast !== undefined) yield { type: condition.sinceLast, path: [...path, 'sinceLast'], workflows };
  }
  for (const name of WORKFLOWS) {
    for (const [index, { on }] of template[name].tasks.entries())
      if (on !== undefined) yield { type: on, path: [name, 'tasks', index, 'on'], workflows: [name] };
    for (const { moment, path } of momentsOf(template, name)) {
      const reference = anchorReference(moment.anchor);
      if (reference.kind === 'event') yield { type: reference.type, path: [...path, 'anchor'], workflows: [name] };
    }
  }
}

export const STREAM_RULES: readonly LintRule[] = [eventElsewhere];
