import { type CommandsOf, type DecisionContext, type Refusal } from '@overstap/kernel';
import { type FactLog } from '../workflow/facts.js';
import { type AssignPlanner, type UnassignPlanner } from './commands.js';
import { CLOSED } from './opening.js';
import { type ProgrammeEvent, type ProgrammeState, statusOfProgramme } from './state.js';

type PlannerCommand = CommandsOf<{ AssignPlanner: typeof AssignPlanner; UnassignPlanner: typeof UnassignPlanner }>;

/** Who plans the programme, in the order in which they were named; where nobody is, every planner of the agency does. */
export function plannersOf({ facts }: { readonly facts: FactLog }): readonly string[] {
  const planners = new Set<string>();
  for (const { type, data } of facts) {
    if (type === 'ProgrammePlannerAssigned') planners.add(data['plannerId'] as string);
    if (type === 'ProgrammePlannerUnassigned') planners.delete(data['plannerId'] as string);
  }
  return [...planners];
}

/** Says who plans the programme and who does no more; no news where it is so. */
export function decidePlanner(
  { type, data: { plannerId } }: PlannerCommand,
  state: ProgrammeState,
  { now }: DecisionContext,
): readonly ProgrammeEvent[] | Refusal {
  const assigns = type === 'AssignPlanner';
  if (plannersOf(state).includes(plannerId) === assigns) return [];
  if (statusOfProgramme(state) === 'CLOSED') return CLOSED;
  return [
    {
      type: assigns ? 'ProgrammePlannerAssigned' : 'ProgrammePlannerUnassigned',
      data: { plannerId },
      occurredAt: now,
    },
  ];
}
