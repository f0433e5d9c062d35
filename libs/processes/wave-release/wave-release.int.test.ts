import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type RecordedEvent } from '@overstap/kernel';
import { undoImport } from '../import-undo.js';
import { AgencyWorld, cohortFile, TENANT } from '../testing/agency-world.js';
import { WaveReleases } from './wave-releases.js';

const PEOPLE = 7;
const STEP = 3;
const LEASE_MS = 1_000;
const TODAY = '2026-09-01';
const actor = { type: 'PLANNER', id: 'planner-1' } as const;

describe('releasing a wave', () => {
  let world: AgencyWorld;
  let programme: string;
  let batchId: string;
  let programmes = 0;
  beforeAll(async () => {
    world = await AgencyWorld.open();
  });
  afterAll(() => world?.close());
  const workers: WaveReleases[] = [];
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  });
  beforeEach(async () => {
    programme = `P-${(programmes += 1)}`;
    await world.openProgramme(programme);
    batchId = (await world.import(programme, await cohortFile(PEOPLE))).batchId ?? '';
  });

  const release = (inviteOn = TODAY) => world.tell('cohort', programme, 'ReleaseCohortWave', { wave: 1, inviteOn });
  const mine = async (type: string) =>
    (await world.happened(type)).filter((event) => event.programme === programme) as readonly RecordedEvent[];
  const released = async () => (await mine('CohortWaveReleased')).at(-1)!;
  /** A worker of its own, with what it complained of. */
  const worker = (commands = world.commands) => {
    const complaints: unknown[] = [];
    const report = (_where: string, error: unknown): void => void complaints.push(error);
    const waves = new WaveReleases({ database: world.database, commands, report, step: STEP, leaseMs: LEASE_MS });
    workers.push(waves);
    return Object.assign(waves, { complaints });
  };
  const told = async (waves: WaveReleases): Promise<void> => waves.reactor.react(await released());
  const progress = (waves: WaveReleases) => waves.progress(TENANT, programme, 1);
  const ALL = { people: PEOPLE, invited: PEOPLE, passedOver: 0, complete: true };

  test('invites everybody of it once, in their language, and told of again nobody', async () => {
    await release();
    const waves = worker();
    await told(waves);
    expect(await progress(waves)).toEqual({ people: PEOPLE, invited: 0, passedOver: 0, complete: false });
    expect(await waves.settled()).toBe(true);
    const invited = await mine('ParticipantInvited');
    expect(new Set(invited.map(({ trajectory }) => trajectory)).size).toBe(PEOPLE);
    expect(invited.map(({ data }) => data)).toMatchObject(Array(PEOPLE).fill({ channel: 'MAIL', language: 'nl' }));
    expect(await progress(waves)).toEqual(ALL);
    const before = await world.store.head();
    await told(waves);
    await waves.settled();
    expect(await world.store.head()).toBe(before);
  });

  test('whose worker dies in a step is carried on by another from its last step, once its lease is over', async () => {
    await release();
    let sent = 0;
    const dead = new Promise<void>(() => undefined);
    const dying = worker(world.hearing(() => (sent++ < STEP + 1 ? undefined : dead)));
    await told(dying);
    void dying.settled();
    while (sent < 2 * STEP) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await progress(dying)).toEqual({ people: PEOPLE, invited: STEP, passedOver: 0, complete: false });
    let again = 0;
    const next = worker(world.hearing(() => void (again += 1)));
    expect(await next.settled(LEASE_MS / 4)).toBe(false);
    expect(again).toBe(0);
    await next.settled();
    expect(again).toBe(PEOPLE - STEP);
    expect(await mine('ParticipantInvited')).toHaveLength(PEOPLE);
    expect(await progress(next)).toEqual(ALL);
  });

  test('counts everybody once where a worker takes again what it was too slow to keep', async () => {
    await release();
    let goOn = (): void => undefined;
    const slow = new Promise<void>((resolve) => (goOn = resolve));
    let sent = 0;
    const waves = worker(world.hearing(() => (sent++ === 0 ? slow : undefined)));
    await told(waves);
    const first = waves.settled();
    await new Promise((resolve) => setTimeout(resolve, 1.5 * LEASE_MS));
    const second = waves.settled();
    while (!(await progress(waves))?.invited) await new Promise((resolve) => setTimeout(resolve, 10));
    goOn();
    await Promise.all([first, second]);
    expect(await progress(waves)).toEqual(ALL);
  });

  test('is carried out by one of two workers at a time', async () => {
    await release();
    const sent: string[] = [];
    const counted = () => world.hearing(({ id }) => void sent.push(id));
    const [one, other] = [worker(counted()), worker(counted())];
    await told(one);
    await told(other);
    await Promise.all([one.settled(), other.settled()]);
    expect(sent).toHaveLength(PEOPLE);
    expect(new Set(sent).size).toBe(PEOPLE);
  });

  test('is carried on by a running worker that nobody rang for', async () => {
    await release();
    const stopped = worker();
    await told(stopped);
    await stopped.stop();
    expect(await stopped.settled(100)).toBe(false);
    const running = worker();
    running.start();
    while (!(await progress(running))?.complete) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await mine('ParticipantInvited')).toHaveLength(PEOPLE);
  });

  test('passes over whoever was closed', async () => {
    const [first] = await mine('ParticipantReferred');
    await world.tell('trajectory', first?.trajectory ?? '', 'CloseTrajectory', {
      on: TODAY,
      closureClass: 'INTERRUPTED',
      reason: 'ERROR',
    });
    await release();
    const waves = worker();
    await told(waves);
    await waves.settled();
    expect(await world.states(programme)).toEqual({ CLOSED: 1, INVITED: PEOPLE - 1 });
    expect(await progress(waves)).toEqual({ people: PEOPLE, invited: PEOPLE - 1, passedOver: 1, complete: true });
  });

  test('stands still where others were quicker, says so, and goes on by itself', async () => {
    await release();
    let busy = true;
    const waves = worker(world.hearing(() => (busy ? { outcome: 'conflict', revision: 1, since: [] } : undefined)));
    await told(waves);
    await waves.settled();
    expect(await progress(waves)).toEqual({ ...ALL, invited: 0, complete: false, stuck: 'concurrent-change' });
    expect(await waves.check()).toContain(`${programme} wave 1 (concurrent-change)`);
    expect(waves.complaints).toHaveLength(1);
    busy = false;
    waves.start();
    while (!(await progress(waves))?.complete) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await progress(waves)).toEqual(ALL);
    expect(await waves.check()).toBeUndefined();
  });

  test('waits for an import that still brings its people in, and reaches all of them', async () => {
    let sent = 0;
    const dying = world.hearing(() => {
      if (sent++ === 6) throw new Error('the process is gone');
    });
    await expect(world.import(programme, await cohortFile(3, PEOPLE), world.imports(dying))).rejects.toThrow('gone');
    await release();
    const waves = worker();
    await told(waves);
    await waves.settled();
    expect(await progress(waves)).toMatchObject({ people: PEOPLE + 3, invited: 0, complete: false });
    expect(await waves.check()).toContain('import-under-way');
    for (const { tenant, batch } of await world.imports().unfinished()) await world.imports().resume(tenant, batch);
    await waves.settled();
    expect(await world.states(programme)).toEqual({ INVITED: PEOPLE + 3 });
  });

  test('is refused for a day to come', async () => {
    await expect(release('2026-09-07')).rejects.toThrow('date-in-the-future');
    expect(await world.states(programme)).toEqual({ REFERRED: PEOPLE });
  });

  test('is possible again for those who came after it, whom it leaves alone until then', async () => {
    const waves = worker();
    const runner = await world.runner(waves.reactor);
    await release();
    await runner.drain();
    await world.import(programme, await cohortFile(2, PEOPLE));
    await waves.settled();
    expect(await world.states(programme)).toEqual({ INVITED: PEOPLE, REFERRED: 2 });
    await undoImport(world, { tenant: TENANT, batchId, cohort: programme, reason: 'wrong file', actor, today: TODAY });
    await world.import(programme, await cohortFile(PEOPLE));
    await release();
    await runner.drain();
    await waves.settled();
    await runner.stop();
    expect(await world.states(programme)).toEqual({ CLOSED: PEOPLE, INVITED: PEOPLE + 2 });
  });
});
