import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { commandIdOf } from '@overstap/commands';
import { type Actor } from '@overstap/kernel';
import { type TrajectoryState } from '@overstap/mobility';
import { VirtualClock } from '@overstap/platform';
import { surveySending } from './survey-sending.js';
import { AgencyWorld, cohortFile, TENANT } from './testing/agency-world.js';

const TASK = 'S10_SURVEY_INTAKE';

describe('a survey that the program sends', () => {
  let world: AgencyWorld;
  /** The same agency two days later, when the day of the intake survey is over and nobody was told that it is late. */
  let later: AgencyWorld;
  let person: string;
  let programmes = 0;
  beforeAll(async () => {
    world = await AgencyWorld.open();
    later = await AgencyWorld.on(world.database, new VirtualClock('2026-09-04T00:30:00.000Z'));
  });
  afterAll(() => world?.close());
  beforeEach(async () => {
    const programme = `S-${(programmes += 1)}`;
    await world.openProgramme(programme);
    await world.import(programme, await cohortFile(1));
    const referred = (await world.happened('ParticipantReferred')).filter((event) => event.programme === programme);
    person = referred[0]?.trajectory ?? '';
    await world.tell('trajectory', person, 'HoldIntake', { on: '2026-09-01', minutes: 60, mode: 'ONSITE' });
  });

  const send = (by: AgencyWorld, type: string, data: object, actor: Actor, again = '') => {
    const commandId = commandIdOf('survey-test', person, type, again);
    return by.commands.handle({ tenant: TENANT, aggregate: 'trajectory', id: person, type, data, actor, commandId });
  };
  const fallDue = () => send(later, 'FallDue', {}, { type: 'SYSTEM', id: 'reminders' });
  const react = async (): Promise<void> => {
    for (const event of (await later.happened('ClockExpired')).filter(({ trajectory }) => trajectory === person))
      await surveySending(later).react(event);
  };
  const sent = async () => (await later.happened('SurveySent')).filter(({ trajectory }) => trajectory === person);
  const task = async () =>
    ((await later.aggregates.current(TENANT, 'trajectory', person)).state as TrajectoryState).workflow.tasks[TASK];

  test('goes out as its day ends, which does the task; delivered again once', async () => {
    expect(await task()).toMatchObject({ role: 'SYSTEM', status: 'OPEN', dueOn: '2026-09-03' });
    await react();
    expect(await sent()).toEqual([]);
    await fallDue();
    await react();
    await react();
    expect((await sent()).map(({ data }) => data)).toEqual([{ moment: 'INTAKE' }]);
    expect(await task()).toMatchObject({ status: 'DONE', doneOn: '2026-09-03' });
  });

  describe('and that nobody answers', () => {
    const REMINDERS = { type: 'SYSTEM', id: 'reminders' } as const;
    let muchLater: AgencyWorld;
    beforeAll(async () => {
      muchLater = await AgencyWorld.on(world.database, new VirtualClock('2026-10-02T00:30:00.000Z'));
    });
    const expired = async () =>
      (await muchLater.happened('SurveyExpired')).filter(({ trajectory }) => trajectory === person);

    test('expires when its own time is over, once, whoever asks again what has fallen due', async () => {
      await fallDue();
      await react();
      expect(await expired()).toEqual([]);
      for (const time of ['first', 'again']) await send(muchLater, 'FallDue', {}, REMINDERS, time);
      // Sent for 3 September, 28 days, until the end of the last.
      expect((await expired()).map(({ data, occurredAt }) => [data, occurredAt])).toEqual([
        [{ moment: 'INTAKE' }, '2026-10-01T22:00:00.000Z'],
      ]);
    });

    test('does not where it was answered', async () => {
      await fallDue();
      await react();
      const answer = { moment: 'INTAKE', items: [], anonymous: false };
      await send(later, 'CompleteSurvey', answer, { type: 'PARTICIPANT', id: 'p' });
      await send(muchLater, 'FallDue', {}, REMINDERS, 'much later');
      expect(await expired()).toEqual([]);
    });
  });

  test('is not sent to somebody who answered before', async () => {
    const answer = { moment: 'INTAKE', items: [], anonymous: false };
    await send(world, 'CompleteSurvey', answer, { type: 'PARTICIPANT', id: 'p' });
    await fallDue();
    await react();
    expect(await sent()).toEqual([]);
  });
});
