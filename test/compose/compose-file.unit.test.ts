import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { VARIABLES } from '@overstap/platform';
import { readComposeFile, ROOT } from './compose-file.js';

const ENV = { POSTGRES_PASSWORD: 'geheim', OVERSTAP_MASTER_KEY: 'x' };
const { services, volumes, networks } = readComposeFile(ENV);
const ours = Object.entries(services).filter(([, { build }]) => build !== undefined);
const theirs = Object.entries(services).filter(([, { image }]) => image !== undefined);
/** Images that bring a health check of their own. */
const CHECK_THEMSELVES = ['mail', 'kurrentdb'];

describe('docker-compose.yml', () => {
  test('asks for what must be set', () => {
    expect(() => readComposeFile({ ...ENV, POSTGRES_PASSWORD: '' })).toThrow(/POSTGRES_PASSWORD: choose/);
    expect(() => readComposeFile({ ...ENV, OVERSTAP_MASTER_KEY: '' })).toThrow(/OVERSTAP_MASTER_KEY: 32 random bytes/);
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

  test('starts everything again after it ended, checks its health, and waits for what it stands on', () => {
    for (const [name, service] of Object.entries(services)) {
      expect([name, service.restart]).toEqual([name, 'unless-stopped']);
      if (!CHECK_THEMSELVES.includes(name)) expect([name, service.healthcheck?.test[0]]).toEqual([name, 'CMD']);
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
    for (const [, { image = '' }] of theirs) expect(image).not.toMatch(/:latest$/);
  });
});
