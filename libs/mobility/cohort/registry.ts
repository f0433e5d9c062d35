import { type Role } from '@overstap/kernel';
import { commandRows, creating, row } from '../command-rows.js';
import { COHORT_COMMANDS } from './commands.js';

const DESK: readonly Role[] = ['PLANNER', 'PROGRAMME_MANAGER', 'SYSTEM'];
const PROGRAM: readonly Role[] = ['SYSTEM'];

export const cohortCommands = commandRows('cohort', COHORT_COMMANDS, {
  CreateCohort: creating(DESK, 'Create a cohort of a programme'),
  StartCohortImport: row(PROGRAM, 'Begin the import of a file'),
  RejectCohortRows: row(PROGRAM, 'Record which rows of the file were refused, and why'),
  CompleteCohortImport: row(PROGRAM, 'Record that every row of the file was dealt with'),
  UndoCohortImport: row(PROGRAM, 'Record that an import is undone'),
  ReleaseCohortWave: row(DESK, 'Let a wave be invited on a day'),
});
