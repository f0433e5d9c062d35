import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Listener } from '../support/listener.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const OVERRIDE = 'The others start next week';

describe('live updates', () => {
  let program: RunningProgram;
  let mine = '';
  let theirs = '';
  const as = (actor: string): Record<string, string> => ({ ...program.signedIn, 'overstap-actor': actor });
  const note = (trajectory: string, title: string) =>
    program.post(`/trajectories/${trajectory}/add-task`, { title, role: 'COACH' });

  beforeAll(async () => {
    program = await RunningProgram.start(join(await temporaryDirectory('live'), 'data'));
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const terms = { code: 'P', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', terms);
    const rows = (await readFile(new URL('../../samples/cohort-tidy.csv', import.meta.url), 'utf8')).split(/\r?\n/);
    await program.upload('/programmes/P/imports', Buffer.from(rows.slice(0, 4).join('\n')));
    for (const coach of ['sam', 'eva']) await program.registerCoach(coach);
    for (let tries = 0; theirs === '' && tries < 600; tries += 1) {
      const { items } = await program.get<{ items: readonly { trajectory: string }[] }>('/trajectories?programme=P');
      [mine = '', theirs = ''] = items.map(({ trajectory }) => trajectory);
      if (theirs === '') await sleep(100);
    }
    await program.post(`/trajectories/${mine}/match-coach`, { coachId: 'sam', overrideReason: OVERRIDE });
    await program.post(`/trajectories/${theirs}/match-coach`, { coachId: 'eva', overrideReason: OVERRIDE });
  });
  afterAll(() => program?.stop());

  test('tell a coach of whom they coach, without a word of what it was, and of nobody else', async () => {
    const sam = await Listener.at(program, as('COACH:sam'));
    await note(theirs, 'CANARY');
    await note(mine, 'CANARY');
    const text = await sam.until(/event: changed/);
    expect(text).toContain(`{"kind":"trajectory","id":"${mine}"}`);
    expect(text).not.toContain(theirs);
    expect(text).not.toContain('CANARY');
    sam.leave();
  });

  test('go on where they broke off, and whoever takes a trajectory over hears of it from then on', async () => {
    const eva = await Listener.at(program, as('COACH:eva'));
    const from = eva.lastId();
    eva.leave();
    await note(theirs, 'while away');
    const reassigned = { to: 'eva', reason: 'load', handoverDone: true, overrideReason: OVERRIDE };
    const back = await Listener.at(program, { ...as('COACH:eva'), 'last-event-id': from });
    const missed = await back.until(/event: changed/);
    expect(missed).toContain(theirs);
    expect(missed).not.toContain(mine);
    await program.post(`/trajectories/${mine}/reassign-coach`, reassigned);
    await back.until(new RegExp(mine));
    back.leave();
    const lost = await Listener.at(program, { ...as('COACH:eva'), 'last-event-id': 'made up' });
    expect(await lost.until(/event:/)).toContain('event: reload');
    lost.leave();
  });

  test('end when access ends, and when the same key listens elsewhere', async () => {
    const made = await program.post<{ id: string; key: string }>('/api-keys', { name: 'x', role: 'PLANNER', days: 1 });
    const headers = { authorization: `Bearer ${made.key}` };
    const first = await Listener.at(program, headers);
    const second = await Listener.at(program, headers);
    await first.until('the end');
    await program.post(`/api-keys/${made.id}/revoke`, {});
    await note(mine, 'unheard');
    expect(await second.until('the end')).not.toContain('changed');
    expect((await fetch(`${program.url}/live`, { headers })).status).toBe(401);
  });

  test('are not for an employer, nor for whoever is not signed in', async () => {
    for (const actor of ['EMPLOYER_HR:e', 'WORKS_COUNCIL:e', 'ADMIN:a'])
      expect((await fetch(`${program.url}/live`, { headers: as(actor) })).status).toBe(403);
    expect([401, 503]).toContain((await fetch(`${program.url}/live`)).status);
  });

  test('hold nothing up when the program stops', async () => {
    const sam = await Listener.at(program, as('COACH:sam'));
    expect((await program.stop()).code).toBe(0);
    await sam.until('the end');
  });
});
