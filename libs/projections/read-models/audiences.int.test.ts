import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Actor } from '@overstap/kernel';
import { EVERYTHING, scopeOf } from '@overstap/policy';
import {
  coaches,
  employerPeople,
  employersProgrammes,
  programmesOfCases,
  glasses,
  hasOpenGlass,
  healthMayBeRead,
  ownTasks,
  ownTrajectories,
  plansOf,
  queue,
  summaries,
  tasksOfOwner,
  timelineOf,
  type TimelineName,
} from './index.js';
import { askedWorld, landedLife, LEAD, opened, paged, TODAY } from './testing/asked-world.js';

let world: Awaited<ReturnType<typeof askedWorld>>;
beforeAll(async () => {
  world = await askedWorld();
});
afterAll(() => world.database.drop());

describe('what each audience is answered', () => {
  test('a timeline in order, opened, with the corrected placement struck out', async () => {
    const events = await paged((after) =>
      world.ask((client) =>
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
    const { rows } = await world.ask((client) =>
      timelineOf(client, opened, 'trajectory_timeline', 't1', { types: ['IntakeHeld'] }),
    );
    expect(rows.map(({ type }) => type)).toEqual(['IntakeHeld']);
  });

  test('a timeline per audience: the same trajectory, and of a table each', async () => {
    const typesIn = async (table: TimelineName) =>
      (await world.ask((client) => timelineOf(client, opened, table, 't1', { limit: 500 }))).rows.map(
        ({ type }) => type,
      );
    expect(await typesIn('process_timeline')).not.toContain('PlacementRecorded');
    expect(await typesIn('team_timeline')).toEqual(expect.arrayContaining(['PlacementRecorded', 'PhaseEntered']));
    expect(await typesIn('participant_timeline')).not.toContain('ClockArmed');
    const { rows } = await world.ask((client) =>
      timelineOf(client, opened, 'participant_timeline', 't1', { types: ['PlacementRecorded'] }),
    );
    expect(rows[0]).toMatchObject({ data: { sector: 'care' }, struck: { how: 'CORRECTED' } });
    expect(await world.ask((client) => healthMayBeRead(client, 't1'))).toBe(false);
  });

  test('to the person their own trajectories and tasks, and nobody else’s', async () => {
    const self = scopeOf({ type: 'PARTICIPANT', id: 'p-t2' });
    const own = await world.ask((client) => ownTrajectories(client, self));
    expect(own).toMatchObject([
      { trajectory: 't2', status: 'ACTIVE', coach: 'coach-1', programme_name_nl: 'Reorganisatie' },
    ]);
    expect(own[0]).not.toHaveProperty('next_due_on');
    expect(await world.ask((client) => ownTrajectories(client, self, 't1'))).toEqual([]);
    const tasks = await paged((after) =>
      world.ask((client) => ownTasks(client, self, { today: TODAY, limit: 1, ...(after ? { after } : {}) })),
    );
    expect(tasks.length).toBeGreaterThan(1);
    expect(new Set(tasks.map(({ trajectory }) => trajectory))).toEqual(new Set(['t2']));
    expect(tasks.map(({ code }) => code)).not.toContain('MANUAL');
    expect(
      await world.ask((client) => ownTasks(client, scopeOf({ type: 'PARTICIPANT', id: 'p-t9' }), { today: TODAY })),
    ).toMatchObject({ rows: [] });
  });

  test('through a broken glass for its time, and to whoever broke it alone', async () => {
    const minutesOn = (minutes: number) => new Date(Date.parse(landedLife.now) + minutes * 60_000).toISOString();
    const sees = (actor: Actor, trajectory: string, minutes: number, account?: string) => {
      const reader = { actor, ...(account === undefined ? {} : { account }) };
      return world.ask((client) => hasOpenGlass(client, reader, trajectory, minutesOn(minutes)));
    };
    expect(await sees(LEAD, 't1', 29)).toBe(true);
    expect(await sees(LEAD, 't1', 30)).toBe(false);
    expect(await sees(LEAD, 't1', -1)).toBe(false);
    expect(await sees({ type: 'TEAM_LEAD', id: 'south' }, 't1', 1)).toBe(false);
    expect(await sees({ type: 'QUALITY_OFFICER', id: 'north' }, 't1', 1)).toBe(false);
    expect(await sees(LEAD, 't2', 1)).toBe(false);
    expect(await sees(LEAD, 't2', 1, 'account-1')).toBe(true);
    expect(await sees(LEAD, 't2', 1, 'account-2')).toBe(false);
    expect(await sees(LEAD, 't1', 1, 'account-1')).toBe(false);
    expect(await sees({ type: 'QUALITY_OFFICER', id: 'north' }, 't2', 1, 'account-1')).toBe(false);
    expect(await world.ask((client) => glasses(client, EVERYTHING, opened))).toMatchObject([
      { by_ref: 'north', by_account: 'account-1', reason: 'By an account', finding: null },
      { by_ref: 'vera', by_account: null, reason: 'Once more', finding: null },
      { by_ref: 'north', reason: 'Cannot be reached', finding: 'JUSTIFIED', reviewed_by: 'vera' },
    ]);
    const { rows } = await world.ask((client) => timelineOf(client, opened, 'coaching_file', 't1'));
    expect(rows.find(({ type }) => type === 'SessionNoteRecorded')?.data).toMatchObject({ ref: 'Worried' });
    const own = await world.ask((client) => timelineOf(client, opened, 'participant_timeline', 't1', { limit: 500 }));
    expect(own.rows.map(({ type }) => type)).not.toContain('SessionNoteRecorded');
    expect(own.rows.find(({ type }) => type === 'BreakGlassOpened')).toMatchObject({
      actor: { type: 'TEAM_LEAD' },
      data: { reason: 'Cannot be reached', minutes: 30 },
    });
  });

  test('to an employer their programmes with headcounts, and their people as the profile says', async () => {
    expect(await world.ask((client) => employersProgrammes(client, 'e-1'))).toMatchObject([
      { code: 'REORG-2026', disclosure_profile: 'STATUS', referred: 2, invited: 2 },
    ]);
    const nobody = scopeOf({ type: 'EMPLOYER_CASE_MANAGER', id: 'e-1' });
    expect(await world.ask((client) => programmesOfCases(client, nobody))).toEqual([]);
    expect(await world.ask((client) => employersProgrammes(client, 'e-2'))).toEqual([]);
    const hr = scopeOf({ type: 'EMPLOYER_HR', id: 'e-1' });
    const people = await paged((after) =>
      world.ask((client) => employerPeople(client, opened, hr, 'reorg', { limit: 1, ...(after ? { after } : {}) })),
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
    expect(await world.ask((client) => employerPeople(client, opened, nobody, 'reorg'))).toMatchObject({ rows: [] });
    expect(await world.ask((client) => employerPeople(client, opened, hr, 'other'))).toMatchObject({ rows: [] });
  });

  // The last one: the views stay like this.
  test('nothing that a newer version has added to the rows, while that one takes over', async () => {
    const { worker } = world.database;
    const { rows: live } = await worker.query<{ name: string; relation: string }>(
      `SELECT name, relation FROM projection_checkpoint WHERE state = 'live'`,
    );
    for (const { name, relation } of live)
      await worker.query(
        `CREATE OR REPLACE VIEW read_model.${name} WITH (security_invoker = true) AS SELECT *, 'added'::text AS added FROM ${relation}`,
      );
    await worker.query(`UPDATE read_model.pseudonymous_plan SET clear = clear || '{"added":1}'`);
    const plans = await world.ask((client) => plansOf(client, opened, 'PLACEMENT', ['t1']));
    const person = scopeOf({ type: 'PARTICIPANT', id: 'p-t2' });
    const coach = scopeOf({ type: 'COACH', id: 'coach-1' });
    const due = { today: TODAY, soon: TODAY };
    const answers: readonly (readonly object[])[] = [
      (await world.ask((client) => ownTasks(client, person, due))).rows,
      (await world.ask((client) => tasksOfOwner(client, coach, 'COACH', due))).rows,
      (await world.ask((client) => queue(client, 'coach', { scope: EVERYTHING, ...due }))).rows,
      (await world.ask((client) => summaries(client, EVERYTHING, {}, due))).rows,
      (await world.ask((client) => timelineOf(client, opened, 'trajectory_timeline', 't1'))).rows,
      await world.ask((client) => coaches(client, opened, TODAY)),
      await world.ask((client) => glasses(client, EVERYTHING, opened)),
      plans.get('t1') ?? [],
    ];
    expect(answers.map(([row]) => Object.keys(row ?? {}).includes('added'))).toEqual(answers.map(() => false));
    expect(answers.filter(({ length }) => length === 0)).toEqual([]);
  });
});
