import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { instantAt, localDateOf } from '@overstap/calendar';
import { employees, tableOf, write } from '../../libs/cohort-files/testing/employees.js';
import { hasRedis } from '../../libs/reminders/testing/redis-server.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram, USUAL_START } from '../support/running-program.js';
import { type Ladder, ladders, type LogEvent, logOf } from './support/ladders.js';
import { FIRST_STARTED, RestartablePostgres } from './support/restartable-postgres.js';
import { RestartableRedis } from './support/restartable-redis.js';
import { LONG, sized } from './support/shape.js';

const PEOPLE = sized(12, 300);
/** Every other day is another moment at which something is due. */
const DAYS = sized(3, 28);
const WAVES = sized(2, 6);
const COACHES = 12;
const END = '2027-09-01T07:00:00.000Z';
const HOME = 'Europe/Amsterdam';
const day = (n: number): string => String(n).padStart(2, '0');
const morning = (date: string): string => instantAt(HOME, date, '09:00');

/** What one agency lives through from outside: nothing but the program's own routes, then a look at its log. */
describe.each([{ engine: 'PostgreSQL' }, ...(LONG && hasRedis() ? [{ engine: 'Redis' }] : [])])(
  'a year on the virtual clock, with its queue on $engine',
  ({ engine }) => {
    let postgres: RestartablePostgres;
    let redis: RestartableRedis | undefined;
    let program: RunningProgram;
    let log: readonly LogEvent[];
    let armed: readonly Ladder[];
    beforeAll(async () => {
      postgres = await RestartablePostgres.start({ clock: USUAL_START });
      redis = engine === 'Redis' ? await RestartableRedis.start() : undefined;
      const database = await postgres.database(FIRST_STARTED);
      program = await RunningProgram.start(temporaryDirectory('year'), {
        DATABASE_URL: postgres.url(database),
        OVERSTAP_CLOCK: USUAL_START,
        ...(redis ? { REDIS_URL: redis.url } : {}),
      });
      const begun = performance.now();
      await enrol(program);
      const enrolled = performance.now();
      await live(program);
      const lived = performance.now();
      log = await logOf(postgres, database);
      armed = ladders(log, END);
      const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1);
      process.stderr.write(
        `${engine}: ${PEOPLE} people imported in ${seconds(begun, enrolled)} s, their year lived in ${seconds(enrolled, lived)} s, ${log.length} events\n`,
      );
    }, 1_200_000);
    afterAll(async () => {
      await program?.stop();
      await Promise.all([redis?.stop(), postgres?.stop()]);
    });

    test('records every rung at its own moment, each once, and none is missing', () => {
      expect(armed.length).toBeGreaterThan(PEOPLE * 20);
      expect(armed.filter(({ records }) => records.length !== 1)).toEqual([]);
      expect(
        armed.filter(({ at, armedAt, records }) => records[0]?.recordedAt !== (at > armedAt ? at : armedAt)),
      ).toEqual([]);
    });

    test('visits the moments of everybody in their order', () => {
      const moments = log.map(({ recordedAt }) => recordedAt);
      expect(moments).toEqual(moments.toSorted());
    });

    test('keeps to half past eight in Amsterdam on both sides of both clock changes', () => {
      // A deadline that is past when it is armed is due there and then.
      const planned = armed.filter(({ at, armedAt }) => at > armedAt);
      expect(planned.length).toBeGreaterThan(armed.length * 0.9);
      expect(planned.filter(({ at }) => at !== instantAt(HOME, localDateOf(HOME, at), '08:30'))).toEqual([]);
      const utc = new Set(planned.map(({ at }) => at.slice(11, 16)));
      expect([...utc].toSorted()).toEqual(['06:30', '07:30']);
    });

    test('answers at the end what day it is, with nothing left behind', async () => {
      expect(await program.get('/clock')).toEqual({ now: END, virtual: true });
      expect(await program.get('/health/ready')).toMatchObject({ status: 'up' });
    });
  },
);

async function enrol(program: RunningProgram): Promise<void> {
  await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
  const terms = { code: 'P', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
  await program.post('/programmes/open-programme', terms);
  for (let n = 0; n < COACHES; n += 1) await program.registerCoach(`coach-${n}`);
  const rows = employees(PEOPLE).map((person, n) => ({
    ...person,
    'Datum aanzegging': `${day(1 + (n % DAYS))}-08-2026`,
    'Datum uit dienst': `${day(1 + (n % DAYS))}-${day(1 + (n % WAVES))}-2027`,
    Golf: String(1 + (n % WAVES)),
  }));
  const { body } = await program.upload<{ accepted: number }>('/programmes/P/imports', write(tableOf(rows)));
  expect(body.accepted).toBe(PEOPLE);
}

/** Waves go out every third day; three of four people are called, get a coach and begin; then time passes, a month at a time. */
async function live(program: RunningProgram): Promise<void> {
  for (let wave = 1; wave <= WAVES; wave += 1) {
    const on = `2026-09-${day(1 + 3 * (wave - 1))}`;
    await program.post('/clock', { now: morning(on) });
    await program.post(`/programmes/P/waves/${wave}/release`, {});
  }
  await program.post('/clock', { now: morning('2026-09-18') });
  const { items } = await program.get<{ items: readonly { trajectory: string }[] }>(
    '/trajectories?programme=P&limit=500',
  );
  expect(items).toHaveLength(PEOPLE);
  const begin = async ({ trajectory }: { trajectory: string }, n: number): Promise<void> => {
    if (n % 4 === 3) return;
    const tell = (command: string, body: object) => program.post(`/trajectories/${trajectory}/${command}`, body);
    await tell('make-first-contact', { on: '2026-09-18', channel: 'PHONE' });
    await tell('match-coach', { coachId: `coach-${n % COACHES}` });
    await tell('hold-intake', { on: '2026-09-18', minutes: 60, mode: 'ONSITE' });
  };
  for (let from = 0; from < items.length; from += 16)
    await Promise.all(items.slice(from, from + 16).map((item, n) => begin(item, from + n)));
  for (let month = 10; month <= 20; month += 1)
    await program.post('/clock', { now: morning(`${month > 12 ? 2027 : 2026}-${day(((month - 1) % 12) + 1)}-01`) });
  await program.post('/clock', { now: END });
}
