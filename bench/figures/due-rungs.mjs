import { Reminders } from '../../dist/libs/reminders/index.js';
import { DEFAULT_QUIET_HOURS } from '../../dist/libs/calendar/index.js';
import { homeCalendar } from '../../dist/apps/program/home-calendar.js';
import { queueEngines } from '../peers/bullmq.mjs';
import { enrol, inProgram } from '../world.mjs';

const LEAST = { PostgreSQL: 0.7, Redis: 0.35 };

/** P4: rungs a second that all fall due at one moment, from an empty queue to the last one in the store, against BullMQ alone with as many jobs that do nothing. */
export async function dueRungs(ground, { people }) {
  return inProgram(ground, async (world) => {
    world.work.projections.start();
    await enrol(world, people);
    await world.work.projections.drain();
    const rows = [];
    for (const { engine, open, raw, stop } of await queueEngines(world.program)) {
      const { moment, rungs } = await nextBurst(world, people);
      await world.program.clock.moveTo(moment);
      const overstap = await fired(world, await open(), rungs);
      await world.work.projections.drain();
      const peerValue = await raw(rungs);
      await stop();
      const name = `${rungs} rungs due at one moment, queue on ${engine}`;
      const id = engine === 'Redis' ? 'P4b' : 'P4a';
      rows.push({ id, name, overstap, unit: 'rungs/s', peer: 'BullMQ, empty jobs', peerValue, aim: LEAST[engine] });
    }
    return rows;
  });
}

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

/** Lets all that is due fire through this queue; rungs a second until the last is stored. */
async function fired({ program }, queue, rungs) {
  let left = rungs;
  let over;
  const all = new Promise((resolve) => (over = resolve));
  const commands = {
    handle: async (command) => {
      const outcome = await program.commands.handle(command);
      if (outcome.outcome === 'done') left -= outcome.events.filter(({ type }) => DUE.has(type)).length;
      if (left <= 0) over();
      return outcome;
    },
  };
  const { database, store, log } = program;
  const reminders = new Reminders({
    database,
    store,
    commands,
    queue,
    // Not the virtual clock itself, which would bring its own driver: the sweep and the queue as they run in real time.
    clock: { now: () => program.clock.now() },
    manners: { calendarOf: (tenant) => homeCalendar(program, tenant), quietHoursOf: () => DEFAULT_QUIET_HOURS },
    addressOf: () => Promise.resolve(undefined),
    linkOf: () => 'http://localhost:3000',
    report: (where, error) => log.error(where, {}, error),
  });
  const started = performance.now();
  await reminders.start(() => Promise.resolve());
  await all;
  const seconds = (performance.now() - started) / 1000;
  await reminders.stop();
  return rungs / seconds;
}

const DUE = new Set(['RungFired', 'RungSuppressed', 'ClockExpired']);
