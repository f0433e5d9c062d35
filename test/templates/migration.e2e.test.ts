import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const PEOPLE = 312;
const file = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Report {
  readonly status: string;
  readonly of: number;
  readonly done: number;
  readonly migrated: number;
}

/** From the command line to people under way on another version, and the program killed on the way. */
describe('a template that changes under running trajectories', () => {
  let directory: string;
  let data: string;
  let program: RunningProgram;
  beforeAll(async () => {
    directory = await temporaryDirectory('migration');
    data = join(directory, 'data');
    program = await RunningProgram.start(data);
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    await program.post('/programmes/open-programme', {
      code: 'P',
      employer: 'Voorbeeld BV',
      template: 'IND-6',
      startsOn: '2026-09-01',
    });
    await program.upload('/programmes/P/imports', Buffer.from(await file('samples/cohort-tidy.csv')));
  });
  afterAll(() => program?.stop());

  async function overstap(...args: readonly string[]) {
    const child = spawn(process.execPath, [resolve('apps/cli/bin/overstap.js'), ...args], {
      cwd: directory,
      env: { ...(process.env['PATH'] ? { PATH: process.env['PATH'] } : {}), OVERSTAP_DATA_DIR: data },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    await once(child, 'close');
    return { code: child.exitCode, out, err };
  }
  const report = (hash: string): Promise<Report> => program.get(`/template-migrations/${hash}`);
  let hash = '';

  test('is published as another version; a version that is published never changes', async () => {
    const v1 = await file('libs/mobility/templates/IND-6.yaml');
    const longer = v1.replace(
      'to: { anchor: start, offset: 3 calendarWeeks }',
      'to: { anchor: start, offset: 5 calendarWeeks }',
    );
    await writeFile(join(directory, 'changed.yaml'), longer);
    await writeFile(join(directory, 'v2.yaml'), longer.replace('version: 1', 'version: 2'));
    expect(await overstap('template', 'publish', 'changed.yaml')).toMatchObject({
      code: 1,
      err: expect.stringContaining('never changes'),
    });
    expect(await overstap('template', 'publish', 'v2.yaml')).toMatchObject({ code: 0 });
  });

  test('is planned, and shown over everybody before anything happens', async () => {
    const plan = await overstap('template', 'plan-migration', 'IND-6@1', 'IND-6@2', '--reason', 'a longer intake');
    expect(plan).toMatchObject({ code: 0, err: expect.stringContaining(`${PEOPLE} trajectories run on IND-6@1`) });
    await writeFile(join(directory, 'plan.json'), plan.out);
    const shown = await overstap('template', 'migrate', 'plan.json', '--dry-run', '--json');
    expect(shown.code).toBe(0);
    const found = JSON.parse(shown.out) as { hash: string };
    expect(found).toMatchObject({ running: PEOPLE, migrates: PEOPLE, blocked: [], statutory: { moved: 0 } });
    ({ hash } = found);
  });

  test('is not carried out by another hash', async () => {
    const { code, err } = await overstap('template', 'migrate', '--apply', `${hash}0`);
    expect([code, err]).toEqual([1, expect.stringContaining('No dry run has this hash')]);
  });

  test('is carried on after the program was killed, and every trajectory is migrated once', async () => {
    const cut = program.send(`/template-migrations/${hash}/apply`, {}).catch(() => undefined);
    for (let tries = 0; tries < 600 && (await report(hash)).done === 0; tries += 1) await sleep(50);
    const before = await report(hash);
    await program.stop('SIGKILL');
    await cut;
    expect(before).toMatchObject({ status: 'APPLYING', of: PEOPLE });
    expect(before.done).toBeLessThan(PEOPLE);
    program = await RunningProgram.start(data);
    for (let tries = 0; tries < 1200 && (await report(hash)).status !== 'DONE'; tries += 1) await sleep(50);
    expect(await report(hash)).toMatchObject({ status: 'DONE', done: PEOPLE, migrated: PEOPLE });
    const { code, out } = await overstap('template', 'migrate', '--report', hash);
    expect([code, out]).toEqual([0, `${PEOPLE} of ${PEOPLE} trajectories are migrated.\n`]);
    const migrated = async (): Promise<number> => {
      const { items } = await program.get<{ items: readonly { templateVersion: number }[] }>(
        '/trajectories?programme=P&limit=500',
      );
      return items.filter(({ templateVersion }) => templateVersion === 2).length;
    };
    for (let tries = 0; tries < 600 && (await migrated()) < PEOPLE; tries += 1) await sleep(100);
    expect(await migrated()).toBe(PEOPLE);
  });
});
