import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Agency, makeAgency } from './support/agency.js';
import { type Engine, Ground } from './support/ground.js';
import { type Scenario } from './support/scenario.js';
import { chance, LONG, sized } from './support/shape.js';

/** Each has three rungs at one moment: the third call to the participant, a coach's proposal that is late, an intake that is due. */
const PEOPLE = sized(100, 1_700);
const KILLS = sized(3, 12);
const DUE = '2026-09-15T06:30:00.000Z';
const around = (seconds: number): string => new Date(Date.parse(DUE) + seconds * 1000).toISOString();

describe('a morning on which everybody’s rungs are due at once', () => {
  let ground: Ground;
  let agency: Agency;
  beforeAll(async () => {
    ground = await Ground.start();
    agency = await makeAgency(ground.postgres, {
      waves: [{ people: PEOPLE, at: '2026-09-01T07:00:00.000Z' }],
      livedUntil: '2026-09-14T10:00:00.000Z',
      webhook: ground.hooks.url,
    });
  }, 600_000);
  afterEach(() => ground?.endScenario());
  afterAll(() => ground?.stop());

  const begin = async (engine: Engine): Promise<Scenario | undefined> => {
    const scenario = await ground.begin(engine, { agency, now: around(-1), until: DUE });
    if (scenario) expect(scenario.expected.length).toBeGreaterThanOrEqual(3 * PEOPLE);
    return scenario;
  };

  test.each(['PostgreSQL', 'Redis'] as const)(
    'a worker with its queue on %s, killed again and again, records each once and tells of each once',
    async (engine) => {
      const run = await begin(engine);
      if (!run) return;
      const random = chance(engine);
      const points: number[] = [];
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const worker = await run.startWorker();
        // The last one dies when every rung is recorded and messages are leaving.
        const share = Math.min(1, (kill - 1 + random()) / (KILLS - 1));
        await run.until(Math.floor(share * run.expected.length));
        await pause(random() * 200);
        await worker.kill();
        points.push(await run.recorded());
        if (!LONG) await run.record.claimsRunOut();
      }
      process.stderr.write(
        `${engine}: of ${run.expected.length} rungs ${points.join(', ')} were recorded at the kills\n`,
      );
      const begun = performance.now();
      await run.startWorker();
      await run.until(Infinity, 240_000);
      process.stderr.write(`${engine}: all after ${((performance.now() - begun) / 1000).toFixed(1)} s more\n`);
      await run.check();
    },
    600_000,
  );

  test('Redis, killed in the middle and back with nothing in it, loses no rung and doubles none', async () => {
    const run = await begin('Redis');
    if (!run || !ground.redis) return;
    const random = chance('Redis killed');
    const worker = await run.startWorker();
    await run.until(Math.floor((0.1 + random() * 0.6) * run.expected.length));
    await ground.redis.crash(1_000);
    process.stderr.write(`Redis killed: ${await run.recorded()} of ${run.expected.length} rungs were recorded\n`);
    await run.until(Infinity, 120_000);
    expect(worker.runs).toBe(true);
    await run.check();
  });

  test.each(sized(['PostgreSQL'] as const, ['PostgreSQL', 'Redis'] as const))(
    'PostgreSQL, broken by a killed backend and then restarted at once, is found again by a worker with its queue on %s',
    async (engine) => {
      const run = await begin(engine);
      if (!run) return;
      const random = chance(`PostgreSQL restarted, queue on ${engine}`);
      const worker = await run.startWorker();
      await run.until(Math.floor((0.1 + random() * 0.3) * run.expected.length));
      await ground.postgres.killBackend(run.record.database);
      await run.until(Math.floor((0.5 + random() * 0.3) * run.expected.length));
      await ground.postgres.crash(1_000);
      // What was leaving when it broke nobody takes up while its claim lasts.
      if (!LONG) await run.record.claimsRunOut();
      process.stderr.write(`PostgreSQL restarted: ${await run.recorded()} of ${run.expected.length} were recorded\n`);
      await run.until(Infinity, 240_000);
      expect(worker.runs).toBe(true);
      await run.check();
    },
    600_000,
  );
});
