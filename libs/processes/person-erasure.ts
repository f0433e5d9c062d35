import { type Aggregates } from '@overstap/commands';
import { CATEGORIES } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type Erasure } from '@overstap/privacy';

/** Tables outside the log and the read models that hold a person's ciphertext or point to the person. */
const PERSON_TABLES = ['employee_index', 'import_row'];

/**
 * Erases a person: the keys are destroyed first, and with them everything they sealed, in the log, the read models, the outbox and the staging
 * alike; then what merely points to the person goes too. Counts stay: they are made of pseudonymous ids.
 */
export async function erasePerson(
  {
    database,
    erasure,
    aggregates,
  }: { readonly database: Database; readonly erasure: Erasure; readonly aggregates: Aggregates },
  tenant: string,
  participant: string,
): Promise<void> {
  await erasure.erase(tenant, participant, CATEGORIES);
  // Whatever was read before lies in memory decrypted; the next reading finds no key.
  aggregates.forgetAll();
  await database.transact(async (client) => {
    for (const table of PERSON_TABLES)
      await client.query(`DELETE FROM ${table} WHERE tenant = $1 AND participant = $2`, [tenant, participant]);
  });
}
