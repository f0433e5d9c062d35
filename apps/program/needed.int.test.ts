import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OperatorError, readSettings, type Settings, untilAllThere } from '@overstap/platform';
import { hasRedis } from '../../libs/reminders/testing/redis-server.js';
import { freePort } from '../../test/support/running-program.js';
import { temporaryDirectory, testDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { neededBy } from './needed.js';

const settingsFor = (env: Record<string, string>): Settings => {
  const outcome = readSettings(env);
  if ('problems' in outcome) throw new Error(outcome.problems.map(({ message }) => message).join('\n'));
  return outcome.settings;
};

/** What a start says that waits for nothing; undefined where it goes on. */
async function saidOf(env: Record<string, string>, sends = true): Promise<string | undefined> {
  const quiet = { info: () => undefined, warn: () => undefined };
  const patience = { waitMs: 0, log: quiet, over: new AbortController().signal };
  try {
    await untilAllThere(neededBy(settingsFor(env), { sends }), patience);
    return undefined;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return error.message;
  }
}

describe('a start on a PostgreSQL', () => {
  let database: TestDatabase;
  const role = `login_${process.pid}`;
  const urlOf = ({ user = '', password = '', name = '' } = {}): string => {
    const { connection } = database;
    const by = `${user || connection.user}:${encodeURIComponent(password || String(connection.password))}`;
    const host = encodeURIComponent(String(connection.host));
    return `postgres://${by}@localhost:${connection.port}/${name || connection.database}?host=${host}`;
  };
  beforeAll(async () => {
    database = await testDatabase([]);
    await database.owner.query(`CREATE ROLE ${role} NOLOGIN PASSWORD 'right'`);
  });
  afterAll(async () => {
    await database?.owner.query(`DROP ROLE IF EXISTS ${role}`);
    await database?.drop();
  });

  test('goes on where it answers', async () => {
    expect(await saidOf({ DATABASE_URL: urlOf() })).toBeUndefined();
  });

  test('says at once that the password is wrong, without repeating it', async () => {
    const said = await saidOf({ DATABASE_URL: urlOf({ password: 'not-this-one' }) });
    expect(said).toMatch(/refuses the password of the user .*ALTER ROLE/);
    expect(said).not.toContain('not-this-one');
  });

  test('says at once that the database is not there, and how to make it', async () => {
    expect(await saidOf({ DATABASE_URL: urlOf({ name: 'nowhere' }) })).toMatch(
      /has no database nowhere\. .*CREATE DATABASE "nowhere" OWNER/,
    );
  });

  test('says at once that the role may not log in, or not into the database', async () => {
    const url = urlOf({ user: role, password: 'right' });
    expect(await saidOf({ DATABASE_URL: url })).toMatch(/has no user login_\d+ that may log in\. .*CREATE ROLE/);
    await database.owner.query(`ALTER ROLE ${role} LOGIN`);
    await database.owner.query(`REVOKE CONNECT ON DATABASE ${database.connection.database} FROM PUBLIC`);
    expect(await saidOf({ DATABASE_URL: url })).toMatch(/GRANT CONNECT ON DATABASE/);
  });

  test('says of an address that cannot be read how to write one', async () => {
    const said = await saidOf({ DATABASE_URL: 'postgres://overstap:p#w@db:5432/overstap' });
    expect(said).toMatch(/DATABASE_URL is no address of a PostgreSQL\. .*%23 for #/);
    expect(said).not.toContain('p#w');
  });
});

test('a start says of a KurrentDB that is away how an address without TLS ends', async () => {
  const port = await freePort();
  const url = `kurrentdb://ops:secret@127.0.0.1:${port}?tls=false`;
  const said = await saidOf({ EVENT_STORE: 'kurrentdb', KURRENTDB_URL: url });
  expect(said).toMatch(
    new RegExp(`^KurrentDB does not answer at 127.0.0.1:${port}.* KURRENTDB_URL\\. .*tls=false\\.$`),
  );
});

describe('a start on a Redis', () => {
  test('that is away says so, unless this process has no need of it', async () => {
    const port = await freePort();
    const env = { QUEUE: 'redis', REDIS_URL: `redis://:secret@127.0.0.1:${port}` };
    expect(await saidOf(env)).toMatch(
      new RegExp(`^Redis does not answer at 127.0.0.1:${port} \\(ECONNREFUSED\\); .*REDIS_URL\\.$`),
    );
    expect(await saidOf(env, false)).toBeUndefined();
  });

  (hasRedis() ? test : test.skip)('says at once that the password is wrong or missing', async () => {
    const port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', temporaryDirectory('redis')];
    const server = spawn('redis-server', [...args, '--save', '', '--requirepass', 'right'], { stdio: 'ignore' });
    const env = (by: string): Record<string, string> => ({
      QUEUE: 'redis',
      REDIS_URL: `redis://${by}127.0.0.1:${port}`,
    });
    try {
      let said = await saidOf(env(':right@'));
      for (let tries = 0; said !== undefined && tries < 300; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        said = await saidOf(env(':right@'));
      }
      expect(said).toBeUndefined();
      for (const by of [':wrong@', ''])
        expect(await saidOf(env(by))).toMatch(/^Redis refuses the user and the password/);
    } finally {
      const exited = once(server, 'exit');
      server.kill('SIGTERM');
      await exited;
    }
  });
});
