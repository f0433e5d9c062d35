import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { MIGRATIONS } from '../dist/apps/program/migrations.js';
import { PostgresEventStore } from '../dist/libs/event-store/index.js';
import { migrate, openDatabase, startEmbeddedPostgres } from '../dist/libs/platform/index.js';
import { loadMasterKeys, PersonalDataCodec, SubjectKeys } from '../dist/libs/privacy/index.js';

/**
 * The ground that Overstap and its peers stand on: one PostgreSQL as the program itself starts it, fsync on, in a directory that
 * goes when the run ends.
 */
export async function prepareGround() {
  const dataDir = await mkdtemp(join(tmpdir(), 'overstap-bench-'));
  // The program and its peers at once.
  const server = await startEmbeddedPostgres({ dataDir, maxConnections: 120 });
  await migrate(server.connection, MIGRATIONS);
  return {
    dataDir,
    owner: server.connection,
    app: server.appConnection,
    remove: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The event store and the codec as the program opens them: with its roles, row-level security and encryption. */
export async function openLog(ground) {
  const database = await openDatabase(ground.app);
  const store = await PostgresEventStore.open(database);
  const keys = new SubjectKeys(database, loadMasterKeys({ dataDirectory: ground.dataDir, production: false }));
  const close = async () => {
    await store.close();
    await database.close();
  };
  return { database, store, codec: new PersonalDataCodec(keys), close };
}

/** A new database on the same server, for a peer. */
export async function databaseFor(ground, peer) {
  const name = `${peer}_${randomUUID().slice(0, 8)}`;
  await asOwner(ground.owner, (client) => client.query(`CREATE DATABASE ${name}`));
  return { ...ground.owner, database: name };
}

/** Runs with one connection of the owner. */
export async function asOwner(connection, use) {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** As `DATABASE_URL` has it. */
export const urlOf = ({ user, password, host, port, database }) =>
  host.startsWith('/')
    ? `postgresql://${user}:${encodeURIComponent(password ?? '')}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
    : `postgresql://${user}:${encodeURIComponent(password ?? '')}@${host}:${port}/${database}`;
