import { type CommandDefinition } from '@overstap/kernel';
import { commandRows, creating, row } from '../command-rows.js';
import { CLOCK_ROWS, MOVE_ROWS, TASK_ROWS } from '../workflow/task-rows.js';
import { PROGRAMME_DECISIONS } from './commands.js';
import { NAMING, PROGRAMME_FACTS, STEERING } from './facts.js';

export const programmeCommands: readonly CommandDefinition[] = [
  ...commandRows('programme', PROGRAMME_DECISIONS, {
    OpenProgramme: creating(STEERING, 'Create a programme, agree its terms and open it, in one step'),
    CreateProgramme: row(STEERING, 'Create a programme that opens later, when its terms are agreed'),
    OpenPreparedProgramme: row(STEERING, 'Open a programme of which everything is agreed'),
    UpgradeProgrammeTemplate: row(
      STEERING,
      'Let whoever is referred from now on come on another version of the template',
    ),
    AssignPlanner: row(
      NAMING,
      'Say that somebody plans the programme: from the first on it is theirs who are named, and no other planner’s',
    ),
    UnassignPlanner: row(
      NAMING,
      'Say that somebody plans the programme no more; where they were the last, it is every planner’s again',
    ),
    ...TASK_ROWS,
    ...MOVE_ROWS,
    ...CLOCK_ROWS,
  }),
  ...Object.entries(PROGRAMME_FACTS).map(([name, { body, roles, summary }]) => ({
    name,
    aggregate: 'programme' as const,
    body,
    roles,
    summary,
  })),
];
