import { type Role } from '@overstap/kernel';

/** Whose work it is: one queue per kind of reader (docs/domain.md, "Task queues"). */
export const QUEUE_NAMES = ['coach', 'team', 'planner', 'programme-manager', 'quality-officer'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

export interface QueueDefinition {
  /** The read model with the fields that its readers may see, and no others. */
  readonly model: 'coach_queue' | 'planner_queue';
  /** Whose tasks are in it. */
  readonly roles: readonly Role[];
  /** Tasks of others are in it too once they are escalated to this role. */
  readonly escalatedTo?: Role;
  /** Who may read it. */
  readonly readers: readonly Role[];
}

export const QUEUES: Readonly<Record<QueueName, QueueDefinition>> = {
  coach: {
    model: 'coach_queue',
    roles: ['COACH', 'PARTICIPANT', 'TRAINER'],
    readers: ['COACH', 'TEAM_LEAD'],
  },
  team: {
    model: 'coach_queue',
    roles: ['COACH', 'PARTICIPANT', 'TRAINER', 'TEAM_LEAD'],
    readers: ['TEAM_LEAD'],
  },
  planner: {
    model: 'planner_queue',
    roles: ['PLANNER', 'EMPLOYER_HR', 'EMPLOYER_CASE_MANAGER', 'SYSTEM'],
    escalatedTo: 'PLANNER',
    readers: ['PLANNER', 'TEAM_LEAD', 'PROGRAMME_MANAGER'],
  },
  'programme-manager': {
    model: 'planner_queue',
    roles: ['PROGRAMME_MANAGER', 'BACK_OFFICE'],
    escalatedTo: 'PROGRAMME_MANAGER',
    readers: ['PROGRAMME_MANAGER'],
  },
  'quality-officer': {
    model: 'planner_queue',
    roles: ['QUALITY_OFFICER'],
    escalatedTo: 'QUALITY_OFFICER',
    readers: ['QUALITY_OFFICER'],
  },
};
