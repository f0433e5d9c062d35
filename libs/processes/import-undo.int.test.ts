import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type CohortFile } from '@overstap/cohort-files';
import { type CommandHandler } from '@overstap/commands';
import { isRefusal } from '@overstap/kernel';
import { undoImport } from './import-undo.js';
import { AgencyWorld, cohortFile, TENANT } from './testing/agency-world.js';
import { WaveReleases } from './wave-release/index.js';

const PEOPLE = 6;
const actor = { type: 'PLANNER', id: 'planner-1' } as const;

describe('undoing an import', () => {
  let world: AgencyWorld;
  let file: CohortFile;
  let programme: string;
  let batchId: string;
  let programmes = 0;
  beforeAll(async () => {
    world = await AgencyWorld.open();
    file = await cohortFile(PEOPLE);
  });
  afterAll(() => world?.close());
  beforeEach(async () => {
    programme = `P-${(programmes += 1)}`;
    await world.openProgramme(programme);
    batchId = (await world.import(programme, file)).batchId ?? '';
  });

  const undo = (commands: CommandHandler = world.commands) =>
    undoImport(
      { ...world, commands },
      { tenant: TENANT, batchId, cohort: programme, reason: 'wrong file', actor, today: '2026-09-01' },
    );
  const trajectories = async (): Promise<readonly string[]> =>
    (await world.happened('ParticipantReferred'))
      .filter((event) => event.programme === programme)
      .map(({ trajectory }) => trajectory ?? '');
  const invite = async (): Promise<void> => {
    await world.tell('cohort', programme, 'ReleaseCohortWave', { wave: 1, inviteOn: '2026-09-01' });
    const waves = new WaveReleases({ ...world, report: () => undefined });
    const runner = await world.runner(waves.reactor);
    await runner.drain();
    await waves.settled();
    await runner.drain();
    await runner.stop();
  };
  const written = async (): Promise<string> => world.store.head();

  test('closes everybody as an error, and the same file may be imported again with the same people', async () => {
    const people = async () =>
      new Set(
        (await world.happened('ParticipantReferred')).filter((e) => e.programme === programme).map((e) => e.subject),
      );
    const before = await people();
    expect(await undo()).toEqual({ undone: PEOPLE });
    expect(await world.states(programme)).toEqual({ CLOSED: PEOPLE });
    const again = await world.import(programme, file);
    expect(again).toMatchObject({ accepted: PEOPLE, duplicates: 0 });
    expect(again.batchId).not.toBe(batchId);
    expect(await world.states(programme)).toEqual({ CLOSED: PEOPLE, REFERRED: PEOPLE });
    expect(await people()).toEqual(before);
  });

  test('is possible after a wave was invited, as long as nobody was contacted', async () => {
    await invite();
    expect(await world.states(programme)).toEqual({ INVITED: PEOPLE });
    expect(await undo()).toEqual({ undone: PEOPLE });
    expect(await world.states(programme)).toEqual({ CLOSED: PEOPLE });
  });

  test('is refused once somebody was contacted, says what to do instead, and changes nothing', async () => {
    await invite();
    const [, contacted = ''] = await trajectories();
    await world.tell('trajectory', contacted, 'MakeFirstContact', { on: '2026-09-01', channel: 'PHONE' });
    const before = await written();
    const refusal = await undo();
    expect(refusal).toMatchObject({ kind: 'conflict', code: 'import-in-use' });
    expect(isRefusal(refusal) && refusal.message).toMatch(/was contacted already; close trajectories one by one/);
    expect(await written()).toBe(before);
    expect(await world.states(programme)).toEqual({ INVITED: PEOPLE - 1, REACHED: 1 });
    expect((await world.import(programme, file)).duplicates).toBe(PEOPLE);
  });

  test('leaves another import of the same cohort alone', async () => {
    await world.import(programme, await cohortFile(3, PEOPLE));
    expect(await undo()).toEqual({ undone: PEOPLE });
    expect(await world.states(programme)).toEqual({ CLOSED: PEOPLE, REFERRED: 3 });
    expect((await world.import(programme, await cohortFile(PEOPLE + 3))).accepted).toBe(PEOPLE);
  });

  test('twice is harmless: the second finds nothing to undo and stores nothing', async () => {
    await undo();
    const before = await written();
    expect(await undo()).toMatchObject({ kind: 'notFound', code: 'import-unknown' });
    expect(await written()).toBe(before);
  });

  test.each([0, 1, 3, PEOPLE])('that ended after %i closings is finished by the next', async (closings) => {
    let closed = 0;
    const dying = world.hearing(({ type }) => {
      if (type === 'CloseTrajectory' && closed++ === closings) throw new Error('the process is gone');
    });
    if (closings < PEOPLE) await expect(undo(dying)).rejects.toThrow('gone');
    expect(await undo()).toEqual({ undone: PEOPLE });
    expect(await world.states(programme)).toEqual({ CLOSED: PEOPLE });
    const ended = (await world.happened('CohortImportUndone', 'TrajectoryClosed')).filter(
      (event) => event.programme === programme,
    );
    expect(ended).toHaveLength(PEOPLE + 1);
    expect((await world.import(programme, file)).accepted).toBe(PEOPLE);
  });

  test('that ended half way is finished although somebody was reached meanwhile, for the import is undone', async () => {
    await invite();
    let closed = 0;
    const dying = world.hearing(({ type }) => {
      if (type === 'CloseTrajectory' && closed++ === 2) throw new Error('the process is gone');
    });
    await expect(undo(dying)).rejects.toThrow('gone');
    const reached = (await trajectories()).toSorted().at(-1) ?? '';
    await world.tell('trajectory', reached, 'MakeFirstContact', { on: '2026-09-01', channel: 'PHONE' });
    expect(await undo()).toEqual({ undone: PEOPLE });
    expect(await world.states(programme)).toEqual({ CLOSED: PEOPLE });
  });

  test('that met somebody else’s change says so, and forgets nobody who is not closed yet', async () => {
    let met = false;
    const busy = world.hearing(({ type }) => {
      if (type !== 'CloseTrajectory' || met) return undefined;
      met = true;
      return { outcome: 'conflict', revision: 1, since: [] };
    });
    expect(await undo(busy)).toMatchObject({ kind: 'conflict', code: 'concurrent-change' });
    expect(await undo()).toEqual({ undone: PEOPLE });
    expect(await world.states(programme)).toEqual({ CLOSED: PEOPLE });
  });

  test('is refused while the import is not finished, and may be repeated when it is', async () => {
    await undo();
    let referred = 0;
    const dying = world.imports(
      world.hearing(({ type }) => {
        if (type === 'ReferParticipant' && referred++ === 2) throw new Error('the process is gone');
      }),
    );
    await expect(world.import(programme, file, dying)).rejects.toThrow('gone');
    const [cut] = await world.imports().unfinished();
    batchId = cut?.batch ?? '';
    expect(await undo()).toMatchObject({ kind: 'conflict', code: 'import-unfinished' });
    await world.imports().resume(TENANT, batchId);
    expect(await undo()).toEqual({ undone: PEOPLE });
    expect(await world.states(programme)).toEqual({ CLOSED: 2 * PEOPLE });
  });
});
