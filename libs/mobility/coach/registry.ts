import { type Role } from '@overstap/kernel';
import { commandRows, creating, row } from '../command-rows.js';
import { CLOCK_ROWS } from '../workflow/task-rows.js';
import { COACH_COMMANDS } from './commands.js';

const LEADING: readonly Role[] = ['TEAM_LEAD', 'ADMIN', 'SYSTEM'];
const SELF: readonly Role[] = ['COACH', 'TEAM_LEAD', 'PLANNER', 'SYSTEM'];

export const coachCommands = commandRows('coach', COACH_COMMANDS, {
  RegisterCoach: creating(LEADING, 'Register a coach'),
  ChangeCoachProfile: row([...LEADING, 'COACH'], 'Change what a coach offers'),
  ChangeCoachCapacity: row(LEADING, 'Change how much a coach takes, from a day on'),
  StartCoachAbsence: row(SELF, 'Record that a coach is away from a day on'),
  EndCoachAbsence: row(SELF, 'Record the first day on which a coach is back'),
  RecordCoachCredential: row([...LEADING, 'COACH', 'QUALITY_OFFICER'], 'Record until when a register holds'),
  ...CLOCK_ROWS,
});
