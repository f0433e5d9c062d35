import { type AgencyState, type CoachState } from '@overstap/mobility';
import { type Program } from './program.js';

/** How old what is known of teams may be where it is asked for one message or page after the other. */
const MAX_AGE_MS = 1_000;

type Knowing = Pick<Program, 'aggregates'>;

export async function isTeam({ aggregates }: Knowing, tenant: string, id: string): Promise<boolean> {
  const { state } = await aggregates.recent(tenant, 'agency', tenant, MAX_AGE_MS);
  return (state as AgencyState).teams.has(id);
}

/** The team that a coach is in now. */
export async function teamOfCoach({ aggregates }: Knowing, tenant: string, coach: string): Promise<string | undefined> {
  return ((await aggregates.recent(tenant, 'coach', coach, MAX_AGE_MS)).state as CoachState).team;
}
