import { type ABSENCE_CODES } from '../coaching/codes.js';

/** The states of docs/domain, in the order in which a trajectory may come to them. */
export const TRAJECTORY_STATUSES = [
  'REFERRED',
  'INVITED',
  'REACHED',
  'ACTIVE',
  'PAUSED',
  'LANDED',
  'CLOSED',
  'DECLINED',
  'EXPIRED',
] as const;

/** Why a trajectory pauses, as somebody may say it when asking for the pause. */
export const PAUSE_REASONS = [
  'SICK',
  'WORK',
  'CARE',
  'TRAINING',
  'UNKNOWN',
  'OTHER_KNOWN',
] as const satisfies readonly (typeof ABSENCE_CODES)[number][];

/** The same as kept in clear: sickness is OTHER there and is named only in the sealed `healthReason`. */
export const PAUSE_REASONS_IN_CLEAR = ['WORK', 'CARE', 'TRAINING', 'UNKNOWN', 'OTHER_KNOWN', 'OTHER'] as const;
export type PauseReasonInClear = (typeof PAUSE_REASONS_IN_CLEAR)[number];

export const HEALTH_PAUSE_REASONS = ['SICK'] as const satisfies readonly (typeof PAUSE_REASONS)[number][];
