import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { filesHolding } from '../support/in-clear.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

/** Names that occur nowhere else: whoever finds one in a file has found a leak. */
const CANARIES = ['Zwartkopmees', 'Goudvinkstra', 'kanarie.vogel@zangvogel.example', 'Papegaaiduikerplein'];
const HEADER =
  'external_id,first_name,last_name,email,phone,language,function,level,hours_per_week,gross_monthly,employed_since,birth_year,site,notified_on,redundant_on,contract_ends_on,wave';
const ROWS = [
  '900001,Zwartkopmees,Goudvinkstra,kanarie.vogel@zangvogel.example,06-12345678,nl,Monteur,B1,32,2600,2001-02-03,1970,Papegaaiduikerplein,2026-09-01,2026-09-01,2027-01-01,1',
  '900002,Anna,Jansen,anna.jansen@voorbeeld.example,06-12345679,nl,Monteur,B1,32,2600,2001-02-03,1980,Utrecht,2026-09-01,2026-09-01,2027-01-01,1',
];
/** The command line on the machine itself. */
const cli = (data: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/apps/cli/main.js', ...args], {
    env: { PATH: process.env['PATH'], OVERSTAP_DATA_DIR: data },
    encoding: 'utf8',
  });
type Items = { readonly items: readonly Record<string, string>[] };
interface Report {
  readonly referred: number;
  readonly phases: object;
  readonly measures: readonly { readonly code: string; readonly numerator: number; readonly denominator: number }[];
}
const measured = ({ measures }: Report) =>
  // Whoever is erased is concluded, and has not landed.
  measures
    .filter(({ code }) => code !== 'M3')
    .map(({ code, numerator, denominator }) => [code, numerator, denominator]);

