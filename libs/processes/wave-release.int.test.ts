import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type RecordedEvent } from '@overstap/kernel';
import { undoImport } from './import-undo.js';
import { AgencyWorld, cohortFile, TENANT } from './testing/agency-world.js';
import { waveRelease } from './wave-release.js';

const PEOPLE = 4;
const TODAY = '2026-09-01';
const actor = { type: 'PLANNER', id: 'planner-1' } as const;

describe('releasing a wave', () => {
  let world: AgencyWorld;
  let programme: string;
  let batchId: string;
  let programmes = 0;
  beforeAll(async () => {
    world = await AgencyWorld.open();
  }, 120_000);
  afterAll(() => world?.close());
  beforeEach(async () => {
    programme = `P-${(programmes += 1)}`;
    await world.openProgramme(programme);
    batchId = (await world.import(programme, await cohortFile(PEOPLE))).batchId ?? '';
  });

  const release = (inviteOn = TODAY) => world.tell('cohort', programme, 'ReleaseCohortWave', { wave: 1, inviteOn });
  const mine = async (type: string) =>
    (await world.happened(type)).filter((event) => event.programme === programme) as readonly RecordedEvent[];
  const released = async () => (await mine('CohortWaveReleased')).at(-1)!;
  const invite = async () => waveRelease(world.database, world.commands).react(await released());

  test('invites everybody of it once, in their language, and delivered again nobody', async () => {
    await release();
    await invite();
    const invited = await mine('ParticipantInvited');
    expect(new Set(invited.map(({ trajectory }) => trajectory)).size).toBe(PEOPLE);
    expect(invited.map(({ data }) => data)).toMatchObject(Array(PEOPLE).fill({ channel: 'MAIL', language: 'nl' }));
    const before = await world.store.head();
    await invite();
    expect(await world.store.head()).toBe(before);
  });

  test('that was cut off half way is carried on', async () => {
    await release();
    let sent = 0;
    const dying = world.hearing(() => {
      if (sent++ === 2) throw new Error('the process is gone');
    });
    await expect(waveRelease(world.database, dying).react(await released())).rejects.toThrow('gone');
    expect(await world.states(programme)).toEqual({ INVITED: 2, REFERRED: 2 });
    await invite();
    expect(await mine('ParticipantInvited')).toHaveLength(PEOPLE);
  });

  test('passes over whoever declined or was closed, and asks to be tried again when others were quicker', async () => {
    const [first] = await mine('ParticipantReferred');
    await world.tell('trajectory', first?.trajectory ?? '', 'CloseTrajectory', {
      on: TODAY,
      closureClass: 'INTERRUPTED',
      reason: 'ERROR',
    });
    await release();
    const busy = world.hearing(() => ({ outcome: 'conflict', revision: 1, since: [] }));
    await expect(waveRelease(world.database, busy).react(await released())).rejects.toThrow('concurrent change');
    await invite();
    expect(await world.states(programme)).toEqual({ CLOSED: 1, INVITED: PEOPLE - 1 });
  });

  test('is refused for a day to come', async () => {
    await expect(release('2026-09-07')).rejects.toThrow('date-in-the-future');
    expect(await world.states(programme)).toEqual({ REFERRED: PEOPLE });
  });

  test('is possible again for those who came after it', async () => {
    const runner = await world.runner(waveRelease(world.database, world.commands));
    await release();
    await runner.drain();
    await undoImport(world, { tenant: TENANT, batchId, cohort: programme, reason: 'wrong file', actor, today: TODAY });
    await world.import(programme, await cohortFile(PEOPLE));
    await release();
    await runner.drain();
    await runner.stop();
    expect(await world.states(programme)).toEqual({ CLOSED: PEOPLE, INVITED: PEOPLE });
  });
});
