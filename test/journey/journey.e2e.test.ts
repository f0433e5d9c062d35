import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const SAMPLES = new URL('../../samples/', import.meta.url);
const sample = (name: string): Promise<Buffer> => readFile(new URL(name, SAMPLES));
const CLOCK = '2026-09-01T09:00:00+02:00';

interface Imported {
  readonly accepted: number;
  readonly rejected: number;
  readonly duplicates: number;
  readonly batchId?: string;
  readonly rows: readonly { readonly line: number; readonly column: string; readonly rule: string }[];
}
interface Report {
  readonly asOf: string;
  readonly referred: number;
  readonly phases: Record<string, number>;
  readonly measures: readonly { readonly code: string; readonly numerator: number; readonly denominator: number }[];
}
type Items = { readonly items: readonly Record<string, string>[]; readonly next: string | null };

/** A server that refuses a large body answers and hangs up; a client still sending may see the hang-up first. */
async function answered(send: () => Promise<Response>, tries = 10): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    if (tries === 1) throw error;
    return answered(send, tries - 1);
  }
}

describe('a cohort goes from an HR export to an outcome report', () => {
  let directory: string;
  let program: RunningProgram;

  beforeAll(async () => {
    directory = join(await temporaryDirectory('journey'), 'data');
    program = await RunningProgram.startOn(directory, { OVERSTAP_CLOCK: CLOCK });
  });
  afterAll(() => program?.stop());

  test('a planner opens a programme for an employer', async () => {
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const terms = { code: 'REORG-2026', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    const opened = await program.post<{ events: { type: string }[] }>('/programmes/open-programme', terms);
    expect(opened.events.map(({ type }) => type)).toContain('ProgrammeOpened');
    const again = await program.post<{ events: unknown[] }>('/programmes/open-programme', terms);
    expect(again.events).toEqual([]);
  });

  test('a dry run and the import agree, and the same file again brings nobody', async () => {
    const file = await sample('cohort-hr-export.csv');
    const dry = await program.upload<Imported>('/programmes/REORG-2026/imports?dryRun=true', file);
    expect(dry.body).toMatchObject({
      accepted: 312,
      rejected: 0,
      duplicates: 0,
      encoding: 'windows-1252',
      delimiter: ';',
    });
    expect((await program.get<Items>('/trajectories')).items).toEqual([]);
    const done = await program.upload<Imported>('/programmes/REORG-2026/imports', file);
    expect(done.body).toMatchObject({ accepted: 312, rejected: 0, duplicates: 0 });
    const again = await program.upload<Imported>('/programmes/REORG-2026/imports', file);
    expect(again.body).toMatchObject({ accepted: 0, rejected: 0, duplicates: 312 });
  });

  test('a file with four errors brings the others and names the four', async () => {
    await program.post('/programmes/open-programme', {
      code: 'ERRORS',
      employer: 'Voorbeeld BV',
      template: 'IND-6',
      startsOn: '2026-09-01',
    });
    const { body } = await program.upload<Imported>(
      '/programmes/ERRORS/imports?dryRun=true',
      await sample('cohort-with-four-errors.csv'),
    );
    expect(body).toMatchObject({ accepted: 296, rejected: 4 });
    expect(body.rows.map(({ line, rule }) => [line, rule])).toEqual([
      [18, 'invalid-date'],
      [59, 'missing'],
      [115, 'duplicate-employee-number'],
      [245, 'invalid-number'],
    ]);
  });

  test('a wave invites its people; time passes; nobody called, so planners and team leads hear of it', async () => {
    const released = await program.post<{ invited: number }>('/programmes/REORG-2026/waves/1/release', {});
    expect(released.invited).toBe(160);
    await program.post('/clock', { now: '2026-09-04T10:00:00+02:00' });
    expect(await program.post('/programmes/REORG-2026/waves/1/release', {})).toEqual({
      ...{ wave: 1, people: 160, invited: 160, passedOver: 0, released: true, complete: true },
      ...{ invitedBefore: 160, releasedBefore: '2026-09-01' },
    });
    const { items } = await program.get<Items>('/queues/planner?limit=500');
    const contact = items.find(({ code }) => code === 'S2_FIRST_CONTACT');
    expect(contact).toMatchObject({ status: 'OPEN', dueOn: '2026-09-03', overdue: true });
    const timeline = await program.get<Items>(`/trajectories/${contact?.['trajectory']}/timeline`);
    expect(timeline.items.filter(({ type }) => type === 'RungFired').length).toBeGreaterThan(0);
  });

  test('a coach takes somebody from first contact to a job, and the report counts everybody', async () => {
    const { items } = await program.get<Items>('/trajectories?programme=REORG-2026&status=INVITED&limit=1');
    const id = items[0]?.['trajectory'];
    const tell = (command: string, body: object, headers = {}) =>
      program.post<{ position: string; revision: number }>(`/trajectories/${id}/${command}`, body, headers);
    await tell('make-first-contact', { on: '2026-09-04', channel: 'PHONE' });
    await program.registerCoach('coach-7');
    await tell('match-coach', { coachId: 'coach-7' });
    const held = await tell('hold-intake', { on: '2026-09-04', minutes: 60, mode: 'ONSITE' });
    const read = await program.get<Record<string, string>>(`/trajectories/${id}`, {
      'overstap-position': held.position,
    });
    expect(read).toMatchObject({
      status: 'ACTIVE',
      startedOn: '2026-09-04',
      plannedEndOn: '2027-03-05',
      coach: 'coach-7',
    });
    await program.post('/clock', { now: '2026-09-08T10:00:00+02:00' });
    const placed = await tell('record-placement', {
      placementId: 'pl-1',
      outcomeType: 'EMPLOYED_PERMANENT',
      acceptedOn: '2026-09-08',
      startsOn: '2026-10-01',
      hoursPerWeek: 32,
      sector: 'zorg',
      sameFunction: false,
      sameSector: false,
      channel: 'NETWORK',
      subsidised: false,
      internal: false,
    });
    const report = await program.get<Report>('/programmes/REORG-2026/report?asOf=2027-06-30', {
      'overstap-position': placed.position,
    });
    expect(report).toMatchObject({
      asOf: '2026-09-08',
      referred: 312,
      phases: { LANDED: 1, REFERRED: 152, INVITED: 159 },
    });
    expect(report.measures.find(({ code }) => code === 'M1')).toMatchObject({ numerator: 1, denominator: 312 });
    const before = await program.get<Report>('/programmes/REORG-2026/report?asOf=2026-09-07');
    expect(before.phases).toMatchObject({ LANDED: 0, ACTIVE: 1 });
  });

  test('the same Idempotency-Key is carried out once, and a stale If-Match is refused', async () => {
    const { items } = await program.get<Items>('/trajectories?programme=REORG-2026&status=INVITED&limit=1');
    const path = `/trajectories/${items[0]?.['trajectory']}/attempt-first-contact`;
    const body = { n: 1, channel: 'PHONE', outcome: 'NO_ANSWER' };
    const first = await program.post<{ revision: number; duplicate: boolean; events: unknown }>(path, body, {
      'idempotency-key': 'k-1',
    });
    const second = await program.post<{ revision: number; duplicate: boolean; events: unknown }>(path, body, {
      'idempotency-key': 'k-1',
    });
    expect(second).toEqual({ ...first, duplicate: true });
    const stale = await program.send(path, body, { 'if-match': `"${first.revision - 1}"` });
    expect(stale.status).toBe(412);
    expect(await stale.json()).toMatchObject({ code: 'revision-changed', revision: first.revision });
  });

  test('the OpenAPI description is valid 3.1 and has a route for every command of the journey', async () => {
    const document = await program.get<{ openapi: string; paths: Record<string, unknown> }>('/openapi.json');
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
    for (const path of [
      '/programmes/open-programme',
      '/trajectories/{id}/hold-intake',
      '/programmes/{id}/report',
      '/clock',
    ])
      expect(Object.keys(document.paths)).toContain(path);
  });

  test.each<[string, string, string | object, number]>([
    ['malformed JSON', '/programmes/open-programme', '{"code":', 400],
    ['an unknown field', '/programmes/open-programme', { code: 'X', nonsense: 1 }, 422],
    [
      'a date that does not exist',
      '/programmes/open-programme',
      { code: 'X', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-02-30' },
      422,
    ],
    [
      'an unknown template',
      '/programmes/open-programme',
      { code: 'X', employer: 'Voorbeeld BV', template: 'NONE', startsOn: '2026-09-01' },
      422,
    ],
    [
      'an unknown trajectory',
      '/trajectories/nobody/hold-intake',
      { on: '2026-09-01', minutes: 60, mode: 'ONSITE' },
      404,
    ],
    ['a clock that goes back', '/clock', { now: '2020-01-01T00:00:00Z' }, 422],
    ['too large a body', '/programmes/open-programme', { code: 'x'.repeat(2_000_000) }, 413],
  ])('%s gets a problem document and nothing else', async (_name, path, body, status) => {
    const answer = await answered(() => program.send(path, body));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = (await answer.json()) as Record<string, unknown>;
    expect(problem).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:overstap:problem:/),
      detail: expect.any(String),
    });
    expect(JSON.stringify(problem)).not.toContain('node_modules');
  });

  test.each<[string, () => Uint8Array]>([
    ['a PDF', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj')],
    ['an empty file', () => new Uint8Array()],
    ['200 columns', () => Buffer.from(`${Array.from({ length: 200 }, (_, n) => `c${n}`).join(';')}\n`)],
    ['a cell of 50 MB', () => Buffer.alloc(50 * 1024 * 1024, 'a')],
  ])('%s instead of an export is refused with a reason, and the program lives', async (_name, bytes) => {
    const answer = await program.upload('/programmes/REORG-2026/imports', bytes()).catch(() => ({ status: 413 }));
    expect([400, 413, 422]).toContain(answer.status);
    expect((await fetch(`${program.url}/health/live`)).status).toBe(200);
  });

  test('it stops within 5 s, starts again with everything there, and a second program on the directory is refused', async () => {
    const { code, ms } = await program.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5_000);
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: CLOCK });
    const report = await program.get<Report>('/programmes/REORG-2026/report?asOf=2027-06-30');
    expect(report).toMatchObject({ asOf: '2026-09-08', referred: 312, phases: { LANDED: 1 } });
    await expect(RunningProgram.start(directory)).rejects.toThrow(/already|another|other program/i);
  });
});
