import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readSettings, VARIABLES } from '@overstap/platform';
import { type ComposeFile, composeText, readComposeFile, ROOT } from './compose-file.js';
import { IMAGES, undocumented } from './images.js';
import { unspecified } from './specification.js';

const ENV = { POSTGRES_PASSWORD: 'geheim', OVERSTAP_MASTER_KEY: randomBytes(32).toString('base64') };
const KURRENTDB_URL = 'kurrentdb://kurrentdb:2113?tls=false';
const { services, volumes, networks } = readComposeFile(ENV);
const ours = Object.entries(services).filter(([, { build }]) => build !== undefined);

/** The file with one thing in it written otherwise. */
function written(otherwise: string, rightly: string): ComposeFile {
  const text = composeText();
  expect(text).toContain(rightly);
  return readComposeFile({ ...ENV, KURRENTDB_URL }, text.replace(rightly, otherwise));
}

describe('docker-compose.yml', () => {
  test('asks for what must be set', () => {
    expect(() => readComposeFile({ ...ENV, POSTGRES_PASSWORD: '' })).toThrow(/POSTGRES_PASSWORD: choose/);
    expect(() => readComposeFile({ ...ENV, OVERSTAP_MASTER_KEY: '' })).toThrow(/OVERSTAP_MASTER_KEY: 32 random bytes/);
  });

  test('is as the Compose specification has it', () => {
    expect(unspecified(readComposeFile(ENV))).toEqual([]);
  });

  test.each([
    ['service:', 'services:'],
    ['restrat: unless-stopped', 'restart: unless-stopped'],
    ['restart: unless_stopped', 'restart: unless-stopped'],
    ['depend_on:', 'depends_on:'],
    ['{ condition: healthy }', '{ condition: service_healthy }'],
    ['requires: false', 'required: false'],
    ['postgress: { condition', 'postgres: { condition'],
    ['healthchek:', 'healthcheck:'],
    ['inteval: 10s', 'interval: 10s'],
    ['interval: 10', 'interval: 10s'],
    ['timeout: 5 s', 'timeout: 5s'],
    ['retries: often', 'retries: 3'],
    ["test: ['pg_isready'", "test: ['CMD', 'pg_isready'"],
    ['stop_grace_period: 1 minute', 'stop_grace_period: 60s'],
    ['shm_size: 256 mb', 'shm_size: 256mb'],
    ['127.0.0.1:web', '127.0.0.1:8025:8025'],
    ['redis=/data', 'redis:/data'],
    ['reddis:/data', 'redis:/data'],
    ['networks: [back-end]', 'networks: [backend]'],
    ['profile: [kurrentdb]', 'profiles: [kurrentdb]'],
  ])('is not as the Compose specification has it with `%s` for `%s`', (otherwise, rightly) => {
    expect(unspecified(written(otherwise, rightly))).not.toEqual([]);
  });

  test('has nothing of the images of others that their documents do not', () => {
    expect(undocumented(readComposeFile({ ...ENV, KURRENTDB_URL }))).toEqual([]);
    expect(undocumented(readComposeFile({ ...ENV, KURRENTDB_URL: KURRENTDB_URL.replace('2113', '2114') }))).toEqual([
      ...ours.map(() => 'kurrentdb is asked at 2114'),
    ]);
  });

  test.each([
    ['postgres is postgres:17', 'postgres:17', 'postgres:18'],
    ['mail is axllent/mailpit', 'axllent/mailpit', 'axllent/mailpit:v1.30'],
    ['postgres has POSTGRES_DATABASE=overstap', 'POSTGRES_DATABASE:', 'POSTGRES_DB:'],
    ['kurrentdb has KURRENTDB_RUN_PROJECTION=None', 'KURRENTDB_RUN_PROJECTION:', 'KURRENTDB_RUN_PROJECTIONS:'],
    ['kurrentdb has KURRENTDB_RUN_PROJECTIONS=Never', 'PROJECTIONS: Never', 'PROJECTIONS: None'],
    ['postgres keeps /var/lib/postgresql/data', 'postgres:/var/lib/postgresql/data', 'postgres:/var/lib/postgresql'],
    ['postgres is checked by psql', "'CMD', 'psql'", "'CMD', 'pg_isready'"],
    ['mail is asked at 80', '127.0.0.1:8025:80', '127.0.0.1:8025:8025'],
    ['mail is asked at 25', 'smtp://mail:25', 'smtp://mail:1025'],
  ])('says of images what is not in their documents: %s', (found, otherwise, rightly) => {
    expect(undocumented(written(otherwise, rightly))).toContain(found);
  });

  test('names a version of each image, and docs/operating.md the documents that it was compared with', () => {
    const operating = readFileSync(`${ROOT}docs/operating.md`, 'utf8');
    for (const { name, documents } of Object.values(IMAGES)) {
      expect(name).toMatch(/:v?\d[\w.-]*$/);
      for (const told of [name, ...documents]) expect(operating).toContain(told);
    }
  });

  test('runs two apis and two workers, from files that the build makes', () => {
    const mains = ours.map(([, { command }]) => command?.at(-1)).toSorted();
    expect(mains).toEqual([
      ...Array<string>(2).fill('dist/apps/api/main.js'),
      ...Array<string>(2).fill('dist/apps/worker/main.js'),
    ]);
    for (const main of mains)
      expect(existsSync(ROOT + main?.replace(/^dist/, '').replace(/\.js$/, '.ts').slice(1))).toBe(true);
  });

  test('sets no variable that the program does not read', () => {
    const known: readonly string[] = VARIABLES;
    for (const [, { environment = {} }] of ours)
      expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
  });

  test.each([
    ['PostgreSQL, unless told otherwise', {}, 'postgres'],
    ['KurrentDB by its address alone', { KURRENTDB_URL }, 'kurrentdb'],
    ['PostgreSQL where both are said', { KURRENTDB_URL, EVENT_STORE: 'postgres' }, 'postgres'],
  ])('keeps events in %s', (_where, env, eventStore) => {
    const programs = Object.values(readComposeFile({ ...ENV, ...env }).services).filter(({ build }) => build);
    for (const { environment } of programs)
      expect(readSettings({ NODE_ENV: 'production', ...environment })).toMatchObject({
        settings: { eventStore, queue: 'redis' },
        warnings: [],
      });
  });

  test('starts everything again after it ended, checks its health, and waits for what it stands on', () => {
    for (const [name, service] of Object.entries(services)) {
      expect([name, service.restart]).toEqual([name, 'unless-stopped']);
      const ownCheck = 'own' in (IMAGES[name]?.health ?? {});
      expect([name, service.healthcheck?.test[0]]).toEqual([name, ownCheck ? undefined : 'CMD']);
    }
    for (const [, { depends_on = {} }] of ours)
      expect(depends_on).toEqual({
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
        kurrentdb: { condition: 'service_healthy', required: false },
      });
  });

  test('keeps in named volumes what must not be lost, and opens nothing to other machines', () => {
    const named = Object.values(services).flatMap(({ volumes: own = [] }) =>
      own.map((each) => each.split(':')[0] ?? ''),
    );
    expect(new Set(named)).toEqual(new Set(Object.keys(volumes)));
    for (const name of ['postgres', 'redis', 'kurrentdb']) expect(services[name]?.volumes?.length).toBeGreaterThan(0);
    for (const { ports = [], networks: own = [] } of Object.values(services)) {
      expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
      expect(own.filter((network) => !(network in networks))).toEqual([]);
    }
  });
});
