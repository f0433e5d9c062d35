import { type Aggregates, type CommandHandler, commandIdOf } from '@overstap/commands';
import { type Actor, CATEGORIES } from '@overstap/kernel';
import { type ParticipantState } from '@overstap/mobility';
import { recordErasure } from '@overstap/operation';
import { type Database } from '@overstap/platform';
import { type Erasure } from '@overstap/privacy';

export interface ErasureParts {
  readonly database: Database;
  readonly erasure: Erasure;
  readonly aggregates: Aggregates;
  readonly commands: CommandHandler;
  /** Where who was erased is remembered beside the database. */
  readonly dataDir: string;
}

/** Tables outside the log and the read models that hold a person's ciphertext or point to the person. */
export const PERSON_TABLES = ['employee_index', 'import_row', 'person_file'];
const PROCESS: Actor = { type: 'SYSTEM', id: 'erasure' };

/**
 * Erases a person: the keys are destroyed first, and with them everything they sealed, in the log, the read models, the outbox and the staging
 * alike; then what merely points to the person goes too, and the log says that it happened. Counts stay: they are made of pseudonymous ids.
 */
export async function erasePerson(
  { database, erasure, aggregates, commands, dataDir }: ErasureParts,
  tenant: string,
  participant: string,
  reason: 'REQUEST' | 'RETENTION' = 'REQUEST',
): Promise<void> {
  await erasure.erase(tenant, participant, CATEGORIES);
  await recordErasure(dataDir, { tenant, subject: participant, categories: CATEGORIES });
  // Whatever was read before lies in memory decrypted; the next reading finds no key.
  aggregates.forgetAll();
  await database.transact(async (client) => {
    for (const table of PERSON_TABLES)
      await client.query(`DELETE FROM ${table} WHERE tenant = $1 AND participant = $2`, [tenant, participant]);
    for (const table of ['outbox', 'inbox', 'calendar_feed', 'bouncing_address', 'message_preference'])
      await client.query(`DELETE FROM ${table} WHERE tenant = $1 AND role = 'PARTICIPANT' AND ref = $2`, [
        tenant,
        participant,
      ]);
  });
  await record(commands, tenant, participant, reason);
}

async function record(
  commands: Pick<CommandHandler, 'handle'>,
  tenant: string,
  participant: string,
  reason: 'REQUEST' | 'RETENTION',
): Promise<void> {
  await commands.handle({
    tenant,
    aggregate: 'participant',
    id: participant,
    type: 'RecordErasure',
    data: { reason },
    actor: PROCESS,
    commandId: commandIdOf('erasure', tenant, participant),
  });
}

/**
 * Has the log say of people whose keys are gone that they were erased. A restored backup forgets them again by the ledger, and knows of nothing that
 * followed; what runs about them ends by that.
 */
export async function recordForgotten({
  database,
  aggregates,
  commands,
}: Pick<ErasureParts, 'database' | 'aggregates' | 'commands'>): Promise<number> {
  const { rows } = await database.worker.query<{ tenant: string; subject: string }>(
    `SELECT DISTINCT tenant, subject FROM erasure_ledger l WHERE 'identity' = ANY (categories) AND NOT EXISTS (
       SELECT FROM read_model.participant_directory d WHERE d.tenant = l.tenant AND d.participant = l.subject AND d.erased)`,
  );
  let recorded = 0;
  for (const { tenant, subject } of rows) {
    const { state, revision } = await aggregates.current(tenant, 'participant', subject);
    if (revision < 0 || (state as ParticipantState).erased.has('identity')) continue;
    await record(commands, tenant, subject, 'REQUEST');
    recorded += 1;
  }
  return recorded;
}
