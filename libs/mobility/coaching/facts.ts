import {
  COACHING,
  COACH_OR_PARTICIPANT,
  fact,
  GUIDANCE,
  INTAKE_DESK,
  PARTICIPANT_ALONE,
  PLANNING,
} from '../trajectory/fact.js';
import * as coaching from './events.js';

export const COACHING_FACTS = {
  ScheduleSession: fact(coaching.SessionScheduled, 'referred', [...PLANNING, 'PARTICIPANT'], 'Plan a session'),
  RescheduleSession: fact(
    coaching.SessionRescheduled,
    'referred',
    [...PLANNING, 'PARTICIPANT'],
    'Move a session to another moment',
  ),
  CancelSession: fact(coaching.SessionCancelled, 'referred', [...PLANNING, 'PARTICIPANT'], 'Cancel a session'),
  HoldSession: fact(
    coaching.SessionHeld,
    'referred',
    ['COACH', 'TRAINER'],
    'Record that a session was held; the first individual one starts the trajectory',
  ),
  RecordSessionNoShow: fact(
    coaching.SessionNoShow,
    'referred',
    ['COACH', 'TRAINER'],
    'Record that the person did not come to a session',
  ),
  RecordSessionNote: fact(coaching.SessionNoteRecorded, 'any', COACHING, 'Write a note on a session'),
  LogContact: fact(coaching.ContactLogged, 'any', INTAKE_DESK, 'Log a contact: why, with whom, what was agreed'),
  BookHours: fact(coaching.HoursBooked, 'any', GUIDANCE, 'Book time spent on the trajectory'),
  SetGoal: fact(coaching.GoalSet, 'started', COACH_OR_PARTICIPANT, 'Set a goal'),
  AchieveGoal: fact(coaching.GoalAchieved, 'started', COACH_OR_PARTICIPANT, 'Record that a goal is achieved'),
  DropGoal: fact(coaching.GoalDropped, 'started', COACH_OR_PARTICIPANT, 'Drop a goal'),
  RecordGoalProgress: fact(coaching.GoalProgressRecorded, 'started', COACH_OR_PARTICIPANT, 'Record progress on a goal'),
  ScoreProgressDimension: fact(
    coaching.ProgressDimensionScored,
    'started',
    COACH_OR_PARTICIPANT,
    'Score one of the four dimensions of progress',
  ),
  SubmitCheckIn: fact(coaching.CheckInSubmitted, 'started', PARTICIPANT_ALONE, 'Say how it goes, before a session'),
  EnrolInWorkshop: fact(
    coaching.WorkshopEnrolled,
    'started',
    ['PARTICIPANT', 'COACH', 'PLANNER'],
    'Enrol in a workshop; its trainer, where named, sees who comes',
  ),
  AttendWorkshop: fact(coaching.WorkshopAttended, 'started', ['TRAINER', 'COACH'], 'Record attendance of a workshop'),
} as const;