describe('an erased person', () => {
  let directory: string;
  let program: RunningProgram;
  let participant: string;
  let trajectory: string;
  let backup: string;

  /** Which canaries lie in clear anywhere below the data directory: tables, write-ahead log, queue, logs, exports. */
  const leaks = (): string[] => CANARIES.filter((canary) => filesHolding(canary, directory).length > 0);

  /** What was to be told about the trajectory, to whomever. */
  const outboxOf = async (status: string) =>
    (await program.get<Items>(`/outbox?status=${status}&limit=500`)).items
      .filter((each) => each['aggregateId'] === trajectory)
      .map(({ role, reason }) => [role, reason]);

  beforeAll(async () => {
    directory = join(await temporaryDirectory('erasure'), 'data');
    backup = `${directory}-backup`;
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    await program.post('/programmes/open-programme', {
      code: 'WISSEN',
      employer: 'Voorbeeld BV',
      template: 'IND-6',
      startsOn: '2026-09-01',
    });
    await program.upload('/programmes/WISSEN/imports', Buffer.from([HEADER, ...ROWS].join('\n')));
    await program.post('/programmes/WISSEN/waves/1/release', {});
    await program.post('/clock', { now: '2026-09-03T10:00:00+02:00' });
    const { items } = await program.get<Items>('/trajectories?programme=WISSEN');
    for (const item of items) {
      const timeline = await program.get<{ items: { type: string; data: Record<string, unknown> }[] }>(
        `/trajectories/${item['trajectory']}/timeline`,
      );
      const referral = timeline.items.find(({ type }) => type === 'ParticipantReferred');
      if (referral?.data['site'] !== 'Papegaaiduikerplein') continue;
      participant = item['participant'] ?? '';
      trajectory = item['trajectory'] ?? '';
    }
    await program.post(`/trajectories/${trajectory}/make-first-contact`, { on: '2026-09-03', channel: 'PHONE' });
    await program.post(`/trajectories/${trajectory}/add-task`, { title: 'Bel Goudvinkstra terug', role: 'COACH' });
    // What is told at night waits for the morning.
    await program.post('/clock', { now: '2026-09-03T20:00:00+02:00' });
    await program.registerCoach('coach-1');
    const criteria = { level: 2, region: 'utrecht', language: 'nl' };
    await program.post(`/trajectories/${trajectory}/propose-coach`, { coachId: 'coach-1', criteria, score: 50 });
    await program.post('/clock', { now: '2026-09-03T20:01:00+02:00' });
    expect(await outboxOf('WAITING')).not.toEqual([]);
  });
  afterAll(() => program?.stop());

  test('lies nowhere in clear, not even before', () => {
    expect(participant).not.toBe('');
    expect(leaks()).toEqual([]);
  });

  test('can be backed up while they are not erased yet', () => {
    expect(cli(directory, 'backup', backup)).toMatchObject({ status: 0 });
  });

  test('can be read by nobody afterwards, while the figures stay and a rebuild succeeds', async () => {
    const officer = { 'overstap-actor': 'QUALITY_OFFICER:vera' };
    const request = { requestId: 'r-1', kind: 'ACCESS' };
    await program.post(`/participants/${participant}/receive-subject-request`, request, officer);
    const copies = `/participants/${participant}/files`;
    const { id: copy } = await program.post<{ id: string }>(copies, {}, officer);
    expect(JSON.stringify(await program.get(`${copies}/${copy}`, officer))).toContain('Goudvinkstra');
    const before = await program.get<Report>('/programmes/WISSEN/report?asOf=2026-09-03');
    expect(cli(directory, 'erase', participant, '--reason', 'op verzoek')).toMatchObject({ status: 0 });
    expect(await program.get(copies, officer)).toEqual({ items: [], next: null });
    expect((await program.fetch(`${copies}/${copy}`, { headers: officer })).status).toBe(404);
    const another = await program.send(copies, {}, officer);
    expect([another.status, await another.json()]).toMatchObject([409, { code: 'participant-erased' }]);
    await program.post('/operation/rebuild', {});
    const after = await program.get<Report>('/programmes/WISSEN/report?asOf=2026-09-03');
    // Of the open ones there is one less, and one more of whom nobody knows.
    expect(after).toMatchObject({ referred: before.referred, phases: { CLOSED: 1 } });
    expect(measured(after)).toEqual(measured(before));
    const timeline = await program.get<{ items: { type: string; data: Record<string, unknown>; erased?: string[] }[] }>(
      `/trajectories/${trajectory}/timeline`,
    );
    expect(JSON.stringify(timeline)).not.toMatch(new RegExp(CANARIES.join('|')));
    expect(timeline.items.find(({ type }) => type === 'ParticipantReferred')?.erased).toEqual(['search']);
    expect(leaks()).toEqual([]);
    expect(CANARIES.filter((canary) => program.output().includes(canary))).toEqual([]);
  });

  test('gets no new personal data, and commands without any go on', async () => {
    const consent = {
      consentId: 'c-1',
      purpose: 'REFERRAL',
      categories: ['search'],
      recipient: 'x',
      until: '2027-01-01',
    };
    const note = await program.send(`/trajectories/${trajectory}/give-consent`, consent);
    expect(note.status).toBe(409);
    expect(await note.json()).toMatchObject({ code: 'subject-erased' });
    const optOut = { on: '2026-09-03' };
    expect((await program.send(`/trajectories/${trajectory}/opt-out-of-reminders`, optOut)).status).toBe(200);
  });

  test('has no trajectory that runs on: it is closed for that, its tasks fall away, and nobody is told any more', async () => {
    expect(await program.get(`/trajectories/${trajectory}`)).toMatchObject({
      status: 'CLOSED',
      closureClass: 'INTERRUPTED',
    });
    const { items } = await program.get<{ items: { type: string; data: Record<string, unknown> }[] }>(
      `/trajectories/${trajectory}/timeline?limit=500`,
    );
    expect(items.find(({ type }) => type === 'TrajectoryClosed')?.data['reason']).toBe('ERASED');
    const created = items.filter(({ type }) => type === 'TaskCreated').length;
    const cancelled = items.filter(({ type, data }) => type === 'TaskCancelled' && data['reason'] === 'ERASED');
    expect([cancelled.length > 1, cancelled.length <= created]).toEqual([true, true]);
    const queue = await program.get<Items>('/queues/coach?limit=500', { 'overstap-actor': 'TEAM_LEAD:lead-1' });
    expect(queue.items.filter((row) => row['trajectory'] === trajectory)).toEqual([]);
    expect(await outboxOf('WAITING')).toEqual([]);
    expect(await outboxOf('SUPPRESSED')).toContainEqual(['COACH', 'PERSON_ERASED']);
    await program.post('/clock', { now: '2026-12-03T10:00:00+01:00' });
    expect(await outboxOf('DELIVERED')).not.toContainEqual(['COACH', null]);
    const since = await program.get<Items>(`/trajectories/${trajectory}/timeline?limit=500`);
    // What was said after the end may be read later; of the three months nothing came.
    const typesOf = (all: readonly { readonly type?: string }[]) =>
      all.map(({ type }) => type).filter((type) => type !== 'RemindersOptedOut');
    expect(typesOf(since.items)).toEqual(typesOf(items));
  });

  test('stays erased when the program starts again', async () => {
    await program.stop();
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    const timeline = await program.get<Items>(`/trajectories/${trajectory}/timeline`);
    expect(JSON.stringify(timeline)).not.toMatch(new RegExp(CANARIES.join('|')));
    expect(leaks()).toEqual([]);
  });

  test('stays erased when an older backup is restored with the ledger, before anything is opened', async () => {
    await program.stop();
    /** The backup is older than what followed from the erasure. */
    const endedAgain = async (): Promise<void> => {
      for (let tries = 0; tries < 1200; tries += 1) {
        const answer = await program.fetch(`/trajectories/${trajectory}`);
        if (answer.ok && ((await answer.json()) as { status: string }).status === 'CLOSED') return;
        await sleep(50);
      }
      throw new Error(`The trajectory runs on: ${program.output()}`);
    };
    /** Read models are filled anew after a restore, one after the other: a list is empty before. */
    const filled = async (path: string): Promise<Items['items']> => {
      for (let tries = 0; tries < 1200; tries += 1) {
        const { items } = await program.get<Items>(path);
        if (items.length > 0) return items;
        await sleep(50);
      }
      throw new Error(`${path} stays empty after the restore: ${program.output()}`);
    };
    const read = async (data: string): Promise<string> => {
      expect(cli(data, 'restore', backup)).toMatchObject({ status: 0 });
      program = await RunningProgram.start(data, { OVERSTAP_CLOCK: '2026-09-03T20:10:00+02:00' });
      try {
        const items = await filled('/trajectories?programme=WISSEN');
        if (data.endsWith('-restored')) await endedAgain();
        const timelines = items.map((item) => filled(`/trajectories/${item['trajectory']}/timeline`));
        return JSON.stringify([await Promise.all(timelines), await program.get('/queues/coach')]);
      } finally {
        await program.stop();
      }
    };
    const canary = new RegExp(CANARIES.join('|'));
    const remembering = `${directory}-restored`;
    await mkdir(remembering, { mode: 0o700 });
    await copyFile(join(directory, 'erasures.jsonl'), join(remembering, 'erasures.jsonl'));
    expect(await read(remembering)).not.toMatch(canary);
    expect(CANARIES.filter((each) => filesHolding(each, remembering).length > 0)).toEqual([]);
    // The backup itself still knows: it is the ledger that makes it forget.
    const forgetful = `${directory}-without-ledger`;
    await mkdir(forgetful, { mode: 0o700 });
    expect(await read(forgetful)).toMatch(canary);
  });
});
