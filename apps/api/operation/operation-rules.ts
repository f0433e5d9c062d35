import { type RouteRules } from '../access/route-rules.js';

/** Who enters people, and whom the waves that these come in are for. */
const ENTERING = ['PLANNER'] as const;
const INTAKE = ['PLANNER', 'PROGRAMME_MANAGER'] as const;

/** Whom the routes of operation are for. What touches the machine or all agencies is for whoever holds the installation's key. */
export const OPERATION_RULES = {
  'GET /health/live': 'everybody',
  'GET /health/ready': 'everybody',
  // Counts and durations alone, for a collector that has no account.
  'GET /metrics': 'everybody',
  'GET /clock': 'signed-in',
  'POST /clock': 'operator',
  'POST /programmes/{id}/imports': ENTERING,
  'GET /programmes/{id}/imports/progress': INTAKE,
  'POST /programmes/{id}/imports/{batch}/undo': ENTERING,
  'POST /programmes/{id}/waves/{wave}/release': INTAKE,
  'GET /programmes/{id}/waves/{wave}': INTAKE,
  'POST /participants/{id}/erase': ['QUALITY_OFFICER'],
  'GET /operation/doctor': ['ADMIN'],
  'GET /operation/roots': ['ADMIN'],
  'POST /operation/verify': ['ADMIN'],
  'POST /operation/backup': 'operator',
  'POST /operation/rebuild': 'operator',
  'POST /operation/rewrap-keys': 'operator',
  'POST /operation/rotate-keys': 'operator',
  'GET /operation/parked': 'operator',
  'POST /operation/parked': 'operator',
} as const satisfies RouteRules;
