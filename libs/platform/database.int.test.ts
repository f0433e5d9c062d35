import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { openDatabase } from './database.js';
import { DatabasePrivilegeError } from './roles.js';
import { migrate, type MigrationSet } from './migrations.js';
import { tenantTable } from './tenant-table.js';

const notes: MigrationSet = {
  name: 'notes',
  steps: {
    '001-note': tenantTable('note', 'id int NOT NULL, text text, PRIMARY KEY (tenant, id)', {
      reader: ['SELECT', 'INSERT', 'UPDATE'],
      appender: ['INSERT', 'SELECT (id)'],
      worker: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    }),
  },
};

describe('the three database roles', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase([notes]);
    await database.owner.query(`INSERT INTO note VALUES ('a', 1, 'of a'), ('b', 1, 'of b'), ('b', 2, 'of b')`);
  });
  afterAll(() => database.drop());

  test('a reader of one tenant sees no row of another, without any WHERE', async () => {
    const texts = await database.readAs('a', async (client) => (await client.query('SELECT text FROM note')).rows);
    expect(texts).toEqual([{ text: 'of a' }]);
  });

  test('a reader without a tenant sees nothing, also on a connection that served a tenant before', async () => {
    await database.readAs('a', (client) => client.query('SELECT 1'));
    expect((await database.reader.query('SELECT * FROM note')).rows).toEqual([]);
  });

  test('a reader cannot write into another tenant, nor move a row there', async () => {
    const write = (sql: string) => database.readAs('a', (client) => client.query(sql));
    await expect(write(`INSERT INTO note VALUES ('b', 9, '')`)).rejects.toThrow(/row-level security/);
    await expect(write(`UPDATE note SET tenant = 'b', id = 9`)).rejects.toThrow(/row-level security/);
    expect((await write(`UPDATE note SET text = 'x' WHERE tenant = 'b'`)).rowCount).toBe(0);
  });

  test('an appender inserts for several tenants and reads back only what it was granted', async () => {
    const { rows } = await database.appender.query(
      `INSERT INTO note VALUES ('a', 5, 't'), ('b', 5, 't'), ('b', 1, 't') ON CONFLICT DO NOTHING RETURNING id`,
    );
    expect(rows).toEqual([{ id: 5 }, { id: 5 }]);
    for (const sql of ['SELECT text FROM note', `UPDATE note SET text = ''`, 'DELETE FROM note'])
      await expect(database.appender.query(sql)).rejects.toThrow(/permission denied/);
  });

  test('a worker sees all tenants, and its failed transaction leaves nothing', async () => {
    await expect(
      database.transact(async (client) => {
        await client.query(`INSERT INTO note VALUES ('c', 1, '')`);
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    const { rows } = await database.worker.query('SELECT DISTINCT tenant FROM note ORDER BY tenant');
    expect(rows).toEqual([{ tenant: 'a' }, { tenant: 'b' }]);
  });

  test('what connections had prepared is asked anew once a view was replaced by one with other columns', async () => {
    const show = (columns: string) =>
      database.owner
        .query(`DROP VIEW IF EXISTS shown; CREATE VIEW shown WITH (security_invoker = true) AS SELECT ${columns} FROM note;
        GRANT SELECT ON shown TO PUBLIC`);
    const askAll = async () => {
      const question = { name: 'shown', text: 'SELECT * FROM shown WHERE id = 1' };
      const answers = Array.from({ length: 20 }, () =>
        database.readAs('b', async (client) => (await client.query(question)).rows),
      );
      return new Set((await Promise.all(answers)).map((rows) => JSON.stringify(rows)));
    };
    await show('id');
    expect(await askAll()).toEqual(new Set(['[{"id":1}]']));
    await show('id, tenant');
    expect(await askAll()).toEqual(new Set(['[{"id":1,"tenant":"b"}]']));
  });

  test('whoever holds a reading connection may read beside it, however many do', async () => {
    const tenants = Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? 'a' : 'b'));
    const read = await Promise.all(
      tenants.map((tenant) =>
        database.readAs(tenant, async (client) => {
          await client.query('SELECT 1');
          return database.readBesideAs(
            tenant,
            async (beside) => (await beside.query('SELECT DISTINCT tenant FROM note')).rows,
          );
        }),
      ),
    );
    expect(read).toEqual(tenants.map((tenant) => [{ tenant }]));
  });

  test('none of the roles owns a table, bypasses row-level security or can create one', async () => {
    const { rows } = await database.owner.query(
      `SELECT rolname FROM pg_roles WHERE rolname LIKE 'overstap\\_%' AND (rolbypassrls OR rolsuper OR rolcreaterole)
       UNION ALL SELECT relname FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE rolname LIKE 'overstap\\_%'`,
    );
    expect(rows).toEqual([]);
    for (const pool of [database.reader, database.appender, database.worker])
      await expect(pool.query('CREATE TABLE mine (x int)')).rejects.toThrow(/permission denied/);
  });

  test('the login itself can do nothing before it takes a role', async () => {
    const { rows } = await database.reader.query(`SELECT has_table_privilege('overstap_app', 'note', 'SELECT') AS may`);
    expect(rows).toEqual([{ may: false }]);
  });
});

