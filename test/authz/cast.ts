import { type Profile } from './world.js';

/** Who is in every agency of the world: the same people by the same ids. */
export const SYSTEM = { type: 'SYSTEM', id: 'world' };
export const COACHES = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
export const TEAM_OF: readonly (readonly [string, string])[] = [
  ['c1', 'north'],
  ['c2', 'north'],
  ['c3', 'south'],
  ['c5', 'south'],
];
/** Coach c2 is away and c3 stands in; c5 was away while c1 stood in, and is back. */
export const AWAY = { coach: 'c2', standIn: 'c3' };
export const BACK = { coach: 'c5', standIn: 'c1' };
/** What everybody's life has at least; each of the others has more by chance, and some have all there is. */
export const SOME = [
  'RecordSessionNote',
  'FormulateCareerQuestion',
  'SetGoal',
  'SubmitApplication',
  'RecordLoadCapacity',
  'LogContact',
  'RecordBackground',
];
export const SITUATIONS = [
  'coached',
  'handed-over',
  'away',
  'back',
  'uncoached',
  'teamless',
  'two-programmes',
  'paused',
  'erased',
  'trainer',
  'coached',
  'glass',
];

/** By code: the employer, the template, the disclosure profile. */
export const PROGRAMMES: readonly (readonly [string, string, string, Profile])[] = [
  ['STAT', 'acme', 'IND-6', 'STATUS'],
  ['SPOOR', 'acme', 'SP2-12', 'COMPLIANCE'],
  ['AGGR', 'acme', 'IND-6', 'AGGREGATE_ONLY'],
  ['BETA', 'beta', 'IND-6', 'STATUS'],
];
