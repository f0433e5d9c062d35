import { localDateOf } from '@overstap/calendar';
import { conflict, type DecisionContext, invalid, type LocalDate, notFound, type Refusal } from '@overstap/kernel';
import { HOME_ZONE } from '../workflow/zone.js';
import { businessDateOf } from './business-date.js';
import { type Requirement } from './fact.js';
import { TRAJECTORY_STATUSES } from './codes.js';
import { statusOf, type TrajectoryState, type TrajectoryStatus } from './state.js';

const ALLOWED: Record<Requirement, readonly TrajectoryStatus[]> = {
  referred: ['REFERRED', 'INVITED', 'REACHED', 'ACTIVE', 'PAUSED', 'LANDED'],
  started: ['ACTIVE', 'PAUSED', 'LANDED'],
  landed: ['LANDED'],
  any: TRAJECTORY_STATUSES,
};

const NEEDS: Record<Requirement, string> = {
  referred: 'a trajectory that is not concluded; reopen it first',
  started: 'a trajectory that has started and is not concluded; record the intake first',
  landed: 'a trajectory that has landed; record the placement first',
  any: 'a trajectory that exists',
};

export function requireStatus(state: TrajectoryState, requirement: Requirement): Refusal | undefined {
  const status = statusOf(state);
  if (status === 'UNKNOWN') return notFound('trajectory-unknown', 'There is no such trajectory.');
  if (ALLOWED[requirement].includes(status)) return undefined;
  return conflict(
    `trajectory-${status.toLowerCase()}`,
    `The trajectory is ${status}; this needs ${NEEDS[requirement]}.`,
  );
}

/** A fact has happened: its day is not after today. */
export function requireNotFuture(body: object, { now }: DecisionContext): Refusal | undefined {
  const on = businessDateOf(body);
  if (on === undefined || on <= localDateOf(HOME_ZONE, now)) return undefined;
  const field = Object.entries(body).find(([, value]) => value === on)?.[0] ?? 'on';
  return invalid(
    field,
    'date-in-the-future',
    `${field} lies after today; record a fact on or after the day it happened.`,
  );
}

export function requireOrder(field: string, earlier: LocalDate, later: LocalDate, than: string): Refusal | undefined {
  return later >= earlier ? undefined : invalid(field, 'date-order', `${field} must not be before ${than}.`);
}
