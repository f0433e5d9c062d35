import { type CommandDefinition, type Role } from '@overstap/kernel';
import { commandRows, creating, row } from '../command-rows.js';
import { TRAJECTORY_DECISIONS } from './commands.js';
import { FACTS } from './facts.js';
import { CLOCK_ROWS, MOVE_ROWS, TASK_ROWS } from '../workflow/task-rows.js';

const DESK: readonly Role[] = ['PLANNER', 'PROGRAMME_MANAGER', 'SYSTEM'];
const MATCHING: readonly Role[] = ['PLANNER', 'TEAM_LEAD', 'SYSTEM'];
const GUIDING: readonly Role[] = ['COACH', 'TEAM_LEAD', 'PLANNER'];
const DECIDING: readonly Role[] = ['TEAM_LEAD', 'PROGRAMME_MANAGER'];
const MANAGING: readonly Role[] = ['TEAM_LEAD', 'PROGRAMME_MANAGER', 'SYSTEM'];
/** A date of the programme is moved by its manager, with a reason (docs/time.md, "Clocks"). */
const STEERING: readonly Role[] = ['PROGRAMME_MANAGER'];
/** The employer names its case manager when the action plan is made; the agency records it where the employer asks. */
const CASE_NAMING: readonly Role[] = ['EMPLOYER_HR', 'PROGRAMME_MANAGER'];
const READING_ON: readonly Role[] = ['TEAM_LEAD', 'QUALITY_OFFICER'];
const STAFF: readonly Role[] = ['COACH', 'TEAM_LEAD', 'PLANNER', 'PROGRAMME_MANAGER'];

export const trajectoryCommands: readonly CommandDefinition[] = [
  ...commandRows('trajectory', TRAJECTORY_DECISIONS, {
    ReferParticipant: creating(DESK, 'Refer a person to a programme'),
    InviteParticipant: row(DESK, 'Invite the person to take part'),
    ExpireParticipation: row(MATCHING, 'End an invitation that nobody answered'),
    MatchCoach: row(MATCHING, 'Give the trajectory a coach'),
    ReassignCoach: row(MATCHING, 'Hand the trajectory, with its open tasks, to another coach'),
    NameStandIn: row(MATCHING, 'Have another coach do the work while the coach is away'),
    EndStandIn: row(MATCHING, 'Give the work back to the coach who was away'),
    NameCaseManager: row(
      CASE_NAMING,
      'Say who is the case manager: they reach this trajectory from now on, and whoever had it before no longer does',
    ),
    PauseTrajectory: row(GUIDING, 'Pause from a day on: clocks stop that a pause may stop'),
    ResumeTrajectory: row(GUIDING, 'Go on after a pause'),
    RequestExtension: row(STAFF, 'Ask that the trajectory be lengthened'),
    DecideExtension: row(DECIDING, 'Decide on an extension that another person asked for'),
    SkipPhase: row(STEERING, 'Leave a phase out: its tasks and clocks end with it'),
    ReopenPhase: row(STEERING, 'Open a phase again that is over or was skipped, with what was left of its time'),
    CorrectFact: row(STAFF, 'Put right what was recorded; what follows from it is computed again'),
    VoidFact: row(STAFF, 'Take back what never happened; of what two people agreed on, ask that it be taken back'),
    EndForErasure: row(['SYSTEM'], 'End what runs about a person who was erased'),
    RequestWaiver: row(STAFF, 'Ask that a contract deadline be waived'),
    DecideWaiver: row(DECIDING, 'Decide on a waiver that another person asked for'),
    DecideVoid: row(DECIDING, 'Decide whether an extension is taken back, as another person asked'),
    MigrateTrajectory: row(MANAGING, 'Go on under another version of the template, or under another template'),
    OpenBreakGlass: row(
      READING_ON,
      'Read the coaching of a trajectory for a while, for a reason; a quality officer reviews it and the participant is told',
    ),
    ReviewBreakGlass: row(['QUALITY_OFFICER'], 'Say what came of reviewing a broken glass that somebody else opened'),
    AddTask: row(STAFF, 'Add a task by hand'),
    ...TASK_ROWS,
    ...MOVE_ROWS,
    ...CLOCK_ROWS,
  }),
  ...Object.entries(FACTS).map(([name, { body, roles, summary }]) => ({
    name,
    aggregate: 'trajectory' as const,
    body,
    roles,
    summary,
  })),
];
