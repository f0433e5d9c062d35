import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type VirtualClock } from '@overstap/platform';
import { type RecordedEvent } from '@overstap/kernel';
import { isOpenTask, standInOf, type TrajectoryState } from '@overstap/mobility';
import { AbsenceDays } from './absence-days.js';
import { coachAbsence, settleAbsences } from './coach-absence.js';
import { AgencyWorld, cohortFile, TENANT } from './testing/agency-world.js';

const PEOPLE = 3;
const START = '2026-09-01T08:00:00.000Z';

const handed = { reason: 'r', handoverDone: false, overrideReason: 'nothing is written yet' };

describe('a coach who is away', () => {
  let world: AgencyWorld;
  let programme: string;
  let trajectories: string[];
  let sam: string;
  let noor: string;
  let eva: string;
  let worlds = 0;
  beforeAll(async () => {
    world = await AgencyWorld.open();
    // The read models are there and lag behind, but where a test lets them catch up.
    await (await world.runner()).stop();
  });
  afterAll(() => world?.close());

  /** People of their own for every test: three of Sam's, each with a task for their coach. */
  beforeEach(async () => {
    const nth = (worlds += 1);
    programme = `P-${nth}`;
    [sam, noor, eva] = [`sam-${nth}`, `noor-${nth}`, `eva-${nth}`];
    for (const coachId of [sam, noor, eva])
      await world.tell('coach', coachId, 'RegisterCoach', {
        coachId,
        name: coachId,
        specialisms: [],
        regions: [],
        languages: ['nl'],
        maxComplexity: 3,
        weightedMax: 30,
      });
    await world.openProgramme(programme);
    await world.import(programme, await cohortFile(PEOPLE));
    trajectories = (await world.happened('ParticipantReferred'))
      .filter((event) => event.programme === programme)
      .map(({ trajectory }) => trajectory ?? '');
    for (const id of trajectories) {
      await world.tell('trajectory', id, 'MatchCoach', { coachId: sam });
      await world.tell('trajectory', id, 'AddTask', { title: 'Call', role: 'COACH' });
    }
  });

  const away = (coachId: string, from: string, more: object = {}) =>
    world.tell('coach', coachId, 'StartCoachAbsence', { from, ...more });
  const back = (coachId: string, from: string) => world.tell('coach', coachId, 'EndCoachAbsence', { from });
  const react = async (type: string, through = world) => {
    const event = (await world.happened(type)).at(-1) as unknown as RecordedEvent;
    await coachAbsence(through).react(event);
  };
  /** Who has the open work of coaches, per trajectory. */
  const workWith = async () =>
    Promise.all(
      trajectories.map(async (id) => {
        const state = (await world.aggregates.current(TENANT, 'trajectory', id)).state as TrajectoryState;
        const tasks = Object.values(state.workflow.tasks).filter((task) => isOpenTask(task) && task.role === 'COACH');
        return [...new Set(tasks.map(({ assigneeId }) => assigneeId))].join();
      }),
    );
  const all = (who: string) => Array(PEOPLE).fill(who);

  test('names nobody who is no coach of the agency: not as a coach, not as the next one, not as a stand-in, not for a coach’s task', async () => {
    const [first = ''] = trajectories;
    const { workflow } = (await world.aggregates.current(TENANT, 'trajectory', first)).state as TrajectoryState;
    const task = Object.values(workflow.tasks).find(({ role, status }) => role === 'COACH' && status === 'OPEN');
    const handed = { reason: 'Caseload', handoverDone: true, overrideReason: 'agreed' };
    const refusedOf = async (aggregate: 'coach' | 'trajectory', id: string, type: string, data: object) => {
      const outcome = await world.ask(aggregate, id, type, data);
      return outcome.outcome === 'refused' ? outcome.refusal : outcome;
    };
    const unknown = (field: string) => ({ code: 'coach-unknown', field });
    expect(await refusedOf('trajectory', first, 'ReassignCoach', { to: 'nobody', ...handed })).toMatchObject(
      unknown('to'),
    );
    expect(await refusedOf('trajectory', first, 'AssignTask', { taskId: task?.taskId, to: 'nobody' })).toMatchObject(
      unknown('to'),
    );
    expect(
      await refusedOf('coach', sam, 'StartCoachAbsence', { from: '2026-09-01', substituteId: 'nobody' }),
    ).toMatchObject(unknown('substituteId'));
    expect(await refusedOf('trajectory', first, 'MatchCoach', { coachId: 'nobody' })).toMatchObject(unknown('coachId'));
  });

  test('gives the work to the substitute, takes it back at the return, and delivered again does nothing', async () => {
    await away(sam, '2026-09-01', { substituteId: noor });
    await react('CoachAbsenceStarted');
    expect(await workWith()).toEqual(all(noor));
    const head = await world.store.head();
    await react('CoachAbsenceStarted');
    expect(await world.store.head()).toBe(head);
    await back(sam, '2026-09-01');
    await react('CoachAbsenceEnded');
    expect(await workWith()).toEqual(all(sam));
  });

  test('whose process dies half way is dealt with by the next one', async () => {
    await away(sam, '2026-09-01', { substituteId: noor });
    let sent = 0;
    const commands = world.hearing(() => {
      if (sent++ === 1) throw new Error('the process is gone');
    });
    const { database, store, aggregates, clock } = world;
    const event = (await world.happened('CoachAbsenceStarted')).at(-1) as unknown as RecordedEvent;
    await expect(coachAbsence({ database, store, aggregates, clock, commands }).react(event)).rejects.toThrow('gone');
    expect((await workWith()).filter((who) => who === noor)).toHaveLength(1);
    await react('CoachAbsenceStarted');
    expect(await workWith()).toEqual(all(noor));
    expect((await world.happened('CoachStandInNamed')).filter((each) => each.programme === programme)).toHaveLength(
      PEOPLE,
    );
  });

  test('met by somebody who was quicker asks to be tried again', async () => {
    await away(sam, '2026-09-01', { substituteId: noor });
    const { database, store, aggregates, clock } = world;
    const commands = world.hearing(() => ({ outcome: 'conflict', revision: 1, since: [] }));
    const event = (await world.happened('CoachAbsenceStarted')).at(-1) as unknown as RecordedEvent;
    const busy = coachAbsence({ database, store, aggregates, clock, commands });
    await expect(busy.react(event)).rejects.toThrow('concurrent change');
  });

  test('with a substitute who is away too has the work done by that one’s substitute, and nobody gets it twice', async () => {
    await away(sam, '2026-09-01', { substituteId: noor });
    await react('CoachAbsenceStarted');
    await away(noor, '2026-09-01', { substituteId: eva });
    await react('CoachAbsenceStarted');
    expect(await workWith()).toEqual(all(eva));
    await back(noor, '2026-09-01');
    await react('CoachAbsenceEnded');
    expect(await workWith()).toEqual(all(noor));
  });

  test('keeps the work where nobody may have it, and a team lead hears of that', async () => {
    const [first = ''] = trajectories;
    const disclosed = { role: 'neighbours', coachId: noor, on: '2026-09-01' };
    await world.tell('trajectory', first, 'DiscloseConflictOfRoles', disclosed);
    await away(sam, '2026-09-01', { substituteId: noor });
    await react('CoachAbsenceStarted');
    expect(await workWith()).toEqual([sam, noor, noor]);
    const state = (await world.aggregates.current(TENANT, 'trajectory', first)).state as TrajectoryState;
    expect(standInOf(state.facts)).toMatchObject({ why: 'CONFLICT_OF_ROLES' });
    expect(Object.values(state.workflow.tasks)).toContainEqual(
      expect.objectContaining({ code: 'STAND_IN_DECISION', role: 'TEAM_LEAD', status: 'OPEN' }),
    );
  });

  test('has who comes to them meanwhile helped by the substitute too', async () => {
    await away(sam, '2026-09-01', { substituteId: noor });
    await react('CoachAbsenceStarted');
    const [first = ''] = trajectories;
    await world.tell('trajectory', first, 'ReassignCoach', { to: eva, ...handed });
    await react('CoachReassigned');
    expect(await workWith()).toEqual([eva, noor, noor]);
    await world.tell('trajectory', first, 'ReassignCoach', { to: sam, ...handed });
    await react('CoachReassigned');
    expect(await workWith()).toEqual(all(noor));
  });

  test('on days that were announced: the work goes and comes back when they come', async () => {
    const clock = world.clock as VirtualClock;
    const runner = await world.runner(coachAbsence(world));
    const [seen, days] = [new Map<string, string[]>(), new AbsenceDays(world, () => undefined)];
    await away(sam, '2026-09-07', { until: '2026-09-11', substituteId: noor });
    await runner.drain();
    expect(await workWith()).toEqual(all(sam));
    const moved = await days.advance('2026-09-20T10:00:00.000Z', async (to) => {
      await runner.drain();
      seen.set(clock.now(), await workWith());
      return clock.moveTo(to);
    });
    await runner.drain();
    await runner.stop();
    expect(moved).toBeUndefined();
    expect(Object.fromEntries(seen)).toEqual({
      [START]: all(sam),
      '2026-09-06T22:00:00.000Z': all(noor),
      '2026-09-11T22:00:00.000Z': all(sam),
    });
  });

  test('and returns earlier than was said has the work back then', async () => {
    await away(sam, '2026-09-18', { until: '2026-12-01', substituteId: noor });
    const runner = await world.runner();
    await runner.drain();
    await settleAbsences(world);
    expect(await workWith()).toEqual(all(noor));
    await back(sam, '2026-09-19');
    await runner.drain();
    await runner.stop();
    await settleAbsences(world);
    expect(await workWith()).toEqual(all(sam));
  });
});
