import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { roleChanges, verifyRoleChanges } from './role-changes.js';
import { BY, TENANT, type World, world } from './testing/world.js';

describe('the log of roles', () => {
  let here: World;
  beforeEach(async () => {
    here = await world();
  });
  afterEach(() => here?.database.drop());

  const changes = (account?: string) =>
    here.database.readAs(TENANT, (client) =>
      roleChanges(client, TENANT, { limit: 100, ...(account === undefined ? {} : { account }) }),
    );
  const verified = async () => (await verifyRoleChanges(here.database)).tenants;
  const rewrite = (sql: string) => here.database.owner.query(sql);

  test('says who gave whom which roles instead of which, the newest first, and stays when the account goes', async () => {
    const first = await here.somebody('beheer@voorbeeld.example', 'ADMIN');
    const id = await here.somebody('rol@voorbeeld.example', 'COACH', 'coach-7');
    const by = { kind: 'account', id: first } as const;
    here.pass(5);
    await here.access.administration.changeRoles(TENANT, id, [{ role: 'PLANNER', ref: id }], by);
    await here.access.administration.disable(TENANT, id, by);
    expect(await changes(id)).toMatchObject([
      { number: 4, account: id, why: 'DISABLED', by, before: [`PLANNER:${id}`], after: [] },
      {
        number: 3,
        why: 'CHANGED',
        by,
        before: ['COACH:coach-7'],
        after: [`PLANNER:${id}`],
        at: here.now().toISOString(),
      },
      { number: 2, why: 'INVITED', by: BY, before: [], after: ['COACH:coach-7'] },
    ]);
    const person = await here.somebody('zelf@voorbeeld.example', 'PARTICIPANT', 'p-1');
    await here.access.accounts.removeOf(TENANT, { role: 'PARTICIPANT', ref: 'p-1' });
    expect(await changes(person)).toMatchObject([{ why: 'ERASED', before: ['PARTICIPANT:p-1'] }, { why: 'INVITED' }]);
    expect(JSON.stringify(await changes())).not.toContain('voorbeeld');
    expect(await verified()).toEqual([{ tenant: TENANT, changes: 6 }]);
  });

  test('has no entry for what was refused, and one link after the other however many come at once', async () => {
    const last = await here.somebody('beheer@voorbeeld.example', 'ADMIN');
    expect(await here.access.administration.disable(TENANT, last, BY)).toBe('last');
    await Promise.all(Array.from({ length: 8 }, (_, n) => here.somebody(`n${n}@voorbeeld.example`)));
    expect((await changes()).map(({ number }) => number)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(await verified()).toEqual([{ tenant: TENANT, changes: 9 }]);
  });

  test('shows what was changed, left out, or made anew where something was kept of it elsewhere', async () => {
    for (let n = 0; n < 3; n += 1) await here.somebody(`n${n}@voorbeeld.example`);
    const { rows: kept } = await here.database.owner.query<{ tenant: string; number: number; hash: string }>(
      'SELECT tenant, number, hash FROM role_change WHERE number = 2',
    );
    for (const [change, fault, seal] of [
      [`UPDATE role_change SET after = '{ADMIN:x}' WHERE number = 2`, 'hash-differs', 2],
      ['DELETE FROM role_change WHERE number = 2', 'chain-broken', 3],
    ] as const) {
      await rewrite(`CREATE TABLE kept AS TABLE role_change; ${change}`);
      expect(await verified()).toMatchObject([{ broken: { fault, seal } }]);
      await rewrite('TRUNCATE role_change; INSERT INTO role_change TABLE kept; DROP TABLE kept');
    }
    expect((await verifyRoleChanges(here.database, kept)).ok).toBe(true);
    // From scratch, so that it holds in itself.
    await rewrite('TRUNCATE role_change');
    for (let n = 3; n < 6; n += 1) await here.somebody(`n${n}@voorbeeld.example`);
    expect((await verifyRoleChanges(here.database)).ok).toBe(true);
    expect((await verifyRoleChanges(here.database, kept)).tenants).toMatchObject([
      { changes: 1, broken: { fault: 'root-differs', seal: 2 } },
    ]);
    await rewrite('TRUNCATE role_change');
    expect((await verifyRoleChanges(here.database, kept)).tenants).toMatchObject([
      { changes: 0, broken: { fault: 'seal-missing', seal: 2 } },
    ]);
  });

  test('can be changed by none of the program’s roles', async () => {
    await here.somebody('n@voorbeeld.example');
    for (const pool of [here.database.appender, here.database.worker, here.database.reader])
      for (const change of [`UPDATE role_change SET why = 'x'`, 'DELETE FROM role_change', 'TRUNCATE role_change'])
        await expect(pool.query(change)).rejects.toThrow(/permission denied/);
  });
});
