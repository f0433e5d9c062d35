import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AggregateCommand } from '@overstap/commands';
import { type RecordedEvent } from '@overstap/kernel';
import { calendarChange } from './calendar-change.js';
import { AgencyWorld, cohortFile, TENANT } from './testing/agency-world.js';
import { WaveReleases } from './wave-release/index.js';

const PEOPLE = 4;
const CLOSED = { calendarId: 'nl', reason: 'brugdag' };

describe('a change of the calendar', () => {
  let world: AgencyWorld;
  let day = 1;
  beforeAll(async () => {
    world = await AgencyWorld.open();
    await world.openProgramme('P');
    await world.import('P', await cohortFile(PEOPLE));
    await world.tell('cohort', 'P', 'ReleaseCohortWave', { wave: 1, inviteOn: '2026-09-01' });
    const waves = new WaveReleases({ ...world, report: () => undefined });
    const runner = await world.runner(waves.reactor);
    await runner.drain();
    await waves.settled();
    await runner.drain();
    await runner.stop();
  });
  afterAll(() => world?.close());
  // Each test closes a day of its own.
  beforeEach(() => {
    day += 1;
  });

  const close = async (): Promise<RecordedEvent> => {
    await world.tell('agency', TENANT, 'CloseCalendarDay', { ...CLOSED, day: `2026-09-0${day}` });
    const [event] = (await world.happened('CalendarDayClosed')).slice(-1);
    return event as RecordedEvent;
  };
  const trajectories = async () => (await world.happened('ParticipantReferred')).map(({ trajectory }) => trajectory);
  const causedBy = async ({ id }: RecordedEvent) =>
    (await world.happened('ClockRearmed')).filter(({ causation }) => causation === id);
  const hearing = () => {
    const sent: AggregateCommand[] = [];
    return { sent, reactor: calendarChange({ ...world, commands: world.hearing((each) => void sent.push(each)) }) };
  };

  test('moves the clocks of every trajectory, each told once', async () => {
    const event = await close();
    const { sent, reactor } = hearing();
    const runner = await world.runner(reactor);
    await runner.drain();
    const told = sent.filter(({ causation }) => causation === event.id);
    expect(new Set(told.map(({ type }) => type))).toEqual(new Set(['RecomputeClocks']));
    expect(told.map(({ aggregate, id }) => `${aggregate} ${id}`).toSorted()).toEqual(
      (await trajectories()).map((id) => `trajectory ${id}`).toSorted(),
    );
    const moved = await causedBy(event);
    const before = new Map(
      (await world.happened('ClockArmed')).map(({ stream, data }) => [`${stream} ${data['clockId']}`, data['dueOn']]),
    );
    const later = moved.filter(
      ({ stream, data }) => String(data['dueOn']) > String(before.get(`${stream} ${data['clockId']}`)),
    );
    expect(new Set(later.map(({ trajectory }) => trajectory))).toEqual(new Set(await trajectories()));
    await runner.drain();
    await runner.stop();
    expect(sent.filter(({ causation }) => causation === event.id)).toEqual(told);
  });

  test('delivered again changes nothing', async () => {
    const event = await close();
    const { reactor } = hearing();
    await reactor.react(event);
    const before = await world.store.head();
    expect((await causedBy(event)).length).toBeGreaterThanOrEqual(PEOPLE);
    for (let time = 0; time < 3; time += 1) await reactor.react(event);
    expect(await world.store.head()).toBe(before);
  });

  test('that was cut off half way is carried on, and nobody’s clocks move twice', async () => {
    const event = await close();
    let told = 0;
    const dying = calendarChange({
      ...world,
      commands: world.hearing(() => {
        if (told++ === 2) throw new Error('the process is gone');
      }),
    });
    await expect(dying.react(event)).rejects.toThrow('gone');
    const half = new Set((await causedBy(event)).map(({ stream }) => stream));
    expect(half.size).toBeLessThan(PEOPLE);
    await hearing().reactor.react(event);
    const moved = await causedBy(event);
    expect(new Set(moved.map(({ stream }) => stream)).size).toBeGreaterThanOrEqual(PEOPLE);
    expect(new Set(moved.map(({ stream, data }) => `${stream} ${data['clockId']}`)).size).toBe(moved.length);
  });

  test('asks to be tried again when others were quicker', async () => {
    const event = await close();
    const busy = world.hearing(() => ({ outcome: 'conflict', revision: 1, since: [] }));
    await expect(calendarChange({ ...world, commands: busy }).react(event)).rejects.toThrow('concurrent change');
    await hearing().reactor.react(event);
    expect((await causedBy(event)).length).toBeGreaterThanOrEqual(PEOPLE);
  });

  test('reaches somebody whose clocks the read model has not seen yet', async () => {
    await world.import('P', await cohortFile(1, PEOPLE));
    const [late = ''] = (await trajectories()).slice(-1);
    await world.tell('trajectory', late, 'InviteParticipant', {
      channel: 'MAIL',
      language: 'nl',
      occurredOn: '2026-09-01',
    });
    const event = await close();
    const { sent, reactor } = hearing();
    await reactor.react(event);
    expect(sent.map(({ id }) => id)).toContain(late);
    expect((await causedBy(event)).map(({ trajectory }) => trajectory)).toContain(late);
  });

  test('counts at once in another process that looked at the calendar a moment ago', async () => {
    const other = await AgencyWorld.on(world.database);
    const agency = await other.aggregates.recent(TENANT, 'agency', TENANT, 0);
    const event = await close();
    // As if it had looked just now: what it keeps is believed for a quarter of a second.
    Object.assign(agency, { checkedAtMs: performance.now() });
    await calendarChange(other).react(event);
    await other.store.close();
    expect((await causedBy(event)).length).toBeGreaterThanOrEqual(PEOPLE);
  });

  test('of another agency is none of this one’s', async () => {
    const event = await close();
    const { sent, reactor } = hearing();
    await reactor.react({ ...event, tenant: 'another' });
    expect(sent).toEqual([]);
  });

  test('moves what is due on a person too, which is done before the day of the law when that is closed', async () => {
    const month = { value: 'P1M', unit: 'calendarMonths', validFrom: '2018-05-25', source: 'AVG art. 12 lid 3' };
    await world.tell('agency', TENANT, 'SetLegalParameter', { code: 'AVG_REQUEST', ...month, confidence: 'H' });
    const [registered] = await world.happened('ParticipantRegistered');
    const person = String(registered?.data['participantId']);
    await world.tell('participant', person, 'ReceiveSubjectRequest', { requestId: 'r-1', kind: 'ACCESS' });
    await world.tell('agency', TENANT, 'CloseCalendarDay', { ...CLOSED, day: '2026-10-01' });
    const [event] = (await world.happened('CalendarDayClosed')).slice(-1);
    await hearing().reactor.react(event as RecordedEvent);
    const moved = (await causedBy(event as RecordedEvent)).filter(({ stream }) => stream === `participant-${person}`);
    expect(moved.map(({ data }) => [data['legalOn'], data['dueOn']])).toEqual([['2026-10-01', '2026-09-30']]);
  });
});
