import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type CohortFile } from '@overstap/cohort-files';
import { AgencyWorld, cohortFile, TENANT } from './testing/agency-world.js';

const PEOPLE = 150;

describe('an import that is cut off', () => {
  let world: AgencyWorld;
  let file: CohortFile;
  let programme: string;
  let programmes = 0;
  beforeAll(async () => {
    world = await AgencyWorld.open();
    file = await cohortFile(PEOPLE);
  });
  afterAll(() => world?.close());
  beforeEach(async () => {
    programme = `P-${(programmes += 1)}`;
    await world.openProgramme(programme);
  });

  /** A process that ends when it is about to send the n-th command of a type. */
  const dying = (type: string, nth: number) => {
    let seen = 0;
    return world.imports(
      world.hearing((command) => {
        if (command.type === type && seen++ >= nth) throw new Error('the process is gone');
      }),
    );
  };
  /** What a program does when it starts. */
  const restart = async (): Promise<AgencyWorld> => {
    const next = await AgencyWorld.on(world.database);
    const imports = next.imports();
    for (const { tenant, batch } of await imports.unfinished()) await imports.resume(tenant, batch);
    return next;
  };
  const mine = async (...types: readonly string[]) =>
    (await world.happened(...types)).filter((event) => event.programme === programme);

  const thereOnce = async (): Promise<void> => {
    expect(await world.states(programme)).toEqual({ REFERRED: PEOPLE });
    const referred = await mine('ParticipantReferred');
    expect(new Set(referred.map(({ subject }) => subject)).size).toBe(PEOPLE);
    expect(await mine('CohortImportStarted')).toHaveLength(1);
    expect((await mine('CohortImportCompleted')).map(({ data }) => data)).toMatchObject([
      { accepted: PEOPLE, rejected: 0, rows: PEOPLE },
    ]);
    expect(await world.rowsOf('import_row')).toBe(0);
    expect(await world.rowsOf('import_batch')).toBe(0);
  };

  test.each([
    ['before anybody was registered', 'RegisterParticipant', 0],
    ['among those registered', 'RegisterParticipant', 70],
    ['between registering and referring', 'ReferParticipant', 0],
    ['in the middle of those referred', 'ReferParticipant', 70],
    ['when all are there and only its end is not recorded', 'CompleteCohortImport', 0],
  ])('%s is finished by the next start, with everybody once', async (_when, type, nth) => {
    await expect(world.import(programme, file, dying(type, nth))).rejects.toThrow('gone');
    const next = await restart();
    await thereOnce();
    expect(await next.import(programme, file)).toMatchObject({ accepted: 0, duplicates: PEOPLE });
    await next.store.close();
    await thereOnce();
  });

  test('is finished by the second start when the first was cut off too', async () => {
    await expect(world.import(programme, file, dying('ReferParticipant', 30))).rejects.toThrow('gone');
    const [cut] = await world.imports().unfinished();
    await expect(dying('ReferParticipant', 90).resume(TENANT, cut?.batch ?? '')).rejects.toThrow('gone');
    await (await restart()).store.close();
    await thereOnce();
  });

  test('is taken up by another process that runs already, and by none while the first is at it', async () => {
    const next = await AgencyWorld.on(world.database);
    const elsewhere = next.imports();
    let resumedMeanwhile = 0;
    const looking = world.hearing(async (command) => {
      if (command.type === 'ReferParticipant' && resumedMeanwhile++ === 40) await elsewhere.resumeAbandoned(fail);
      if (resumedMeanwhile > 60) throw new Error('the process is gone');
    });
    const fail = (error: unknown): never => {
      throw error as Error;
    };
    await expect(world.import(programme, file, world.imports(looking))).rejects.toThrow('gone');
    expect((await mine('ParticipantReferred')).length).toBeLessThan(PEOPLE);
    await elsewhere.resumeAbandoned(fail);
    await next.store.close();
    await thereOnce();
  });

  test('leaves the names of those still to come as ciphertext only', async () => {
    await expect(world.import(programme, file, dying('ReferParticipant', 10))).rejects.toThrow('gone');
    const { rows } = await world.database.owner!.query('SELECT * FROM import_row, import_batch');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/Sanne|van der Meer|voorbeeld\.example|10000\d/);
    await (await restart()).store.close();
  });

  test('is finished by sending the same file again while the program still runs', async () => {
    await expect(world.import(programme, file, dying('ReferParticipant', 70))).rejects.toThrow('gone');
    await world.import(programme, file);
    await thereOnce();
  });

  test('before anything was staged may be repeated with the same file', async () => {
    const imports = world.imports();
    const stage = jest.spyOn(world.codec, 'sealTexts').mockRejectedValueOnce(new Error('the process is gone'));
    await expect(world.import(programme, file, imports)).rejects.toThrow('gone');
    stage.mockRestore();
    expect(await world.import(programme, file)).toMatchObject({ accepted: PEOPLE });
    await thereOnce();
  });
});
