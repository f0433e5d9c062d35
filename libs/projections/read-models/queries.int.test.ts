import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type EventToAppend,
  type Actor,
  type JsonObject,
  type RecordedEvent,
  type StoredEvent,
} from '@overstap/kernel';
import { EVERYTHING, scopeOf } from '@overstap/policy';
import { type TestDatabase } from '../../../test/support/postgres.js';
import {
  coaches,
  cohorts,
  CursorError,
  deadlines,
  employerNamed,
  employerPeople,
  employers,
  employersProgrammes,
  programmesOfCases,
  funnelOf,
  glasses,
  hasOpenGlass,
  healthMayBeRead,
  ownTasks,
  ownTrajectories,
  participantsById,
  programmeOf,
  programmes,
  queue,
  summaries,
  summaryOf,
  survivalRows,
  type TenantClient,
  type TimelineName,
  timelineOf,
} from './index.js';
import { bare, TENANT } from './testing/fold.js';
import { PLACEMENT, WrittenLife } from './testing/lives.js';
import { projected, type ToProject } from './testing/projected.js';

let database: TestDatabase;
const TODAY = '2026-10-01';
const SOON = '2026-10-08';

const opened = (events: readonly StoredEvent[]): Promise<readonly RecordedEvent[]> =>
  Promise.resolve(
    events.map(({ sealed, ...event }): RecordedEvent => {
      const blocks = Object.values(sealed).map(
        (block) => JSON.parse(Buffer.from(block, 'base64').toString()) as JsonObject,
      );
      return { ...event, data: Object.assign({}, event.data, ...blocks) as JsonObject };
    }),
  );
const seal = (fields: object): string => Buffer.from(JSON.stringify(fields)).toString('base64');

const LEAD = { type: 'TEAM_LEAD', id: 'north' } as const;
const OFFICER = { type: 'QUALITY_OFFICER', id: 'vera' } as const;
const glassOf = ({ events }: WrittenLife): string =>
  (events.findLast(({ type }) => type === 'BreakGlassOpened')?.data as { glassId: string }).glassId;

const landedLife = new WrittenLife('t1');
const activeLife = new WrittenLife('t2');

function live(): void {
  for (const life of [landedLife, activeLife]) {
    life.until('2026-09-01').refer({
      participantId: `p-${life.trajectory}`,
      notifiedOn: '2026-09-01',
      cohortId: 'c-1',
      wave: 1,
      batchId: 'b-1',
    });
    life.tell('InviteParticipant', { channel: 'MAIL', language: 'nl' });
    life.until('2026-09-03').tell('MakeFirstContact', { on: '2026-09-03', channel: 'PHONE' });
    life.tell('MatchCoach', { coachId: 'coach-1' });
    life.until('2026-09-08').tell('HoldIntake', { on: '2026-09-08', minutes: 60, mode: 'ONSITE' });
  }
  activeLife.tell('AddTask', { title: 'Call Zoë', role: 'COACH', dueOn: TODAY });
  landedLife
    .until('2026-09-20')
    .tell('RecordPlacement', { ...PLACEMENT, acceptedOn: '2026-09-19', startsOn: '2026-11-01' });
  landedLife.tell('CorrectPlacement', { placementId: 'pl-1', acceptedOn: '2026-09-18', reason: 'typing' });
  for (const life of [landedLife, activeLife]) life.until(TODAY);
  landedLife.tell('RecordSessionNote', { noteId: 'n-1', ref: 'Worried', sharedWithParticipant: false });
  landedLife.tell('OpenBreakGlass', { reason: 'Cannot be reached', minutes: 30 }, LEAD);
  landedLife.tell('ReviewBreakGlass', { glassId: glassOf(landedLife), finding: 'JUSTIFIED' }, OFFICER);
  landedLife.tell('OpenBreakGlass', { reason: 'Once more', minutes: 240 }, OFFICER);
}

