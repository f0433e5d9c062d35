import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { problemOf } from '../support/browser.js';
import { Organisation } from '../support/organisation.js';
import { type RunningProgram } from '../support/running-program.js';

describe('the roles of an account', () => {
  let organisation: Organisation;
  let program: RunningProgram;

  beforeAll(async () => {
    organisation = await Organisation.start('account-roles');
    ({ program } = organisation);
  });
  afterAll(() => organisation?.stop());

  test('other roles are in force with the next request of every session, and an administrator stays', async () => {
    const browser = await organisation.somebody('wissel@zangvogel.example', 'PLANNER');
    const id = organisation.idOf('wissel@zangvogel.example');
    expect((await browser.ask('/queues/planner')).status).toBe(200);
    expect((await browser.send(`/accounts/${id}/roles`, { roles: ['ADMIN'] })).status).toBe(403);
    const cli = (...args: string[]) => organisation.cli(['account', ...args]).stdout;
    expect(cli('roles', id, 'QUALITY_OFFICER', 'COACH:coach-9')).toMatch(
      /has these roles now: QUALITY_OFFICER, COACH:coach-9/,
    );
    expect((await browser.ask('/queues/planner')).status).toBe(403);
    expect((await browser.ask('/queues/coach')).status).toBe(200);
    expect(await (await browser.ask('/session')).json()).toMatchObject({
      roles: [
        { type: 'QUALITY_OFFICER', id },
        { type: 'COACH', id: 'coach-9' },
      ],
    });
    const leads = JSON.parse(cli('list', '--role', 'QUALITY_OFFICER', '--json')) as { items: { id: string }[] };
    expect(leads.items.map((each) => each.id)).toEqual([id]);
    const { items } = await program.get<{ items: { id: string }[] }>('/accounts?role=ADMIN');
    const last = await program.send(`/accounts/${items[0]!.id}/roles`, { roles: ['PLANNER'] });
    expect([items.length, last.status, await problemOf(last)]).toEqual([1, 409, 'last-administrator']);
    // Who gave it which, for administrators and for themselves.
    const log = JSON.parse(cli('role-changes', '--account', id, '--json')) as { items: Record<string, unknown>[] };
    expect(log.items).toMatchObject([
      {
        why: 'CHANGED',
        by: { kind: 'operator' },
        before: [`PLANNER:${id}`],
        after: [`QUALITY_OFFICER:${id}`, 'COACH:coach-9'],
      },
      { why: 'INVITED', before: [], after: [`PLANNER:${id}`] },
    ]);
    expect(await (await browser.ask('/my/role-changes')).json()).toMatchObject({ items: log.items, next: null });
    expect((await browser.ask('/accounts/role-changes')).status).toBe(403);
    for (const roles of [[], ['BOSS'], ['COACH'], ['PLANNER', 'PLANNER']])
      expect((await program.send(`/accounts/${id}/roles`, { roles })).status).toBe(422);
    expect((await program.send('/accounts/x/roles', { roles: ['PLANNER'] })).status).toBe(404);
    expect((await program.fetch('/accounts?role=BOSS')).status).toBe(422);
  });
});
