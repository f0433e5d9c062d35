import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { asOwner } from '../ground.mjs';
import { startPart } from '../processes.mjs';
import { inTurns, median, perSecond } from '../rounds.mjs';
import { enrol, inProgram, liveThrough } from '../world.mjs';
import { sessionOf } from './reads.mjs';

const PEOPLE = 50;
const OF_A_COACH = 25;
/** One after the other, of each side; half as many before them warm up. */
const READS = 400;
/** Who read at once. */
const READERS = 16;
const MOST = 1.1;
const API = fileURLToPath(new URL('../compiled-api.mjs', import.meta.url));
const WITHOUT = new URL('../without-access-log.mjs', import.meta.url);

const READINGS = [
  { id: 'P8a', name: 'A timeline', path: ({ trajectory }) => `/trajectories/${trajectory}/timeline` },
  { id: 'P8b', name: 'A coach’s queue', path: () => '/queues/coach' },
];

/**
 * P8: what entering reads in the access log costs: the same reads of the same store by an api that enters them and by one that does not, request by
 * request in turns, so that whatever else the machine does meets both alike; then by so many readers at once.
 */
export async function accessLog(ground, { seconds, rounds }) {
  const { now, read } = await inProgram(ground, (world) => people(world));
  const apis = {};
  try {
    const env = { OVERSTAP_CLOCK: now };
    apis.with = await startPart(ground, 'api', env, API);
    apis.without = await startPart(ground, 'api', { ...env, NODE_OPTIONS: `--import=${WITHOUT}` }, API);
    const rows = [];
    for (const { id, name, path } of READINGS) {
      const asked = read.map((each) => ({ path: path(each), cookie: each.cookie }));
      await holds(ground, apis, asked[0]);
      const alone = await oneByOne(apis, asked);
      rows.push({ id, name: `${name}, one read at a time, median`, ...ratio(alone.with, alone.without) });
      const side = (api) => () =>
        perSecond(READERS, seconds, () => get(api, asked[Math.floor(Math.random() * asked.length)]));
      const many = await inTurns({ with: side(apis.with), without: side(apis.without) }, rounds);
      // Milliseconds of one read again, so that more is slower as above.
      rows.push({
        id: `${id}-many`,
        name: `${name}, ${READERS} at once, time of a read`,
        ...ratio(1000 / many.with, 1000 / many.without),
      });
    }
    return rows;
  } finally {
    for (const api of Object.values(apis)) await api.stop();
  }
}

/** The ratio itself is what is to be small; both sides are in the name of what it is against. */
const ratio = (entered, not) => ({
  overstap: entered / not,
  unit: `× (${entered.toFixed(2)} against ${not.toFixed(2)} ms)`,
  peer: null,
  most: MOST,
});

async function people(world) {
  const trajectories = await enrol(world, PEOPLE, { coaches: PEOPLE / OF_A_COACH });
  const coachOf = (nth) => Math.floor(nth / OF_A_COACH);
  await liveThrough(world, trajectories, { coachOf });
  world.work.projections.start();
  await world.work.projections.drain(600_000);
  const cookies = [];
  for (let nth = 0; nth < PEOPLE / OF_A_COACH; nth++) cookies.push(await sessionOf(world, `coach-${nth}`));
  const read = trajectories.map((trajectory, nth) => ({ trajectory, cookie: cookies[coachOf(nth)] }));
  return { now: world.program.clock.now(), read };
}

/** One side enters what it answers and the other does not, or the figure compares nothing. */
async function holds(ground, apis, asked) {
  for (const [name, expected] of [
    ['with', 1],
    ['without', 0],
  ]) {
    const before = await entries(ground);
    await get(apis[name], asked);
    await sleep(50);
    const added = (await entries(ground)) - before;
    if (added !== expected) throw new Error(`An api ${name} the access log made ${added} entries of a read.`);
  }
}

const entries = (ground) =>
  asOwner(
    ground.owner,
    async (client) => (await client.query('SELECT count(*)::int AS n FROM access_entry')).rows[0].n,
  );

async function oneByOne(apis, asked) {
  const times = { with: [], without: [] };
  for (let nth = 0; nth < READS * 1.5; nth++)
    // Who is first would have the other's pages warm: in turns too.
    for (const name of nth % 2 === 0 ? ['with', 'without'] : ['without', 'with']) {
      const started = performance.now();
      await get(apis[name], asked[nth % asked.length]);
      if (nth >= READS / 2) times[name].push(performance.now() - started);
    }
  return { with: median(times.with), without: median(times.without) };
}

async function get({ port }, { path, cookie }) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } });
  const body = await response.text();
  if (!response.ok) throw new Error(body);
}
