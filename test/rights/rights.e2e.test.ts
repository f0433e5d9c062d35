import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Browser, PASSWORD } from '../support/browser.js';
import { filesHolding } from '../support/in-clear.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

interface Items<Row = Readonly<Record<string, unknown>>> {
  readonly items: readonly Row[];
}
interface Day {
  readonly day: string;
  readonly name: string | null;
  readonly said: { readonly nl: string; readonly en: string };
  readonly seen: readonly { readonly route: string; readonly times: number }[];
}

const OFFICER = { 'overstap-actor': 'QUALITY_OFFICER:q-1' };
/** Occur nowhere else. */
const [SHARED, WORKING] = ['Zilvermeeuwendans', 'Houtsnippenvlucht'];

describe('the rights of a person', () => {
  let directory: string;
  let program: RunningProgram;
  let position = '';
  let [person, trajectory, other] = ['', '', ''];
  let coach: Browser;
  let participant: Browser;

  const tell = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await program.send(path, body, headers);
    position = answer.headers.get('overstap-position') ?? position;
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Readonly<Record<string, string>>;
  };
  const read = <Answer = Items>(path: string, headers = {}) =>
    program.get<Answer>(path, { 'overstap-position': position, ...headers });
  const account = async (email: string, role: string, name: string): Promise<Browser> => {
    const { link = '' } = await tell('/accounts', { email, roles: [role] });
    const browser = new Browser(program);
    expect((await browser.submit(new URL(link).pathname, { name, password: PASSWORD })).status).toBe(303);
    await browser.signIn(email);
    return browser;
  };
  const bodyOf = async <Answer = Items>(answer: Promise<Response>): Promise<Answer> => {
    const got = await answer;
    if (!got.ok) throw new Error(`${got.url}: ${got.status} ${await got.text()}`);
    return (await got.json()) as Answer;
  };

  beforeAll(async () => {
    directory = join(await temporaryDirectory('rights'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await tell('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const terms = { code: 'P', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    const retention = { fileMonths: 2, notesMonths: 1, healthMonths: 1 };
    await tell('/programmes/open-programme', { ...terms, retention });
    const rows = (await readFile(new URL('../../samples/cohort-tidy.csv', import.meta.url), 'utf8')).split(/\r?\n/);
    await program.upload('/programmes/P/imports', Buffer.from(rows.slice(0, 3).join('\n')));
    const offers = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 6, weightedMax: 100 };
    await tell('/coaches/register-coach', { coachId: 'eva', name: 'Eva Visser', ...offers });
    const people = (await read<Items<Record<string, string>>>('/trajectories?programme=P')).items;
    [person = '', other = ''] = people.map((each) => each['participant'] ?? '');
    trajectory = people[0]?.['trajectory'] ?? '';
    for (const each of people)
      await tell(`/trajectories/${each['trajectory']}/match-coach`, { coachId: 'eva', overrideReason: 'At once' });
    await account('beheer@voorbeeld.example', 'ADMIN', 'Ada');
    coach = await account('eva@voorbeeld.example', 'COACH:eva', 'Eva Visser');
    participant = await account('zelf@voorbeeld.example', `PARTICIPANT:${person}`, 'Zelf');
    const note = { noteId: 'n-1', ref: SHARED, sharedWithParticipant: true };
    await tell(`/trajectories/${trajectory}/record-session-note`, note);
    await tell(`/trajectories/${trajectory}/record-session-note`, {
      ...{ noteId: 'n-2', ref: WORKING, sharedWithParticipant: false },
    });
    await read('/trajectories?programme=P');
  });
  afterAll(() => program?.stop());

  describe('who saw what', () => {
    test('a person reads in words that their coach looked, and what at', async () => {
      await bodyOf(coach.ask(`/trajectories/${trajectory}/timeline`));
      await bodyOf(coach.ask(`/trajectories/${trajectory}/timeline`));
      const { items } = await bodyOf<Items<Day>>(participant.ask('/my/access-log'));
      expect(items).toMatchObject([{ day: '2026-09-01', name: 'Eva Visser', seen: [{ route: 'timeline', times: 2 }] }]);
      expect(items[0]?.said).toEqual({
        nl: 'Je coach (Eva Visser) bekeek de tijdlijn van je traject (zoeken en plannen, coaching).',
        en: 'Your coach (Eva Visser) looked at the timeline of your trajectory (search and plans, coaching).',
      });
    });

    test('the operator is told apart from whoever they act for, and nobody hears of what is about others', async () => {
      await read(`/trajectories/${trajectory}/timeline`, { 'overstap-actor': 'COACH:eva' });
      const { items } = await bodyOf<Items<Day>>(participant.ask('/my/access-log'));
      expect(items.map(({ said }) => said.en.split(' looked')[0])).toEqual([
        'Your coach (Eva Visser)',
        'Whoever keeps the system running',
      ]);
      const others = await read<Items>('/my/access-log', { 'overstap-actor': `PARTICIPANT:${other}` });
      expect(others.items).toEqual([]);
    });

    test('what is not there is not entered, nor what shows process facts alone', async () => {
      const before = (await read('/access-log', OFFICER)).items.length;
      expect((await coach.ask('/trajectories/01a05bc4-0000-70a9-bb25-d3cc14607f2a/timeline')).status).toBe(404);
      await read(`/trajectories/${trajectory}`);
      expect((await read('/access-log', OFFICER)).items).toHaveLength(before);
    });

    test('the quality officer reads all of it, by person, role and day, and nobody else does', async () => {
      const about = await read(`/access-log?participant=${person}&role=COACH&from=2026-09-01&to=2026-09-01`, OFFICER);
      expect(about.items).toHaveLength(3);
      expect(about.items[0]).toMatchObject({ role: 'COACH', ref: 'eva', via: 'operator', trajectories: [trajectory] });
      expect((await read(`/access-log?participant=${person}&from=2026-09-02`, OFFICER)).items).toEqual([]);
      expect((await read(`/access-log?participant=${other}`, OFFICER)).items).toEqual([]);
      expect((await coach.ask('/access-log')).status).toBe(403);
    });
  });

  describe('a copy of the file', () => {
    let file = '';

    test('holds everything recorded, shared notes too, and of working notes the days alone', async () => {
      const made = await bodyOf<Record<string, string>>(participant.send(`/participants/${person}/files`, {}));
      file = made['id'] ?? '';
      expect(made['expiresAt']?.slice(0, 10)).toBe('2026-09-08');
      const copy = await bodyOf<Record<string, never>>(participant.ask(`/participants/${person}/files/${file}`));
      const text = JSON.stringify(copy);
      expect(text).toContain(SHARED);
      expect(text).toContain('zelf@voorbeeld.example');
      expect(text).toContain('Je coach (Eva Visser) bekeek');
      expect(text).not.toContain(WORKING);
      expect(copy['workingFile']).toMatchObject([{ trajectory, at: expect.stringMatching(/^2026-09-01/) }]);
      expect(filesHolding(SHARED, directory)).toEqual([]);
    });

    test('can be read as a PDF in both languages', async () => {
      for (const language of ['nl', 'en']) {
        const path = `/participants/${person}/files/${file}?format=pdf&language=${language}`;
        const answer = await participant.ask(path);
        expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
        expect(
          Buffer.from(await answer.arrayBuffer())
            .subarray(0, 5)
            .toString(),
        ).toBe('%PDF-');
      }
    });

    test('answers the request for it, and is itself entered in the access log', async () => {
      const requests = await requestsIn(file);
      expect(requests.map(({ type }) => type)).toEqual(['SubjectRequestReceived', 'SubjectRequestFulfilled']);
      const { items } = await bodyOf<Items<Day>>(participant.ask('/my/access-log'));
      const own = items.find(({ said }) => said.en.startsWith('You looked'));
      expect(own?.seen.map(({ route, times }) => [route, times])).toEqual([
        ['person_file', 4],
        ['person_file_made', 2],
      ]);
    });

    test('is for the person and the quality officer; to others it is not there', async () => {
      expect((await coach.send(`/participants/${person}/files`, {})).status).toBe(403);
      const unasked = await program.send(`/participants/${other}/files`, {}, OFFICER);
      expect([unasked.status, await unasked.json()]).toEqual([409, expect.objectContaining({ code: 'nobody-asked' })]);
      const foreign = await participant.send(`/participants/${other}/files`, {});
      expect(foreign.status).toBe(404);
      expect((await participant.ask(`/participants/${other}/files/${file}`)).status).toBe(404);
      // What the person made for themselves is theirs: coaching content is in it, and nobody asked the officer for anything.
      expect((await read(`/participants/${person}/files`, OFFICER)).items).toEqual([]);
      expect((await program.fetch(`/participants/${person}/files/${file}`, { headers: OFFICER })).status).toBe(404);
    });

    test('is made and fetched by the quality officer once the person has asked', async () => {
      const request = { requestId: 'r-access', kind: 'ACCESS' };
      await tell(`/participants/${other}/receive-subject-request`, request, OFFICER);
      const { id } = await tell(`/participants/${other}/files`, {}, OFFICER);
      expect((await read(`/participants/${other}/files`, OFFICER)).items).toMatchObject([{ id }]);
      expect(await read<object>(`/participants/${other}/files/${id}`, OFFICER)).toMatchObject({ participant: other });
    });

    const requestsIn = async (requestId: string) => {
      const copy = await bodyOf<{ events: { type: string; data: { requestId?: string } }[] }>(
        participant
          .send(`/participants/${person}/files`, { keepRequests: true })
          .then(async (made) =>
            participant.ask(`/participants/${person}/files/${((await made.json()) as { id: string }).id}`),
          ),
      );
      return copy.events.filter(({ data }) => data.requestId === requestId);
    };
  });

  describe('restriction', () => {
    const typesOf = async () =>
      (await read<Items<{ type: string }>>(`/trajectories/${trajectory}/timeline?limit=500`)).items.map(
        ({ type }) => type,
      );

    test('holds from the moment of an objection, on every trajectory, until it is lifted', async () => {
      const objection = { requestId: 'r-object', kind: 'OBJECT' };
      await bodyOf(participant.send(`/participants/${person}/receive-subject-request`, objection));
      await program.post('/clock', { now: '2026-09-01T09:01:00+02:00' });
      expect(await typesOf()).toContain('DisclosureHeld');
      expect(await bodyOf<object>(participant.ask(`/participants/${person}/rights`))).toMatchObject({
        restricted: true,
        requests: [
          { kind: 'ACCESS', fulfilled: true },
          { kind: 'OBJECT', fulfilled: false },
        ],
      });
      await tell(`/participants/${person}/lift-processing-restriction`, { requestId: 'r-object' }, OFFICER);
      await program.post('/clock', { now: '2026-09-01T09:02:00+02:00' });
      expect((await typesOf()).filter((type) => type.startsWith('Disclosure'))).toEqual([
        'DisclosureHeld',
        'DisclosureReleased',
      ]);
      expect((await read<Record<string, unknown>>(`/participants/${person}/rights`, OFFICER))['restricted']).toBe(
        false,
      );
    });
  });

  describe('retention', () => {
    const preview = async (days: number) =>
      (await read<Items<Record<string, unknown>>>(`/retention/preview?days=${days}`, OFFICER)).items.map(
        ({ class: category, until, held }) => [category, until, held],
      );
    const noteIsThere = async () =>
      JSON.stringify(await read(`/trajectories/${trajectory}/timeline?limit=500`)).includes(SHARED);

    test('begins when a trajectory is concluded, as long as the programme agreed, and is seen ahead', async () => {
      await tell(`/trajectories/${trajectory}/decline-participation`, { reason: 'NO_NEED', on: '2026-09-01' });
      await program.post('/clock', { now: '2026-09-01T09:03:00+02:00' });
      expect(await preview(29)).toEqual([]);
      expect(await preview(40)).toEqual([
        ['coaching', '2026-10-01', false],
        ['health', '2026-10-01', false],
      ]);
      expect((await preview(70)).slice(2)).toEqual([
        ['identity', '2026-11-01', false],
        ['search', '2026-11-01', false],
      ]);
    });

    test('destroys nothing under a legal hold, nor does an erasure, which is told why', async () => {
      await tell(`/participants/${person}/place-retention-hold`, { reason: 'geschil' }, OFFICER);
      expect(await preview(40)).toMatchObject([['coaching', '2026-10-01', true], { 2: true }]);
      await program.post('/clock', { now: '2026-10-02T09:00:00+02:00' });
      expect(await noteIsThere()).toBe(true);
      const refused = await program.send(`/participants/${person}/erase`, { reason: 'op verzoek' }, OFFICER);
      expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'retention-held' }]);
    });

    test('destroys a category on its day, with the copies of the file, and leaves the others', async () => {
      await tell(`/participants/${person}/release-retention-hold`, { reason: 'voorbij' }, OFFICER);
      await bodyOf(participant.send(`/participants/${person}/files`, {}));
      await program.post('/clock', { now: '2026-10-03T09:00:00+02:00' });
      expect(await noteIsThere()).toBe(false);
      expect(await read<object>(`/participants/${person}/rights`, OFFICER)).toMatchObject({
        held: [],
        destroyed: expect.arrayContaining(['coaching', 'health']),
      });
      expect((await bodyOf(participant.ask(`/participants/${person}/files`))).items).toEqual([]);
      // What went already leaves no empty page before what is still to go.
      expect((await read('/retention/preview?days=40&limit=1', OFFICER)).items).toMatchObject([{ class: 'identity' }]);
      expect((await participant.ask('/my/access-log')).status).toBe(200);
    });

    test('ends with who it was, and lets nobody in by their account any more', async () => {
      await program.post('/clock', { now: '2026-11-02T09:00:00+01:00' });
      expect((await participant.ask('/my/access-log')).status).toBe(401);
      expect(await preview(3660)).toEqual([]);
      expect((await read<Record<string, unknown>>(`/trajectories/${trajectory}`))['status']).toBe('DECLINED');
    });
  });

  test('the chain over the access log holds', async () => {
    const verified = await program.post<{ ok: boolean; accessLog: { tenants: { entries: number }[] } }>(
      '/operation/verify',
      {},
    );
    expect(verified.ok).toBe(true);
    expect(verified.accessLog.tenants[0]?.entries).toBeGreaterThan(8);
  });

  test('what was kept of the chains elsewhere is held against them', async () => {
    const env = { PATH: process.env['PATH'], OVERSTAP_DATA_DIR: directory, HOME: directory };
    const cli = (...args: string[]) =>
      spawnSync(process.execPath, ['dist/apps/cli/main.js', ...args], { env, encoding: 'utf8' });
    const lines = cli('roots').stdout.trim().split('\n');
    expect(lines.map((line) => line.replace(/:\d+:[0-9a-f]{64}$/, ''))).toEqual([
      'events:default',
      'access:default',
      'roles:default',
    ]);
    await bodyOf(coach.ask('/queues/coach'));
    expect(cli('verify', '--root', ...lines)).toMatchObject({ status: 0 });
    for (const line of lines) {
      const other = cli('verify', '--json', '--root', line.replace(/[0-9a-f]{64}$/, 'a'.repeat(64)));
      expect([line.split(':')[0], other.status, other.stdout.includes('root-differs')]).toEqual([
        line.split(':')[0],
        1,
        true,
      ]);
    }
    expect(cli('verify', '--root', 'nonsense').status).toBe(1);
  });
});
