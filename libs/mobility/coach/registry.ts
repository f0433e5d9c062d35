import { type Role } from '@overstap/kernel';
import { commandRows, creating, row } from '../command-rows.js';
import { CLOCK_ROWS } from '../workflow/task-rows.js';
import { COACH_COMMANDS } from './commands.js';

const LEADING: readonly Role[] = ['TEAM_LEAD', 'ADMIN', 'SYSTEM'];
/** Who is in which team decides who leads whom: that is not for the leads themselves. */
const STAFFING: readonly Role[] = ['ADMIN', 'PROGRAMME_MANAGER', 'SYSTEM'];
const SELF: readonly Role[] = ['COACH', 'TEAM_LEAD', 'PLANNER', 'SYSTEM'];

export const coachCommands = commandRows('coach', COACH_COMMANDS, {
  RegisterCoach: creating(LEADING, 'Register a coach'),
  ChangeCoachProfile: row([...LEADING, 'COACH'], 'Change what a coach offers'),
  ChangeCoachCapacity: row(LEADING, 'Change how much a coach takes, from a day on'),
  PutCoachInTeam: row(STAFFING, 'Put a coach in a team, out of the one they were in'),
  TakeCoachOutOfTeam: row(STAFFING, 'Take a coach out of their team'),
  StartCoachAbsence: row(SELF, 'Record that a coach is away from a day on'),
  EndCoachAbsence: row(SELF, 'Record the first day on which a coach is back'),
  RecordCoachCredential: row([...LEADING, 'COACH', 'QUALITY_OFFICER'], 'Record until when a register holds'),
  ...CLOCK_ROWS,
});