beforeAll(async () => {
  live();
  const told: ToProject[] = [];
  const tell = (stream: string, events: readonly EventToAppend[]): unknown =>
    told.push(...events.map((event) => ({ ...event, stream })));
  let ids = 0;
  const on = (type: string, data: object, part: Partial<StoredEvent> = {}) =>
    bare(type, data, { id: `x-${++ids}`, command: `x-${ids}`, ...part });
  tell('agency-main', [on('EmployerRegistered', { employerId: 'e-1', name: 'Voorbeeld BV' })]);
  const programme = { programme: 'reorg' };
  tell('programme-reorg', [
    on(
      'ProgrammeCreated',
      {
        programmeId: 'reorg',
        code: 'REORG-2026',
        names: { nl: 'Reorganisatie', en: 'Reorganisation' },
        programmeType: 'INDIVIDUAL_OUTPLACEMENT',
        employerId: 'e-1',
        templateId: 'IND-6',
        templateVersion: 1,
        disclosureProfile: 'STATUS',
        plannedStart: '2026-09-01',
        languages: ['nl'],
      },
      programme,
    ),
    on('ProgrammeOpened', { on: '2026-09-01' }, programme),
  ]);
  tell('cohort-c-1', [
    on('CohortCreated', { cohortId: 'c-1', label: 'Autumn' }, programme),
    on('CohortImportStarted', { batchId: 'b-1', checksum: 'abc', rows: 3 }, programme),
    on('CohortImportCompleted', { batchId: 'b-1', checksum: 'abc', rows: 3, accepted: 2, rejected: 1 }, programme),
    on('CohortImportStarted', { batchId: 'b-2', checksum: 'def', rows: 3 }, programme),
    on('CohortImportUndone', { batchId: 'b-2', reason: 'wrong file' }, programme),
    on('CohortWaveReleased', { cohortId: 'c-1', wave: 1, inviteOn: '2026-09-01' }, programme),
  ]);
  tell('participant-p-t1', [
    on(
      'ParticipantRegistered',
      { participantId: 'p-t1', employerId: 'e-1' },
      { subject: 'p-t1', sealed: { identity: seal({ firstName: 'Zoë', lastName: 'Old' }) } },
    ),
    on('ParticipantDetailsChanged', {}, { subject: 'p-t1', sealed: { identity: seal({ lastName: 'New' }) } }),
  ]);
  tell('participant-p-t2', [
    on(
      'ParticipantRegistered',
      { participantId: 'p-t2', employerId: 'e-1' },
      { subject: 'p-t2', sealed: { identity: seal({ firstName: 'Gone' }) } },
    ),
    on('SubjectErased', { reason: 'REQUEST' }, { subject: 'p-t2' }),
  ]);
  tell('coach-coach-1', [
    on(
      'CoachRegistered',
      { coachId: 'coach-1', specialisms: [], regions: ['Noord'], languages: ['nl'], maxComplexity: 4, weightedMax: 20 },
      { subject: 'coach-1', sealed: { identity: seal({ name: 'Anna' }) } },
    ),
    on('CoachAbsenceStarted', { coachId: 'coach-1', from: '2026-10-01' }, { subject: 'coach-1' }),
  ]);
  for (const life of [landedLife, activeLife]) tell(`trajectory-${life.trajectory}`, life.written);
  database = await projected(told);
});
afterAll(() => database.drop());

const ask = <Answer>(question: (client: TenantClient) => Promise<Answer>): Promise<Answer> =>
  database.readAs(TENANT, question);

/** Every page, one row at a time. */
async function paged<Row>(
  page: (after: string | undefined) => Promise<{ rows: readonly Row[]; next: string | undefined }>,
): Promise<Row[]> {
  const all: Row[] = [];
  let after: string | undefined;
  do {
    const { rows, next } = await page(after);
    all.push(...rows);
    after = next;
  } while (after !== undefined);
  return all;
}