describe('migrations', () => {
  test('run once, whoever asks and however often, and new steps of a set join in', async () => {
    const database = await testDatabase();
    try {
      const results = await Promise.all([1, 2, 3].map(() => migrate(database.connection, [notes])));
      expect(results.flatMap((result) => result.applied)).toEqual(['notes/001-note']);
      const builtOn = { name: 'a', steps: { '001-on-note': 'CREATE TABLE b AS SELECT * FROM note' } };
      expect((await migrate(database.connection, [notes, builtOn])).applied).toEqual(['a/001-on-note']);
      const grown = { ...notes, steps: { ...notes.steps, '002-more': 'ALTER TABLE note ADD more int' } };
      expect((await migrate(database.connection, [grown, builtOn])).applied).toEqual(['notes/002-more']);
      // An older program that starts once more during an upgrade finds steps that it does not know.
      expect((await migrate(database.connection, [notes])).applied).toEqual([]);
    } finally {
      await database.drop();
    }
  });

  test('a failing step names itself and undoes the others of its run', async () => {
    const database = await testDatabase();
    try {
      const bad = { name: 'bad', steps: { '001-fine': 'CREATE TABLE fine (x int)', '002-broken': 'CREATE TABEL x' } };
      await expect(migrate(database.connection, [bad])).rejects.toThrow(/bad\/002-broken.*Nothing of bad was changed/s);
      expect((await database.owner.query(`SELECT to_regclass('fine') AS made`)).rows).toEqual([{ made: null }]);
    } finally {
      await database.drop();
    }
  });

  test('databases that are migrated at the same time share the roles without a quarrel', async () => {
    const databases = await Promise.all(Array.from({ length: 4 }, () => testDatabase([notes])));
    await Promise.all(databases.map((database) => database.drop()));
    expect(databases).toHaveLength(4);
  });

  test('by a user who may not make roles end with the SQL for an administrator, after which they run', async () => {
    const database = await testDatabase();
    const user = `limited_${randomBytes(6).toString('hex')}`;
    const limited = { ...database.connection, user, password: 'limited' };
    try {
      await database.owner.query(`CREATE ROLE ${user} LOGIN PASSWORD 'limited'`);
      await database.owner.query('DROP TABLE clock_state, overstap_migration, overstap_migration_lock');
      await database.owner.query(`ALTER SCHEMA public OWNER TO ${user}`);
      const refusal = await migrate(limited, [notes]).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(DatabasePrivilegeError);
      const [grant = ''] = /GRANT .*;/.exec((refusal as Error).message) ?? [];
      await database.owner.query(grant);
      expect((await migrate(limited, [notes])).applied).toEqual(['platform/001-clock', 'notes/001-note']);
      const opened = await openDatabase(limited);
      expect((await opened.worker.query('SELECT * FROM note')).rows).toEqual([]);
      await opened.close();
    } finally {
      await database.owner.query(`DROP OWNED BY ${user}`);
      await database.owner.query(`DROP ROLE ${user}`);
      await database.drop();
    }
  });
});
