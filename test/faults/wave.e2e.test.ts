import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { employees, tableOf, write } from '../../libs/cohort-files/testing/employees.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';
import { FIRST_STARTED, RestartablePostgres } from './support/restartable-postgres.js';
import { chance, sized } from './support/shape.js';

const PEOPLE = sized(2_000, 100_000);
/** An upload has a size limit; an employer so large sends several files. */
const FILE = 10_000;
const KILLS = sized(2, 5);
const MINUTES = 60_000;

interface Wave {
  readonly people: number;
  readonly invited: number;
  readonly passedOver: number;
  readonly released: boolean;
  readonly complete: boolean;
  readonly releasedBefore?: string;
}

describe('a wave that is larger than anybody would wait for', () => {
  let postgres: RestartablePostgres;
  let database: string;
  let program: RunningProgram;
  const dataDir = temporaryDirectory('wave');
  const start = async (): Promise<RunningProgram> =>
    (program = await RunningProgram.start(dataDir, { DATABASE_URL: postgres.url(database) }));
  const progress = () => program.get<Wave>('/programmes/P/waves/1');
  const log = async () => {
    const { rows } = await postgres.query<{ all: number; people: number; commands: number }>(
      database,
      `SELECT count(*)::int AS all, count(DISTINCT stream)::int AS people, count(DISTINCT command)::int AS commands
       FROM events WHERE type = 'ParticipantInvited'`,
    );
    return rows[0];
  };

  beforeAll(async () => {
    postgres = await RestartablePostgres.start({ clock: undefined });
    database = await postgres.database(FIRST_STARTED);
    await start();
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const startsOn = '2026-09-01';
    await program.post('/programmes/open-programme', {
      code: 'P',
      employer: 'Voorbeeld BV',
      template: 'IND-6',
      startsOn,
    });
    const people = employees(PEOPLE, { Golf: '1' });
    for (let from = 0; from < PEOPLE; from += FILE) {
      const { body } = await program.upload<{ accepted: number }>(
        '/programmes/P/imports',
        write(tableOf(people.slice(from, from + FILE))),
      );
      expect(body.accepted).toBe(Math.min(FILE, PEOPLE - from));
    }
  }, 60 * MINUTES);
  afterAll(async () => {
    await program?.stop('SIGKILL');
    await postgres?.stop();
  });

  test(
    'is acknowledged at once, survives kill -9 again and again, and invites everybody once in the end',
    async () => {
      expect(await progress()).toEqual({
        wave: 1,
        people: PEOPLE,
        invited: 0,
        passedOver: 0,
        released: false,
        complete: false,
      });
      const begun = performance.now();
      const answer = await program.post<Wave>('/programmes/P/waves/1/release', {});
      const acknowledged = performance.now() - begun;
      expect(answer).toMatchObject({ people: PEOPLE, released: true, complete: false });
      const random = chance('a large wave');
      const kills: number[] = [];
      let last = 0;
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const from = (PEOPLE * (kill - 1)) / (KILLS + 1);
        const at = from + (random() * PEOPLE) / (KILLS + 1);
        while (last < at) last = (await progress()).invited;
        await program.stop('SIGKILL');
        kills.push(last);
        await start();
        // What was noted stays noted; nothing begins again from the start.
        expect((await progress()).invited).toBeGreaterThanOrEqual(last);
      }
      for (;;) {
        const now = await progress();
        expect(now.invited).toBeGreaterThanOrEqual(last);
        last = now.invited;
        if (now.complete) break;
        await pause(100);
      }
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      process.stderr.write(
        `A wave of ${PEOPLE}: acknowledged after ${acknowledged.toFixed(0)} ms, killed at ${kills.join(', ')}, over after ${seconds} s\n`,
      );
      expect(await progress()).toMatchObject({ people: PEOPLE, invited: PEOPLE, passedOver: 0, complete: true });
      expect(await log()).toEqual({ all: PEOPLE, people: PEOPLE, commands: PEOPLE });
    },
    60 * MINUTES,
  );

  test('released again invites nobody twice', async () => {
    const again = await program.post<Wave>('/programmes/P/waves/1/release', {});
    expect(again).toMatchObject({ invited: PEOPLE, complete: true, invitedBefore: PEOPLE });
    expect(again.releasedBefore).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(await log()).toMatchObject({ all: PEOPLE });
  });
});