describe('questions to the read models', () => {
  test('where a trajectory stands, and which ones meet a filter', async () => {
    expect(await ask((client) => summaryOf(client, EVERYTHING, 't1', TODAY))).toMatchObject({
      status: 'LANDED',
      programme: 'reorg',
      coach: 'coach-1',
      landed_on: '2026-09-18',
      started_on: '2026-09-08',
      planned_end_on: '2027-03-09',
      batch: 'b-1',
    });
    expect(await ask((client) => summaryOf(client, EVERYTHING, 't2', TODAY))).toMatchObject({
      status: 'ACTIVE',
      overdue: true,
    });
    expect(await ask((client) => summaryOf(client, EVERYTHING, 't9', TODAY))).toBeUndefined();
    expect(await database.readAs('another', (client) => summaryOf(client, EVERYTHING, 't1', TODAY))).toBeUndefined();
    const cohort = await paged((after) =>
      ask((client) =>
        summaries(
          client,
          EVERYTHING,
          { cohort: 'c-1', wave: 1 },
          { today: TODAY, limit: 1, ...(after ? { after } : {}) },
        ),
      ),
    );
    expect(cohort.map(({ trajectory }) => trajectory)).toEqual(['t1', 't2']);
    expect(
      (await ask((client) => summaries(client, EVERYTHING, { status: 'ACTIVE' }, { today: TODAY }))).rows,
    ).toHaveLength(1);
    await expect(
      ask((client) => summaries(client, EVERYTHING, {}, { today: TODAY, after: 'nonsense' })),
    ).rejects.toThrow(CursorError);
  });

  test('a timeline in order, opened, with the corrected placement struck out', async () => {
    const events = await paged((after) =>
      ask((client) =>
        timelineOf(client, opened, 'trajectory_timeline', 't1', { limit: 7, ...(after ? { after } : {}) }),
      ),
    );
    expect(events.map(({ id }) => id)).toEqual(landedLife.written.map(({ id }) => id));
    const placement = events.find(({ type }) => type === 'PlacementRecorded');
    expect(placement?.data).toMatchObject({ sector: 'care', acceptedOn: '2026-09-19' });
    expect(placement?.struck).toMatchObject({
      how: 'CORRECTED',
      by: events.find(({ type }) => type === 'PlacementCorrected')?.id,
    });
    const { rows } = await ask((client) =>
      timelineOf(client, opened, 'trajectory_timeline', 't1', { types: ['IntakeHeld'] }),
    );
    expect(rows.map(({ type }) => type)).toEqual(['IntakeHeld']);
  });

  test('a timeline per audience: the same trajectory, and of a table each', async () => {
    const typesIn = async (table: TimelineName) =>
      (await ask((client) => timelineOf(client, opened, table, 't1', { limit: 500 }))).rows.map(({ type }) => type);
    expect(await typesIn('process_timeline')).not.toContain('PlacementRecorded');
    expect(await typesIn('team_timeline')).toEqual(expect.arrayContaining(['PlacementRecorded', 'PhaseEntered']));
    expect(await typesIn('participant_timeline')).not.toContain('ClockArmed');
    const { rows } = await ask((client) =>
      timelineOf(client, opened, 'participant_timeline', 't1', { types: ['PlacementRecorded'] }),
    );
    expect(rows[0]).toMatchObject({ data: { sector: 'care' }, struck: { how: 'CORRECTED' } });
    expect(await ask((client) => healthMayBeRead(client, 't1'))).toBe(false);
  });

  test('to the person their own trajectories and tasks, and nobody else’s', async () => {
    const self = scopeOf({ type: 'PARTICIPANT', id: 'p-t2' });
    const own = await ask((client) => ownTrajectories(client, self));
    expect(own).toMatchObject([
      { trajectory: 't2', status: 'ACTIVE', coach: 'coach-1', programme_name_nl: 'Reorganisatie' },
    ]);
    expect(own[0]).not.toHaveProperty('next_due_on');
    expect(await ask((client) => ownTrajectories(client, self, 't1'))).toEqual([]);
    const tasks = await paged((after) =>
      ask((client) => ownTasks(client, self, { today: TODAY, limit: 1, ...(after ? { after } : {}) })),
    );
    expect(tasks.length).toBeGreaterThan(1);
    expect(new Set(tasks.map(({ trajectory }) => trajectory))).toEqual(new Set(['t2']));
    expect(tasks.map(({ code }) => code)).not.toContain('MANUAL');
    expect(
      await ask((client) => ownTasks(client, scopeOf({ type: 'PARTICIPANT', id: 'p-t9' }), { today: TODAY })),
    ).toMatchObject({ rows: [] });
  });

  test('through a broken glass for its time, and to whoever broke it alone', async () => {
    const minutesOn = (minutes: number) => new Date(Date.parse(landedLife.now) + minutes * 60_000).toISOString();
    const sees = (actor: Actor, trajectory: string, minutes: number) =>
      ask((client) => hasOpenGlass(client, actor, trajectory, minutesOn(minutes)));
    expect(await sees(LEAD, 't1', 29)).toBe(true);
    expect(await sees(LEAD, 't1', 30)).toBe(false);
    expect(await sees(LEAD, 't1', -1)).toBe(false);
    expect(await sees({ type: 'TEAM_LEAD', id: 'south' }, 't1', 1)).toBe(false);
    expect(await sees({ type: 'QUALITY_OFFICER', id: 'north' }, 't1', 1)).toBe(false);
    expect(await sees(LEAD, 't2', 1)).toBe(false);
    expect(await ask((client) => glasses(client, EVERYTHING, opened))).toMatchObject([
      { by_ref: 'vera', reason: 'Once more', finding: null },
      { by_ref: 'north', reason: 'Cannot be reached', finding: 'JUSTIFIED', reviewed_by: 'vera' },
    ]);
    const { rows } = await ask((client) => timelineOf(client, opened, 'coaching_file', 't1'));
    expect(rows.find(({ type }) => type === 'SessionNoteRecorded')?.data).toMatchObject({ ref: 'Worried' });
    const own = await ask((client) => timelineOf(client, opened, 'participant_timeline', 't1', { limit: 500 }));
    expect(own.rows.map(({ type }) => type)).not.toContain('SessionNoteRecorded');
    expect(own.rows.find(({ type }) => type === 'BreakGlassOpened')).toMatchObject({
      actor: { type: 'TEAM_LEAD' },
      data: { reason: 'Cannot be reached', minutes: 30 },
    });
  });

  test('to an employer their programmes with headcounts, and their people as the profile says', async () => {
    expect(await ask((client) => employersProgrammes(client, 'e-1'))).toMatchObject([
      { code: 'REORG-2026', disclosure_profile: 'STATUS', referred: 2, invited: 2 },
    ]);
    const nobody = scopeOf({ type: 'EMPLOYER_CASE_MANAGER', id: 'e-1' });
    expect(await ask((client) => programmesOfCases(client, nobody))).toEqual([]);
    expect(await ask((client) => employersProgrammes(client, 'e-2'))).toEqual([]);
    const hr = scopeOf({ type: 'EMPLOYER_HR', id: 'e-1' });
    const people = await paged((after) =>
      ask((client) => employerPeople(client, opened, hr, 'reorg', { limit: 1, ...(after ? { after } : {}) })),
    );
    expect(people).toMatchObject([
      {
        trajectory: 't1',
        name: { firstName: 'Zoë', lastName: 'New' },
        started: true,
        coach: 'Anna',
        intakeOn: '2026-09-08',
      },
    ]);
    expect(people[0]).toMatchObject({ outcome: { startsOn: '2026-11-01' }, closureClass: null });
    for (const person of people) expect(Object.keys(person)).not.toContain('obligations');
    expect(await ask((client) => employerPeople(client, opened, nobody, 'reorg'))).toMatchObject({ rows: [] });
    expect(await ask((client) => employerPeople(client, opened, hr, 'other'))).toMatchObject({ rows: [] });
  });

  test('a queue in the order of urgency, however it is paged', async () => {
    const all = await ask((client) =>
      queue(client, 'coach', { scope: EVERYTHING, today: TODAY, soon: SOON, trajectory: 't2', role: 'COACH' }),
    );
    expect(all.rows.length).toBeGreaterThan(3);
    const order = [
      'STATUTORY_OVERDUE',
      'PARTICIPANT_WAITING',
      'STATUTORY_SOON',
      'MEETING_TODAY',
      'OVERDUE',
      'DUE_TODAY',
      'LATER',
    ];
    const ranks = all.rows.map(({ urgency }) => order.indexOf(urgency));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(all.rows.find(({ code }) => code === 'MANUAL')).toMatchObject({
      urgency: 'DUE_TODAY',
      overdue: false,
      title_subject: 'p-t2',
    });
    expect(all.rows[0]).toMatchObject({ overdue: true, urgency: 'OVERDUE', assignee: 'coach-1' });
    const pieces = await paged((after) =>
      ask((client) =>
        queue(client, 'coach', {
          scope: EVERYTHING,
          today: TODAY,
          soon: SOON,
          trajectory: 't2',
          role: 'COACH',
          limit: 1,
          ...(after ? { after } : {}),
        }),
      ),
    );
    expect(pieces).toEqual(all.rows);
    const mine = await ask((client) =>
      queue(client, 'coach', { scope: EVERYTHING, today: TODAY, soon: SOON, assignee: 'coach-2', unassigned: true }),
    );
    expect(mine.rows.filter(({ assignee }) => assignee !== null)).toEqual([]);
    const done = await paged((after) =>
      ask((client) =>
        queue(client, 'coach', {
          scope: EVERYTHING,
          today: '2026-09-10',
          soon: SOON,
          tab: 'completed',
          limit: 1,
          ...(after ? { after } : {}),
        }),
      ),
    );
    expect(done.map(({ code, trajectory }) => `${code} ${trajectory}`)).toContain('S5_INTAKE t2');
    expect(
      (
        await ask((client) =>
          queue(client, 'coach', { scope: EVERYTHING, today: '2026-11-10', soon: SOON, tab: 'completed' }),
        )
      ).rows,
    ).toEqual([]);
    for (const tab of ['waiting', 'snoozed'] as const)
      expect(
        (await ask((client) => queue(client, 'planner', { scope: EVERYTHING, today: TODAY, soon: SOON, tab }))).rows,
      ).toEqual([]);
  });

  test('the deadline board, first due first', async () => {
    const rows = await paged((after) =>
      ask((client) =>
        deadlines(
          client,
          EVERYTHING,
          { programme: 'reorg', times: 'DEADLINE' },
          { today: TODAY, limit: 1, ...(after ? { after } : {}) },
        ),
      ),
    );
    expect(rows.map(({ code }) => code).sort()).toEqual([
      'ACTIVATION',
      'ACTIVATION',
      'END',
      'END',
      'FIRST_CONTACT',
      'FIRST_CONTACT',
      'INACTIVITY',
      'INACTIVITY',
    ]);
    expect(rows.map(({ due_on }) => due_on)).toEqual(rows.map(({ due_on }) => due_on).sort());
    expect(rows[0]).toMatchObject({ code: 'FIRST_CONTACT', on_time: true, how: 'MET', overdue: false });
    const late = await ask((client) =>
      deadlines(client, EVERYTHING, { aggregate_id: 't2', status: 'EXPIRED', dueBy: TODAY }, { today: TODAY }),
    );
    expect(late.rows.every(({ on_time }) => on_time === false)).toBe(true);
    expect(late.rows.length).toBeGreaterThan(0);
  });

  test('the funnel by day', async () => {
    const counts = await ask((client) => funnelOf(client, 'reorg', { from: '2026-09-01', to: '2026-09-30' }));
    const of = (stage: string) =>
      counts.filter((each) => each.stage === stage).map(({ day, entries }) => [day, entries]);
    expect(of('REFERRED')).toEqual([['2026-09-01', 2]]);
    expect(of('ACTIVE')).toEqual([['2026-09-08', 2]]);
    expect(of('LANDED')).toEqual([['2026-09-18', 1]]);
    expect(of('intake')).toEqual([['2026-09-08', 2]]);
  });

  test('survival rows come back as they were folded', async () => {
    const rows = await ask((client) => survivalRows(client, 'reorg'));
    expect(rows.map(({ trajectory, landed_on, internal }) => [trajectory, landed_on, internal])).toEqual([
      ['t1', '2026-09-18', false],
      ['t2', null, null],
    ]);
  });

  test('lists of programmes, employers, cohorts, people and coaches', async () => {
    expect(await ask((client) => programmeOf(client, 'REORG-2026'))).toMatchObject({
      programme: 'reorg',
      status: 'OPEN',
      employer_name: 'Voorbeeld BV',
    });
    expect(
      (await ask((client) => programmes(client, EVERYTHING, { employer: 'e-1', status: 'OPEN' }))).rows,
    ).toHaveLength(1);
    expect((await ask((client) => programmes(client, EVERYTHING, { status: 'CLOSED' }))).rows).toHaveLength(0);
    expect(await ask((client) => employerNamed(client, 'voorbeeld bv'))).toEqual({
      employer: 'e-1',
      name: 'Voorbeeld BV',
    });
    expect(await ask((client) => employers(client))).toHaveLength(1);
    expect(await ask((client) => cohorts(client, 'reorg'))).toMatchObject([
      {
        cohort: 'c-1',
        trajectories: 2,
        waves: [{ wave: 1 }],
        batches: [
          { batch: 'b-1', accepted: 2 },
          { batch: 'b-2', undone: true },
        ],
      },
    ]);
    const people = await ask((client) => participantsById(client, opened, ['p-t1', 'p-t2', 'p-t3']));
    expect(people.get('p-t1')?.identity).toEqual({ firstName: 'Zoë', lastName: 'New' });
    expect([people.get('p-t2')?.identity, people.has('p-t3')]).toEqual([null, false]);
    expect(await ask((client) => coaches(client, opened, TODAY))).toMatchObject([
      { name: 'Anna', trajectories: 2, absent_from: '2026-10-01', regions: ['Noord'] },
    ]);
  });
});
