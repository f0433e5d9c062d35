import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import { Reminders, SqlDueTable } from '../../dist/libs/reminders/index.js';
import { DEFAULT_QUIET_HOURS } from '../../dist/libs/calendar/index.js';
import { homeCalendar } from '../../dist/apps/program/home-calendar.js';
import { asOwner } from '../ground.mjs';
import { QUEUE_ENGINES } from '../peers/bullmq.mjs';
import { enrol, inProgram } from '../world.mjs';

const LEAST = { PostgreSQL: 0.7, Redis: 0.35 };
const A_SECOND = 1000;
const MOST_SECONDS = 20;
/** For the queue to take all of them before the first falls due. */
const AHEAD_MS = 20_000;
const MINUTES = 600_000;
const DUE = new Set(['RungFired', 'RungSuppressed', 'ClockExpired']);

/**
 * P4, with the queue on this engine: rungs a second when all fall due at one moment, from an empty queue to the last one in the store, against BullMQ
 * alone with as many jobs that do nothing; then how late the last of a hundred is when a thousand streams a second fall due, one by one.
 */
export const dueRungs =
  (id, engine) =>
  (ground, { people }) =>
    inProgram(ground, async (world) => {
      const queues = await QUEUE_ENGINES[engine](world.program);
      if (!queues) return [];
      world.work.projections.start();
      await enrol(world, people);
      await world.work.projections.drain(MINUTES);
      const { moment, rungs } = await nextBurst(world, people);
      await world.program.clock.moveTo(moment);
      const overstap = await burst(world, await queues.open(), rungs);
      await world.work.projections.drain(MINUTES);
      const peerValue = await queues.raw(rungs);
      const next = await nextBurst(world, people);
      const late = await oneByOne(world, ground, await queues.open(), next.moment, queues.memory);
      await world.work.projections.drain(MINUTES);
      await queues.stop();
      const spread = `${A_SECOND} streams due a second, one by one, queue on ${engine}`;
      const lateness = (which) => ({
        id: `${id}-${which}`,
        name: `Lateness ${which}, ${spread}`,
        overstap: late[which],
        unit: 'ms',
        peer: null,
        most: 1000,
      });
      return [
        {
          id,
          name: `${rungs} rungs due at one moment, queue on ${engine}`,
          overstap,
          unit: 'rungs/s',
          peer: 'BullMQ, empty jobs',
          peerValue,
          aim: LEAST[engine],
        },
        lateness('p50'),
        lateness('p99'),
        ...(late.memory === undefined
          ? []
          : [
              {
                id: `${id}-memory`,
                name: `Memory of ${engine} for 100000 of them that wait`,
                overstap: (late.memory * 100_000) / 1000,
                unit: 'kB',
                peer: null,
              },
            ]),
      ];
    });

/** The next moment at which nearly everybody has something due, and how much. */
async function nextBurst({ program }, people) {
  const { rows } = await program.database.worker.query(
    `SELECT at, count(*)::int AS rungs FROM read_model.reminder_due WHERE at > $1
     GROUP BY at HAVING count(*) >= $2 ORDER BY at LIMIT 1`,
    [program.clock.now(), people * 0.9],
  );
  if (!rows[0]) throw new Error('No moment is left at which everybody has something due');
  return { moment: rows[0].at.toISOString(), rungs: rows[0].rungs };
}

/** Reminders as they run in real time, by a clock that is no virtual one, which would bring its own driver. */
async function remindersOf({ program, work }, { queue, commands, now, due }) {
  const { database, store, log } = program;
  // Before the clock was moved on, what is due now was queued for hours later.
  await queue.clear();
  return new Reminders({
    way: work.way,
    database,
    store,
    commands,
    queue,
    clock: { now },
    ...(due ? { due } : {}),
    manners: { calendarOf: (tenant) => homeCalendar(program, tenant), quietHoursOf: () => DEFAULT_QUIET_HOURS },
    addressOf: () => Promise.resolve(undefined),
    linkOf: () => 'http://localhost:3000',
    report: (where, error) => log.error(where, {}, error),
  });
}

/** Lets all that is due fire through this queue; rungs a second until the last is stored. */
async function burst(world, queue, rungs) {
  const { program } = world;
  let left = rungs;
  let over;
  const all = new Promise((resolve) => (over = resolve));
  const handle = async (command) => {
    const outcome = await program.commands.handle(command);
    if (outcome.outcome === 'done') left -= outcome.events.filter(({ type }) => DUE.has(type)).length;
    if (left <= 0) over();
    return outcome;
  };
  const reminders = await remindersOf(world, { queue, commands: { handle }, now: () => program.clock.now() });
  const started = performance.now();
  await reminders.start(() => Promise.resolve());
  await all;
  const seconds = (performance.now() - started) / 1000;
  await reminders.stop();
  return rungs / seconds;
}

/** Streams with something due at this moment, spread over the seconds after it: the milliseconds between its moment and the store's answer. */
async function oneByOne(world, ground, queue, moment, memoryOf) {
  const { program } = world;
  const base = Date.parse(moment);
  const streams = await spread(ground, moment);
  await program.clock.moveTo(new Date(base + 3_600_000).toISOString());
  const started = performance.now() + AHEAD_MS;
  const now = () => new Date(base + performance.now() - started).toISOString();
  const late = [];
  const done = [];
  let over;
  const all = new Promise((resolve) => (over = resolve));
  const handle = async (command) => {
    const outcome = await program.commands.handle(command);
    late.push(Date.parse(now()) - Date.parse(command.data.at));
    done.push(command.id);
    if (late.length === streams) over();
    return outcome;
  };
  const due = new SqlDueTable(program.database.worker, 'bench_due');
  const reminders = await remindersOf(world, { queue, commands: { handle }, now, due });
  await reminders.start(() => Promise.resolve());
  const waiting = pause(AHEAD_MS - 1000).then(() => memoryOf?.());
  // What the read model does once it has seen the events.
  const clearing = setInterval(() => void clear(ground, done.splice(0)), 500);
  const memory = await waiting;
  await all;
  clearInterval(clearing);
  await reminders.stop();
  const sorted = late.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.floor(share * (sorted.length - 1))];
  return { p50: at(0.5), p99: at(0.99), memory };
}

/** One row for each stream that has something due at this moment, a millisecond apart. Answers how many. */
function spread(ground, moment) {
  return asOwner(ground.owner, async (client) => {
    await client.query('DROP TABLE IF EXISTS bench_due');
    const { rowCount } = await client.query(
      `CREATE TABLE bench_due AS
       SELECT tenant, aggregate, aggregate_id, share, clock_id, generation, rung,
         timestamptz '${moment}' + nth * interval '1 ms' AS at
       FROM (SELECT DISTINCT ON (aggregate_id) *, dense_rank() OVER (ORDER BY aggregate_id) AS nth FROM read_model.reminder_due WHERE at = '${moment}') due
       LIMIT ${A_SECOND * MOST_SECONDS}`,
    );
    await client.query('CREATE INDEX ON bench_due (tenant, at, share); GRANT SELECT ON bench_due TO PUBLIC');
    return rowCount;
  });
}

const clear = (ground, ids) =>
  asOwner(ground.owner, (client) => client.query('DELETE FROM bench_due WHERE aggregate_id = ANY ($1)', [ids]));
