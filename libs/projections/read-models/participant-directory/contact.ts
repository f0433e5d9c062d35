import { type JsonObject } from '@overstap/kernel';
import { type IdentityScope } from '@overstap/policy';
import { ask, type TenantClient } from '../asking.js';
import { openSealed, type OpenSealed, type SealedSource } from '../sealed-source.js';
import { textIn } from '../standing.js';
import { reached } from '../within.js';

/** What a person is called. */
export interface PersonsName {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** Who the person of a trajectory is and how to reach them; all null where nobody can read it any more. */
export interface Contact extends PersonsName {
  readonly trajectory: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  /** In which they are written to. */
  readonly language: string | null;
  /** Their number at the employer. */
  readonly externalId: string | null;
}

/** Whose names are wanted: of these trajectories, and of these people themselves. */
export interface WantedNames {
  readonly trajectories: readonly string[];
  readonly participants?: readonly string[];
}
export interface FoundNames {
  readonly byTrajectory: ReadonlyMap<string, PersonsName>;
  readonly byParticipant: ReadonlyMap<string, PersonsName>;
}

/** Undefined for a trajectory of which whoever asks may not read it, as for one that is not there. */
export async function contactOf(
  client: TenantClient,
  open: OpenSealed,
  scope: IdentityScope,
  trajectory: string,
): Promise<Contact | undefined> {
  const [found] = await identitiesOf(client, open, scope, { trajectories: [trajectory] });
  return found && { trajectory, ...nameIn(found.identity), ...waysToReach(found.identity) };
}

/** Of a page at once; whoever may not be named to whoever asks is left out, and so is who was erased. */
export async function namesOf(
  client: TenantClient,
  open: OpenSealed,
  scope: IdentityScope,
  wanted: WantedNames,
): Promise<FoundNames> {
  const found = await identitiesOf(client, open, scope, wanted);
  const named = (kind: Found['kind']) =>
    new Map(found.flatMap((each) => (each.kind === kind && each.identity ? [[each.id, nameIn(each.identity)]] : [])));
  return { byTrajectory: named('trajectory'), byParticipant: named('participant') };
}

interface Found {
  readonly kind: 'trajectory' | 'participant';
  readonly id: string;
  readonly identity: JsonObject | null;
}

/** One statement for a whole page, whatever its rows are about. */
async function identitiesOf(
  client: TenantClient,
  open: OpenSealed,
  scope: IdentityScope,
  { trajectories, participants = [] }: WantedNames,
): Promise<readonly Found[]> {
  if (trajectories.length + participants.length === 0) return [];
  const values: unknown[] = [trajectories, participants];
  const mine = reached(scope, (value) => `$${values.push(value)}`);
  const asked = scope.onRequest ? 'AND d.requested' : '';
  const rows = await ask<Found & { readonly tenant: string; readonly sources: readonly SealedSource[] }>(
    client,
    `SELECT 'trajectory' AS kind, r.trajectory AS id, d.tenant, d.identity AS sources
     FROM read_model.trajectory_summary r JOIN read_model.participant_directory d ON d.tenant = r.tenant AND d.participant = r.participant
     WHERE r.trajectory = ANY ($1) AND ${mine} ${asked}
     UNION ALL
     SELECT 'participant', d.participant, d.tenant, d.identity FROM read_model.participant_directory d
     WHERE d.participant = ANY ($2) AND ${ofSomebodyReached(mine)} ${asked}`,
    values,
  );
  const identities = await openSealed(
    open,
    rows[0]?.tenant ?? '',
    'identity',
    rows.map(({ sources }) => sources),
  );
  return rows.map(({ kind, id }, nth) => ({ kind, id, identity: identities[nth] ?? null }));
}

/** Whoever works for the whole agency reaches who has no trajectory yet, too. */
const ofSomebodyReached = (mine: string): string =>
  mine === 'true'
    ? mine
    : `EXISTS (SELECT FROM read_model.trajectory_summary r WHERE r.tenant = d.tenant AND r.participant = d.participant AND ${mine})`;

const nameIn = (identity: JsonObject | null): PersonsName => ({
  firstName: textIn(identity ?? {}, 'firstName'),
  lastName: textIn(identity ?? {}, 'lastName'),
});

const waysToReach = (identity: JsonObject | null): Omit<Contact, keyof PersonsName | 'trajectory'> => ({
  email: textIn(identity ?? {}, 'email'),
  phone: textIn(identity ?? {}, 'phone'),
  address: textIn(identity ?? {}, 'address'),
  language: textIn(identity ?? {}, 'language'),
  externalId: textIn(identity ?? {}, 'externalId'),
});
