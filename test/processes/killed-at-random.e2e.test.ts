import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Agency, makeAgency } from '../faults/support/agency.js';
import { type Engine, Ground } from '../faults/support/ground.js';
import { ladders, logOf } from '../faults/support/ladders.js';
import { chance, LONG, sized } from '../faults/support/shape.js';
import { CoachLedger, registered } from './coach-ledger.js';
import { before, Installation, TAKEOVER_SECONDS } from './installation.js';
import { rowsOfAll } from './read-model-rows.js';

const PEOPLE_A_DAY = sized(25, 200);
const SECONDS = sized(60, 300);
/** People are invited on a day; two weeks later rungs of theirs are due at half past eight. */
const INVITED = ['01', '02', '03', '04', '07'].map((day) => `2026-09-${day}T07:00:00.000Z`);
const MORNINGS = ['15', '16', '17', '18', '21'].map((day) => `2026-09-${day}T06:30:00.000Z`);
const LAST = MORNINGS.at(-1) ?? '';
const ENGINES: readonly Engine[] =
  LONG || process.env['PROCESSES'] === 'redis' ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'];

describe('three workers and two apis on one database', () => {
  let ground: Ground;
  let agency: Agency;
  let installation: Installation | undefined;
  beforeAll(async () => {
    ground = await Ground.start({ redis: ENGINES.includes('Redis') });
    agency = await makeAgency(ground.postgres, {
      waves: INVITED.map((at) => ({ people: PEOPLE_A_DAY, at })),
      livedUntil: '2026-09-14T10:00:00.000Z',
      webhook: ground.hooks.url,
    });
  }, 600_000);
  afterEach(async () => {
    await installation?.end();
    await ground?.endScenario();
  });
  afterAll(() => ground?.stop());

  test.each(ENGINES)(
    'killed and stopped at random under load, lose nothing that was acknowledged and double nothing, with the queue on %s',
    async (engine) => {
      const run = await ground.begin(engine, { agency, now: before(MORNINGS[0] ?? '', 60_000), until: LAST });
      if (!run) return;
      const { postgres } = ground;
      const { database } = run.record;
      const random = chance(`killed at random, queue on ${engine}`);
      installation = new Installation(run, postgres);
      await installation.start({ apis: 2, workers: 3 });
      const ledger = new CoachLedger(installation);
      ledger.start(4);

      const each = (SECONDS * 1000) / MORNINGS.length;
      for (const morning of MORNINGS) {
        run.clock.set(before(morning, 1_000));
        const night = performance.now() + each;
        // The first dies while everybody's rungs of the morning are due.
        for (await pause(1_000 + random() * 1_500); performance.now() < night; await pause(1_000 + random() * 3_000)) {
          await installation.endOne(random);
        }
      }
      await installation.settled();
      await ledger.stop();
      const since = performance.now();
      const unrecorded = async () =>
        ladders(await logOf(postgres, database), LAST).filter(({ records }) => records.length === 0);
      for (const most = since + 120_000; performance.now() < most; await pause(500))
        if ((await run.counts()).waiting === 0 && (await unrecorded()).length === 0) break;
      process.stderr.write(
        `${engine}: ${installation.story}; ${ledger.acknowledged.length} commands acknowledged, ` +
          `${ledger.repeated} of them sent again; all done ${((performance.now() - since) / 1000).toFixed(1)} s after the end\n`,
      );

      const promised = ladders(await logOf(postgres, database), LAST);
      expect(promised.length).toBeGreaterThanOrEqual(3 * PEOPLE_A_DAY * MORNINGS.length);
      expect(promised.filter(({ records }) => records.length !== 1)).toEqual([]);
      expect(promised.filter(({ at, records }) => (records[0]?.recordedAt ?? '') < at)).toEqual([]);
      await run.checkTold();

      expect(ledger.refused).toEqual([]);
      expect(ledger.acknowledged.length).toBeGreaterThan(SECONDS);
      const inLog = await registered(postgres, database);
      expect([...inLog.keys()].toSorted()).toEqual(ledger.acknowledged.toSorted());
      expect([...inLog.values()].filter((times) => times !== 1)).toEqual([]);

      const live = await rowsOfAll(postgres, database);
      expect(Object.keys(live).length).toBeGreaterThan(20);
      await installation.apis[0]?.post('/operation/rebuild', {});
      expect(await rowsOfAll(postgres, database)).toEqual(live);

      const { badExits, takeovers } = installation;
      expect(badExits).toEqual([]);
      expect(takeovers.length).toBeGreaterThan(0);
      expect(takeovers.filter(({ seconds }) => seconds > TAKEOVER_SECONDS)).toEqual([]);
    },
    SECONDS * 1000 + 600_000,
  );
});
