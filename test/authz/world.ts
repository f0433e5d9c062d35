import { createHash } from 'node:crypto';

export const TENANTS = ['default', 'agency-b', 'agency-c'] as const;
export type Tenant = (typeof TENANTS)[number];
export const START = '2026-09-01T09:00:00+02:00';
export const TODAY = '2026-09-01';
/** Coaches and case managers who hand a case over do so when they have had it for some days. */
export const HANDED_OVER_AT = '2026-09-07T10:00:00+02:00';
/** Where the clock stands when the world is asked; glasses are broken then. */
export const NOW = '2026-09-08T10:00:00+02:00';
export const MOST_PEOPLE = 24;

export type Profile = 'AGGREGATE_ONLY' | 'STATUS' | 'COMPLIANCE';
export interface Programme {
  readonly id: string;
  readonly tenant: string;
  readonly employer: string;
  readonly profile: Profile;
  readonly secondTrack: boolean;
  /** Who plans it; nobody named is every planner. */
  readonly planners: readonly string[];
}
export interface Life {
  readonly id: string;
  readonly tenant: string;
  readonly participant: string;
  readonly programme: Programme;
  coach?: string;
  readonly former: string[];
  /** As its coach, while there is none. */
  proposed?: string;
  standIn?: string;
  formerStandIn?: string;
  /** Who at the employer has the case, and who had it before. */
  caseManager?: string;
  formerCaseManager?: string;
  /** Who has a task of it, beside its coach. */
  readonly tasks: { readonly task: string; readonly role: string; readonly ref: string; readonly title: string }[];
  /** Who gives a workshop that they come to. */
  readonly workshops: { readonly workshop: string; readonly trainer: string }[];
  readonly glasses: { readonly role: string; readonly ref: string }[];
  /** Whose it is has asked for one of their rights. */
  readonly requested: boolean;
}
export interface Person {
  readonly id: string;
  readonly tenant: string;
  readonly employer: string;
  readonly situation: string;
  erased: boolean;
  file?: string;
}
export type PrivacyClass = 'P0' | 'P1' | 'P2' | 'P3' | 'P4' | 'P5';
export interface Canary {
  readonly text: string;
  readonly tenant: string;
  readonly privacy: PrivacyClass;
  readonly type: string;
  readonly field: string;
  readonly person: string;
  readonly trajectory?: string;
  readonly shared?: boolean;
}
export interface World {
  readonly seed: number;
  readonly people: readonly Person[];
  readonly lives: readonly Life[];
  readonly programmes: readonly Programme[];
  readonly canaries: ReadonlyMap<string, Canary>;
  /** By coach: those in none are not here. */
  readonly teams: ReadonlyMap<string, string>;
  readonly coaches: readonly string[];
}

/** Mulberry32: the same seed is the same world. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
export const uuidOf = (...names: readonly (string | number)[]): string => {
  const hex = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
