import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ICAL from 'ical.js';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { filesHolding } from '../support/in-clear.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const SAMPLES = new URL('../../samples/', import.meta.url);
const COACH = { 'overstap-actor': 'COACH:coach-7' };

interface Items {
  readonly items: readonly Record<string, string>[];
}
interface Feed {
  readonly id: string;
  readonly url: string;
}

describe('a private calendar feed', () => {
  let program: RunningProgram;
  let directory: string;
  let participant: Record<string, string>;
  const people: string[] = [];
  const [mine, another] = ['t-mine', 't-another'];
  const trajectories: Record<string, string> = {};

  beforeAll(async () => {
    directory = join(await temporaryDirectory('feed'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    await program.post('/programmes/open-programme', {
      code: 'FEED',
      employer: 'Voorbeeld BV',
      template: 'IND-6',
      startsOn: '2026-09-01',
    });
    const [header = '', ...rows] = (await readFile(new URL('cohort-tidy.csv', SAMPLES), 'utf8')).split(/\r?\n/);
    people.push(...rows.slice(0, 2).flatMap((row) => row.split(',').slice(1, 4)));
    await program.upload('/programmes/FEED/imports', Buffer.from([header, ...rows.slice(0, 2)].join('\n')));
    let items: Items['items'] = [];
    for (let tries = 0; tries < 600 && items.length < 2; tries += 1) {
      await sleep(100);
      ({ items } = await program.get<Items>('/trajectories?programme=FEED'));
    }
    for (const [index, name] of [mine, another].entries()) trajectories[name] = items[index]?.['trajectory'] ?? '';
    participant = { 'overstap-actor': `PARTICIPANT:${items[0]?.['participant']}` };
    const tell = (name: string, command: string, body: object) =>
      program.post<{ position: string }>(`/trajectories/${trajectories[name]}/${command}`, body);
    for (const id of ['coach-7', 'coach-8']) await program.registerCoach(id);
    await tell(mine, 'match-coach', { coachId: 'coach-7' });
    await tell(another, 'match-coach', { coachId: 'coach-8' });
    const by = { minutes: 45, mode: 'VIDEO', by: 'COACH' };
    await tell(mine, 'schedule-session', { ...by, sessionId: 's-1', at: '2026-09-10T10:00:00+02:00' });
    await tell(another, 'schedule-session', { ...by, sessionId: 's-1', at: '2026-09-11T10:00:00+02:00' });
    await tell(mine, 'add-task', { title: 'Bel CANARY terug', role: 'COACH', dueOn: '2026-09-15' });
    const { position } = await tell(mine, 'schedule-intake', { at: '2026-09-08T09:00:00+02:00', mode: 'ONSITE' });
    await program.get('/trajectories', { 'overstap-position': position });
  });
  afterAll(() => program?.stop());

  const add = (actor: Record<string, string>, body: object = {}) => program.post<Feed>('/calendar-feeds', body, actor);
  const read = (url: string, headers = {}) => fetch(url.replace('localhost', '127.0.0.1'), { headers });
  const entries = async (url: string): Promise<string[]> => {
    const answer = await read(url);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await answer.text();
    for (const name of [...people, 'CANARY', ...Object.values(trajectories)]) expect(text).not.toContain(name);
    return new ICAL.Component(ICAL.parse(text) as unknown[])
      .getAllSubcomponents('vevent')
      .map((component) => new ICAL.Event(component))
      .map(({ summary, startDate }) => `${startDate.toString()} ${summary}`);
  };

  test('holds what is due and planned for a coach, in the language asked for, and nothing about anybody', async () => {
    const { url } = await add(COACH, { language: 'en' });
    expect(url).toMatch(/\/feeds\/[\w-]{43}\.ics$/);
    const found = await entries(url);
    expect(found).toEqual(
      expect.arrayContaining(['2026-09-08T07:00:00Z Intake talk', '2026-09-10T08:00:00Z Session', '2026-09-15 Task']),
    );
    expect(found.join()).not.toContain('2026-09-11T08:00:00Z');
  });

  test('holds for a participant their own alone, in Dutch unless told', async () => {
    const found = await entries((await add(participant)).url);
    expect(found).toEqual(
      expect.arrayContaining(['2026-09-08T07:00:00Z Intakegesprek', '2026-09-10T08:00:00Z Gesprek']),
    );
    expect(found.join()).not.toMatch(/2026-09-11T08|2026-09-15/);
  });

  test('is not sent again when it is known already', async () => {
    const { url } = await add({ 'overstap-actor': 'COACH:coach-8' });
    const etag = (await read(url)).headers.get('etag') ?? '';
    expect((await read(url, { 'if-none-match': etag })).status).toBe(304);
  });

  test('leads nowhere once it was revoked, by its owner alone; its address is shown once and never stored', async () => {
    const { id, url } = await add(COACH);
    const listed = await program.get<Items>('/calendar-feeds', COACH);
    expect(listed.items.map((feed) => feed['id'])).toContain(id);
    const secret = /feeds\/(.*)\.ics/.exec(url)?.[1] ?? 'none';
    expect(JSON.stringify(listed)).not.toContain(secret);
    expect((await program.get<Items>('/calendar-feeds', participant)).items.map((feed) => feed['id'])).not.toContain(
      id,
    );
    expect((await program.send(`/calendar-feeds/${id}/revoke`, {}, participant)).status).toBe(404);
    expect((await read(url)).status).toBe(200);
    expect(await program.post(`/calendar-feeds/${id}/revoke`, {}, COACH)).toEqual({ revoked: id });
    const gone = await read(url);
    const never = await read(url.replace(secret, 'x'.repeat(43)));
    expect([gone.status, never.status]).toEqual([404, 404]);
    expect(await gone.text()).toBe(await never.text());
    expect((await read(url.replace('.ics', ''))).status).toBe(404);
    expect(program.output()).not.toContain(secret);
    expect(filesHolding(secret, directory)).toEqual([]);
  });

  test('is one of five at most, and none is left of a person who was erased', async () => {
    const [first] = (await program.get<Items>('/calendar-feeds', participant)).items;
    const last = await add(participant);
    for (let more = 0; more < 3; more += 1) await add(participant);
    expect((await program.send('/calendar-feeds', {}, participant)).status).toBe(409);
    expect((await program.send('/calendar-feeds', { language: 'de' }, COACH)).status).toBe(422);
    expect(first).toBeDefined();
    const [, id = ''] = (participant['overstap-actor'] ?? '').split(':');
    await program.post(`/participants/${id}/erase`, { reason: 'op verzoek' });
    expect((await read(last.url)).status).toBe(404);
    expect((await program.get<Items>('/calendar-feeds', participant)).items).toEqual([]);
  });
});
