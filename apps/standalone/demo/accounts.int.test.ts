import { afterAll, describe, expect, test } from '@jest/globals';
import { ACCOUNT_ROLES } from '@overstap/access';
import { commandIdOf } from '@overstap/commands';
import { EMPLOYER_SIDE, isEmployerSide } from '@overstap/kernel';
import { createLogger, readSettings } from '@overstap/platform';
import { employers } from '@overstap/projections';
import { randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../../../test/support/postgres.js';
import { DEMO_MARK, openProgram } from '../../program/program.js';
import { type Service, startService } from '../../program/service.js';
import { openDemoAccounts } from './accounts.js';
import { NAMED_IN_DEMO } from './second-track.js';

describe('the accounts of the demo', () => {
  const outcome = readSettings({ OVERSTAP_DATA_DIR: temporaryDirectory('demo-accounts'), LOG_LEVEL: 'silent' });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const { settings } = outcome;
  let running: Service | undefined;
  afterAll(() => running?.stop());

  test('are one per role and one for each second lead, planner and manager, under a password that is new at each start', async () => {
    running = await startService(settings, { serves: false, follows: true, sends: false });
    const { access, commands, database, store } = running.program;
    await commands.handle({
      ...{ tenant: 'default', aggregate: 'agency', id: 'default', type: 'RegisterEmployer' },
      ...{ data: { name: 'Voorbeeld BV' }, actor: { type: 'PROGRAMME_MANAGER', id: 'manager-1' } },
      commandId: commandIdOf('employer'),
    });
    await running.work.projections.waitFor(await store.head(), 10_000);
    const known = await database.readAs('default', employers);
    const first = await openDemoAccounts(running.program);
    const second = await openDemoAccounts(running.program);
    expect(second.accounts.map(({ role }) => role)).toEqual([
      ...ACCOUNT_ROLES,
      'TEAM_LEAD',
      'PLANNER',
      'PROGRAMME_MANAGER',
    ]);
    const signIn = (password: string) => access.signIn('default', 'coach@demo.example', password, '127.0.0.1');
    expect((await signIn(second.password)).outcome).toBe('signed-in');
    expect((await signIn(first.password)).outcome).toBe('refused');
    expect(await access.firstLink('default')).toBeUndefined();
    // Who is at an employer is at one that is there: elsewhere their pages would be empty.
    const grants = (await access.accounts.list('default')).flatMap((account) => account.grants);
    const atEmployer = grants.filter(({ role }) => isEmployerSide(role) && !(role in NAMED_IN_DEMO));
    expect(atEmployer.map(({ ref }) => ref)).toEqual(
      EMPLOYER_SIDE.filter((role) => !(role in NAMED_IN_DEMO)).map(() => known[0]?.employer),
    );
  });

  test('keep the program from starting in production', async () => {
    await running?.stop();
    running = undefined;
    const production = { ...settings, production: true, masterKey: randomBytes(32) };
    const start = (more: object = {}) => openProgram({ ...production, ...more }, createLogger('silent'));
    await expect(start()).rejects.toThrow(/one of the demo/);
    // Nor where a demo was filled, and nobody came to have an account yet.
    const filled = temporaryDirectory('demo-filled');
    writeFileSync(join(filled, DEMO_MARK), '{}');
    await expect(start({ dataDir: filled })).rejects.toThrow(/one of the demo/);
    expect(readdirSync(filled)).toEqual([DEMO_MARK]);
  });
});
