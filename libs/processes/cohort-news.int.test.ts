import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AggregateCommand } from '@overstap/commands';
import { type RecordedEvent } from '@overstap/kernel';
import { type ProgrammeState } from '@overstap/mobility';
import { cohortNews } from './cohort-news.js';
import { AgencyWorld, cohortFile, TENANT } from './testing/agency-world.js';

const NEWS = ['CohortCreated', 'CohortImportCompleted', 'CohortWaveReleased'];

describe('news of a cohort', () => {
  let world: AgencyWorld;
  let programme: string;
  let programmes = 0;
  beforeAll(async () => {
    world = await AgencyWorld.open();
  });
  afterAll(() => world?.close());
  beforeEach(async () => {
    programme = `P-${(programmes += 1)}`;
    await world.openProgramme(programme, 'COL-12');
  });

  /** Of this programme's cohort, in the order in which it happened. */
  const news = async () =>
    (await world.happened(...NEWS)).filter((event) => event.programme === programme) as readonly RecordedEvent[];
  const create = () =>
    world.tell('cohort', programme, 'CreateCohort', {
      cohortId: programme,
      programmeId: programme,
      label: 'Autumn',
      redundancyDate: '2026-09-14',
    });
  const release = () => world.tell('cohort', programme, 'ReleaseCohortWave', { wave: 1, inviteOn: '2026-09-01' });
  const waves = async () => {
    const { state } = await world.aggregates.current(TENANT, 'programme', programme);
    return (state as ProgrammeState).workflow.tasks['RELEASE_WAVES']?.status;
  };
  const hearing = () => {
    const sent: AggregateCommand[] = [];
    return { sent, reactor: cohortNews(world.hearing((each) => void sent.push(each))) };
  };

  test('is told to its programme once per event, and sets its tasks going', async () => {
    await create();
    const { sent, reactor } = hearing();
    const runner = await world.runner(reactor);
    await runner.drain();
    expect(await waves()).toBe('OPEN');
    await world.import(programme, await cohortFile(2));
    await release();
    await runner.drain();
    expect(await waves()).toBe('DONE');
    await runner.drain();
    await runner.stop();
    expect((await news()).map(({ type }) => type)).toEqual(NEWS);
    const told = sent.filter(({ id }) => id === programme);
    expect(told).toEqual(
      (await news()).map(({ id }) =>
        expect.objectContaining({ aggregate: 'programme', type: 'RecomputeClocks', causation: id, tenant: TENANT }),
      ),
    );
    expect(new Set(told.map(({ commandId }) => commandId)).size).toBe(NEWS.length);
  });

  test('delivered again changes nothing', async () => {
    await create();
    await release();
    for (const event of await news()) await hearing().reactor.react(event);
    expect(await waves()).toBe('DONE');
    const before = await world.store.head();
    for (const event of await news()) await hearing().reactor.react(event);
    expect(await world.store.head()).toBe(before);
  });

  test('that was cut off comes again, and then is heard', async () => {
    await create();
    const [created] = await news();
    const dying = cohortNews(
      world.hearing(() => {
        throw new Error('the process is gone');
      }),
    );
    await expect(dying.react(created!)).rejects.toThrow('gone');
    expect(await waves()).toBeUndefined();
    await hearing().reactor.react(created!);
    expect(await waves()).toBe('OPEN');
  });

  test('asks to be tried again when others were quicker', async () => {
    await create();
    const [created] = await news();
    const busy = cohortNews(world.hearing(() => ({ outcome: 'conflict', revision: 1, since: [] })));
    await expect(busy.react(created!)).rejects.toThrow('concurrent change');
  });

  test('of a programme that is not there is no failure', async () => {
    await create();
    const [created] = await news();
    await expect(hearing().reactor.react({ ...created!, programme: 'NOBODY' })).resolves.toBeUndefined();
    const { programme: _none, ...homeless } = created!;
    const { sent, reactor } = hearing();
    await reactor.react(homeless);
    expect(sent).toEqual([]);
  });
});
