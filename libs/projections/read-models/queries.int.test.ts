import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EVERYTHING, type IdentityScope } from '@overstap/policy';
import {
  coaches,
  cohorts,
  CursorError,
  deadlines,
  employerNamed,
  employers,
  funnelOf,
  contactOf,
  namesOf,
  participantsById,
  programmeOf,
  programmes,
  queue,
  summaries,
  summaryOf,
  survivalRows,
} from './index.js';
import { askedWorld, opened, paged, TODAY } from './testing/asked-world.js';

const SOON = '2026-10-08';

let world: Awaited<ReturnType<typeof askedWorld>>;
beforeAll(async () => {
  world = await askedWorld();
});
afterAll(() => world.database.drop());

describe('questions to the read models', () => {
  test('where a trajectory stands, and which ones meet a filter', async () => {
    expect(await world.ask((client) => summaryOf(client, EVERYTHING, 't1', TODAY))).toMatchObject({
      status: 'LANDED',
      programme: 'reorg',
      coach: 'coach-1',
      landed_on: '2026-09-18',
      started_on: '2026-09-08',
      planned_end_on: '2027-03-09',
      batch: 'b-1',
    });
    expect(await world.ask((client) => summaryOf(client, EVERYTHING, 't2', TODAY))).toMatchObject({
      status: 'ACTIVE',
      overdue: true,
    });
    expect(await world.ask((client) => summaryOf(client, EVERYTHING, 't9', TODAY))).toBeUndefined();
    expect(
      await world.database.readAs('another', (client) => summaryOf(client, EVERYTHING, 't1', TODAY)),
    ).toBeUndefined();
    const cohort = await paged((after) =>
      world.ask((client) =>
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
      (await world.ask((client) => summaries(client, EVERYTHING, { status: 'ACTIVE' }, { today: TODAY }))).rows,
    ).toHaveLength(1);
    await expect(
      world.ask((client) => summaries(client, EVERYTHING, {}, { today: TODAY, after: 'nonsense' })),
    ).rejects.toThrow(CursorError);
  });

  test('a queue in the order of urgency, however it is paged', async () => {
    const all = await world.ask((client) =>
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
      world.ask((client) =>
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
    const mine = await world.ask((client) =>
      queue(client, 'coach', { scope: EVERYTHING, today: TODAY, soon: SOON, assignee: 'coach-2', unassigned: true }),
    );
    expect(mine.rows.filter(({ assignee }) => assignee !== null)).toEqual([]);
    const done = await paged((after) =>
      world.ask((client) =>
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
        await world.ask((client) =>
          queue(client, 'coach', { scope: EVERYTHING, today: '2026-11-10', soon: SOON, tab: 'completed' }),
        )
      ).rows,
    ).toEqual([]);
    for (const tab of ['waiting', 'snoozed'] as const)
      expect(
        (await world.ask((client) => queue(client, 'planner', { scope: EVERYTHING, today: TODAY, soon: SOON, tab })))
          .rows,
      ).toEqual([]);
  });

  test('the deadline board, first due first', async () => {
    const rows = await paged((after) =>
      world.ask((client) =>
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
    const late = await world.ask((client) =>
      deadlines(client, EVERYTHING, { aggregate_id: 't2', status: 'EXPIRED', dueBy: TODAY }, { today: TODAY }),
    );
    expect(late.rows.every(({ on_time }) => on_time === false)).toBe(true);
    expect(late.rows.length).toBeGreaterThan(0);
  });

  test('the funnel by day', async () => {
    const counts = await world.ask((client) => funnelOf(client, 'reorg', { from: '2026-09-01', to: '2026-09-30' }));
    const of = (stage: string) =>
      counts.filter((each) => each.stage === stage).map(({ day, entries }) => [day, entries]);
    expect(of('REFERRED')).toEqual([['2026-09-01', 2]]);
    expect(of('ACTIVE')).toEqual([['2026-09-08', 2]]);
    expect(of('LANDED')).toEqual([['2026-09-18', 1]]);
    expect(of('intake')).toEqual([['2026-09-08', 2]]);
  });

  test('survival rows come back as they were folded', async () => {
    const rows = await world.ask((client) => survivalRows(client, 'reorg'));
    expect(rows.map(({ trajectory, landed_on, internal }) => [trajectory, landed_on, internal])).toEqual([
      ['t1', '2026-09-18', false],
      ['t2', null, null],
    ]);
  });

  test('lists of programmes, employers, cohorts, people and coaches', async () => {
    expect(await world.ask((client) => programmeOf(client, 'REORG-2026'))).toMatchObject({
      programme: 'reorg',
      status: 'OPEN',
      employer_name: 'Voorbeeld BV',
    });
    expect(
      (await world.ask((client) => programmes(client, EVERYTHING, { employer: 'e-1', status: 'OPEN' }))).rows,
    ).toHaveLength(1);
    expect((await world.ask((client) => programmes(client, EVERYTHING, { status: 'CLOSED' }))).rows).toHaveLength(0);
    expect(await world.ask((client) => employerNamed(client, 'voorbeeld bv'))).toEqual({
      employer: 'e-1',
      name: 'Voorbeeld BV',
    });
    expect(await world.ask((client) => employers(client))).toHaveLength(1);
    expect(await world.ask((client) => cohorts(client, 'reorg'))).toMatchObject([
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
    const people = await world.ask((client) => participantsById(client, opened, ['p-t1', 'p-t2', 'p-t3']));
    expect(people.get('p-t1')?.identity).toEqual({
      ...{ firstName: 'Zoë', lastName: 'New' },
      ...{ phone: '06-1', language: 'nl', birthYear: 1970 },
    });
    expect([people.get('p-t2')?.identity, people.has('p-t3')]).toEqual([null, false]);
    expect(await world.ask((client) => coaches(client, opened, TODAY))).toMatchObject([
      { name: 'Anna', trajectories: 2, absent_from: '2026-10-01', regions: ['Noord'] },
    ]);
  });

  test('who somebody is, as it was last said, of whom one reaches and of nobody else', async () => {
    const wanted = { trajectories: ['t1', 't2', 't9'], participants: ['p-t1', 'p-t3'] };
    const asked = async (scope: IdentityScope) => {
      const contact = await world.ask((client) => contactOf(client, opened, scope, 't1'));
      const { byTrajectory, byParticipant } = await world.ask((client) => namesOf(client, opened, scope, wanted));
      return { contact, names: [...byTrajectory.keys(), ...byParticipant.keys()] };
    };
    const all = { ...EVERYTHING, onRequest: false };
    expect(await asked(all)).toEqual({
      contact: {
        ...{ trajectory: 't1', firstName: 'Zoë', lastName: 'New', phone: '06-1', language: 'nl' },
        ...{ email: null, address: null, externalId: null },
      },
      names: ['t1', 'p-t1'],
    });
    expect(await asked({ relations: ['COACH'], ref: 'coach-1', onRequest: false })).toMatchObject({
      names: ['t1', 'p-t1'],
    });
    expect(await asked({ relations: ['COACH'], ref: 'coach-2', onRequest: false })).toEqual({ names: [] });
    expect(await world.database.readAs('another', (client) => contactOf(client, opened, all, 't1'))).toBeUndefined();
  });

  test('who somebody is, where a request opens that, of who made one: what they said with it is no part of it', async () => {
    const onRequest = { ...EVERYTHING, onRequest: true };
    const asked = (trajectory: string) => world.ask((client) => contactOf(client, opened, onRequest, trajectory));
    expect(await asked('t1')).toBeUndefined();
    // Erased after their request: it may be asked, and nothing is left to read.
    const gone = { firstName: null, lastName: null, email: null, phone: null, address: null, language: null };
    expect(await asked('t2')).toEqual({ trajectory: 't2', ...gone, externalId: null });
    const { byTrajectory } = await world.ask((client) =>
      namesOf(client, opened, onRequest, { trajectories: ['t1', 't2'] }),
    );
    expect(byTrajectory.size).toBe(0);
  });
});
