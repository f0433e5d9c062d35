import { type TemplateDefinition, type WorkflowDefinition } from '../programme-template/definition.js';
import { type WorkflowEvent, type WorkflowState } from '../workflow/state.js';

/** Every rung that a workflow publishes, as `OWNER ladder.rung`. */
export function publishedRungs(
  { phases, deadlines, tasks }: WorkflowDefinition,
  { ladders }: TemplateDefinition,
): string[] {
  const owners = [
    ...phases.map(({ id, ladder }) => ({ owner: id, ladder })),
    ...[...deadlines, ...tasks].map(({ code, ladder }) => ({ owner: code, ladder })),
  ];
  return owners.flatMap(({ owner, ladder }) =>
    ladder === undefined ? [] : (ladders[ladder] ?? []).map(({ rung }) => `${owner} ${ladder}.${rung}`),
  );
}

/** What a life has: its events and the clocks of its workflow. */
interface Lived {
  readonly events: readonly { readonly type: string; readonly data: object }[];
  readonly state: { readonly workflow: WorkflowState };
}

/** The rungs that fired in a life, as `publishedRungs` names them. */
export function firedRungs(
  { events, state }: Lived,
  { phases, deadlines, tasks }: WorkflowDefinition,
): ReadonlySet<string> {
  const ladderOf = new Map<string, string | undefined>([
    ...phases.map(({ id, ladder }) => [id, ladder] as const),
    ...[...deadlines, ...tasks].map(({ code, ladder }) => [code, ladder] as const),
  ]);
  const fired = events.filter(
    (event): event is Extract<WorkflowEvent, { type: 'RungFired' }> => event.type === 'RungFired',
  );
  return new Set(
    fired.map(({ data: { clockId, rung } }) => {
      const code = state.workflow.clocks[clockId]?.code ?? '';
      return `${code} ${ladderOf.get(code)}.${rung}`;
    }),
  );
}
