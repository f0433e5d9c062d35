import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const SAMPLES = new URL('../../samples/', import.meta.url);
const CLOCK = '2026-09-01T09:00:00+02:00';
const LEAD = { 'overstap-actor': 'TEAM_LEAD:lead-1' };

interface Page<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}
interface Message {
  readonly id: string;
  readonly read: boolean;
  readonly shared: boolean;
  readonly subject: { readonly nl: string; readonly en: string };
  readonly about: { readonly code: string; readonly names: { readonly nl: string; readonly en: string } } | null;
  readonly dueOn: string | null;
  readonly aggregateId: string;
}
interface Delivery {
  readonly status: string;
  readonly reason: string | null;
  readonly role: string;
  readonly message: string;
  readonly aggregateId: string;
}

describe('messages go from a wave that nobody called to those who are to know', () => {
  let program: RunningProgram;
  const names: string[] = [];

  const open = async (code: string, rows: readonly string[]): Promise<string> => {
    await program.post('/programmes/open-programme', {
      code,
      employer: 'Voorbeeld BV',
      template: 'IND-6',
      startsOn: '2026-09-01',
    });
    const file = Buffer.from(rows.map((row, n) => (n === 0 ? row : row.replace(/\d+$/, '1'))).join('\n'));
    const { body } = await program.upload<{ batchId: string }>(`/programmes/${code}/imports`, file);
    return body.batchId;
  };
  let header = '';
  let people: readonly string[] = [];

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('messages'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: CLOCK });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    [header = '', ...people] = (await readFile(new URL('cohort-tidy.csv', SAMPLES), 'utf8')).split(/\r?\n/);
    names.push(...people.slice(0, 5).flatMap((row) => row.split(',').slice(0, 4)));
    await open('TOLD', [header, ...people.slice(0, 5)]);
    await program.post('/programmes/TOLD/waves/1/release', {});
    await program.post('/clock', { now: '2026-09-14T10:00:00+02:00' });
  });
  afterAll(() => program?.stop());

  const inbox = (query = '', actor: Record<string, string> = LEAD) =>
    program.get<Page<Message>>(`/inbox${query}`, actor);
  const outbox = (query = '') => program.get<Page<Delivery>>(`/outbox${query}`);

  test('a team lead reads what is to be decided: what about, in both languages, and on whose trajectory', async () => {
    const { items } = await inbox();
    const contact = items.filter(({ about }) => about?.code === 'S2_FIRST_CONTACT');
    // Two of the five are to hear of their redundancy in October only.
    expect(new Set(contact.map(({ aggregateId }) => aggregateId)).size).toBe(3);
    expect(contact[0]).toMatchObject({
      read: false,
      shared: true,
      about: { names: { nl: 'Eerste persoonlijke contact', en: 'First personal contact' } },
      subject: { nl: expect.any(String), en: expect.any(String) },
      dueOn: '2026-09-03',
    });
    const trajectory = await program.get<{ programme: string }>(`/trajectories/${contact[0]!.aggregateId}`);
    expect(trajectory.programme).toBe('TOLD');
  });

  test('a page at a time is everything once, and nothing of it is another role’s', async () => {
    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Message> = await inbox(`?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      all.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength((await inbox('?limit=500')).items.length);
    const planners = await inbox('?limit=500', { 'overstap-actor': 'PLANNER:planner-1' });
    expect(planners.items.length).toBeGreaterThan(0);
    expect(planners.items.filter(({ id }) => all.includes(id))).toEqual([]);
  });

  test('what was read goes behind what was not, and stays read', async () => {
    const [first] = (await inbox()).items;
    const stranger = await program.send(`/inbox/${first!.id}/read`, {}, { 'overstap-actor': 'COACH:coach-1' });
    expect(stranger.status).toBe(404);
    for (let time = 0; time < 2; time += 1)
      expect(await program.post(`/inbox/${first!.id}/read`, {}, LEAD)).toEqual({ id: first!.id, read: true });
    const { items } = await inbox('?limit=500');
    expect(items.at(-1)).toMatchObject({ id: first!.id, read: true });
    expect((await inbox('?limit=500&unread=true')).items.map(({ id }) => id)).not.toContain(first!.id);
  });

  test('a message that is not there, and a cursor that no page gave out, are problems', async () => {
    for (const id of ['nonsense', '00000000-0000-4000-8000-000000000000'])
      expect((await program.send(`/inbox/${id}/read`, {}, LEAD)).status).toBe(404);
    const made = Buffer.from(JSON.stringify(['yesterday', 'x'])).toString('base64url');
    for (const path of ['/inbox?cursor=x', `/outbox?cursor=${made}`]) {
      const answer = await program.fetch(path);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ errors: [{ field: 'cursor' }] });
    }
  });

  test('an operator sees how they fare', async () => {
    expect((await outbox('?status=DELIVERED&limit=500')).items.length).toBeGreaterThanOrEqual(10);
    expect((await outbox('?status=FAILED')).items).toEqual([]);
    expect((await outbox('?status=SUPPRESSED')).items).toEqual([]);
    expect((await outbox('?limit=1')).items[0]).toEqual({
      id: expect.any(String),
      status: 'DELIVERED',
      reason: null,
      role: expect.any(String),
      channel: expect.any(String),
      message: expect.any(String),
      aggregate: 'trajectory',
      aggregateId: expect.any(String),
      recordedAt: expect.any(String),
      notBefore: expect.any(String),
      attempts: 1,
    });
  });

  test('who was invited in the evening by an import that is then undone is not written to in the morning', async () => {
    const batch = await open('UNDONE', [header, ...people.slice(5, 8)]);
    await program.post('/clock', { now: '2026-09-14T21:00:00+02:00' });
    await program.post('/programmes/UNDONE/waves/1/release', {});
    await program.post('/clock', { now: '2026-09-14T21:30:00+02:00' });
    expect((await outbox('?status=WAITING')).items).toMatchObject(
      Array(3).fill({
        role: 'PARTICIPANT',
        message: 'INVITATION',
        reason: null,
        notBefore: '2026-09-15T06:00:00.000Z',
      }),
    );
    await program.post(`/programmes/UNDONE/imports/${batch}/undo`, { reason: 'wrong file' });
    await program.post('/clock', { now: '2026-09-15T12:00:00+02:00' });
    const { items } = await outbox('?status=SUPPRESSED');
    expect(items).toMatchObject(Array(3).fill({ message: 'INVITATION', reason: 'TRAJECTORY_CONCLUDED', attempts: 0 }));
  });

  test('and nothing about anybody', async () => {
    const text = JSON.stringify((await outbox('?limit=500')).items);
    const { items } = await program.get<Page<{ participant: string }>>('/trajectories?programme=TOLD');
    expect(names).toHaveLength(20);
    for (const personal of [...names, ...items.map(({ participant }) => participant)])
      expect(text).not.toContain(personal);
    expect(text).not.toMatch(/S2_FIRST_CONTACT|dueOn|ref"/);
  });

  test('in the way that each prefers, which only the programme manager sets for everybody', async () => {
    const COACH = { 'overstap-actor': 'COACH:coach-1' };
    const night = { from: '17:00', to: '09:00' };
    const set = await program.send('/message-preference', { mail: 'DIGEST', language: 'en', quietHours: night }, LEAD);
    expect(await set.json()).toEqual({
      mail: 'DIGEST',
      language: 'en',
      quietHours: { ...night, weekends: true, holidays: true },
    });
    expect((await program.send('/message-preference/default', { mail: 'INBOX' }, LEAD)).status).toBe(403);
    await program.post('/message-preference/default', { mail: 'IMMEDIATE' });
    expect(await program.get('/message-preference', COACH)).toMatchObject({
      mail: 'IMMEDIATE',
      language: null,
      quietHours: { from: '18:00' },
    });
    for (const wrong of [{ mail: 'NEVER' }, { quietHours: { from: '25:00', to: '08:00' } }, { language: 'de' }])
      expect((await program.send('/message-preference', wrong, LEAD)).status).toBe(422);
  });
});
