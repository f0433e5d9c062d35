import { type JsonObject } from '@overstap/kernel';
import { ask, type TenantClient } from '../asking.js';
import { openSealed, type OpenSealed } from '../sealed-source.js';
import { type ListedParticipant } from './table.js';

/** A person with the identity that could still be opened. */
export interface NamedParticipant {
  readonly participant: string;
  readonly employer: string | null;
  /** `{ externalId, firstName, lastName, email?, phone?, language, birthYear?, address? }`; null once it was erased. */
  readonly identity: JsonObject | null;
}

/** Who these people are, by id; ids the tenant does not have are left out. */
export async function participantsById(
  client: TenantClient,
  open: OpenSealed,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NamedParticipant>> {
  const rows = await ask<ListedParticipant & { readonly tenant: string }>(
    client,
    'SELECT * FROM read_model.participant_directory WHERE participant = ANY ($1)',
    [ids],
  );
  const identities = await openSealed(
    open,
    rows[0]?.tenant ?? '',
    'identity',
    rows.map(({ identity }) => identity),
  );
  return new Map(
    rows.map(({ participant, employer }, nth) => [
      participant,
      { participant, employer, identity: identities[nth] ?? null },
    ]),
  );
}
