import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Browser, PASSWORD } from '../support/browser.js';
import { ADMINISTRATOR, Organisation } from '../support/organisation.js';
import { type RunningProgram } from '../support/running-program.js';

describe('invitations', () => {
  let organisation: Organisation;
  let program: RunningProgram;

  beforeAll(async () => {
    organisation = await Organisation.start('invitations');
    ({ program } = organisation);
  });
  afterAll(() => organisation?.stop());

  test('an invitation lets a coach in, who may do a coach’s work and nothing else, as the session says', async () => {
    const administrator = await organisation.signedIn(ADMINISTRATOR);
    const invited = await administrator.send('/accounts', {
      email: 'coach@zangvogel.example',
      roles: ['COACH:coach-7'],
    });
    const { id, link } = (await invited.json()) as { id: string; link: string };
    expect(link).not.toContain('zangvogel');
    const path = new URL(link).pathname;
    const coach = new Browser(program);
    expect(await (await coach.ask(path)).text()).not.toContain('zangvogel');
    expect((await coach.submit(path, { name: 'Eva', password: PASSWORD })).status).toBe(303);
    expect((await new Browser(program).submit(path, { name: 'Dief', password: PASSWORD })).status).toBe(404);
    expect(await (await coach.ask('/session')).json()).toMatchObject({
      account: id,
      name: 'Eva',
      actor: { type: 'COACH', id: 'coach-7' },
    });
    expect((await coach.ask('/queues/coach')).status).toBe(200);

    // The same answer whether there is such a programme or not.
    const denied = await Promise.all(
      ['NOBODY', 'x'].map(async (programme) => {
        const answer = await coach.send(`/programmes/${programme}/close-programme`, { on: '2026-09-01' });
        return [answer.status, await answer.text()];
      }),
    );
    expect(denied[0]).toEqual([403, expect.stringContaining('role-not-allowed')]);
    expect(denied[1]).toEqual(denied[0]);
    expect((await coach.ask('/accounts')).status).toBe(403);
    expect((await coach.send('/operation/backup', { directory: '/tmp/x' })).status).toBe(403);
    // Nobody says who they are, in a header or in a body.
    for (const headers of [{ 'overstap-actor': 'ADMIN:x' }, { 'x-forwarded-user': 'x' }] as Record<string, string>[])
      expect((await coach.ask('/accounts', { headers })).status).toBe(403);
    expect((await coach.send('/calendar-feeds', { actor: 'ADMIN:x' })).status).toBe(422);
    expect((await administrator.ask('/queues/coach')).status).toBe(403);
  });
});
