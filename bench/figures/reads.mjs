import { asOwner, prepareGround } from '../ground.mjs';
import { startPart } from '../processes.mjs';
import { median } from '../rounds.mjs';
import { enrol, inProgram, liveThrough } from '../world.mjs';

const FEW_EVENTS = 40_000;
/** What a trajectory of half a year comes to in this world, about. */
const EVENTS_EACH = 400;
const OF_A_PROGRAMME = 100;
const OF_A_COACH = 25;
const READS = 400;
const GROWTH = 1.1;

const READINGS = [
  { id: 'P5a', name: 'A coach’s queue', most: 20, path: ({ coach }) => `/queues/coach?assignee=coach-${coach}` },
  {
    id: 'P5b',
    name: 'The report of a programme',
    most: 100,
    path: ({ programme, day }) => `/programmes/${programme}/report?asOf=${day}`,
  },
];

/**
 * P5: how long a coach waits for their queue and a programme manager for a report, over HTTP and one request at a time, in a store of one programme and in
 * one of so many events (`--events`), with 25 people to a coach and 100 to a programme in both.
 */
export async function reads(ground, { events }) {
  const other = await prepareGround();
  try {
    const few = await readIn(other, FEW_EVENTS);
    const many = await readIn(ground, events);
    return READINGS.flatMap(({ id, name, most }) => [
      {
        id,
        name: `${name}, p99, in ${many.events} events of ${many.people} people`,
        overstap: at(many[id], 0.99),
        unit: 'ms',
        peer: null,
        most,
      },
      {
        id: `${id}-growth`,
        name: `${name}, median against that in ${few.events} events of ${few.people} people`,
        overstap: median(many[id]) / median(few[id]),
        unit: '×',
        peer: null,
        most: GROWTH,
      },
    ]);
  } finally {
    await other.remove();
  }
}

export async function readIn(ground, events) {
  const people = Math.ceil(events / EVENTS_EACH / OF_A_COACH) * OF_A_COACH;
  const programmes = [];
  const now = await inProgram(ground, async (world) => {
    const trajectories = [];
    while (trajectories.length < people) {
      const [firstPerson, firstCoach] = [trajectories.length, trajectories.length / OF_A_COACH];
      const programme = `BENCH-${programmes.length}`;
      const size = Math.min(OF_A_PROGRAMME, people - firstPerson);
      const coaches = size / OF_A_COACH;
      trajectories.push(...(await enrol(world, size, { programme, coaches, firstPerson, firstCoach })));
      programmes.push(programme);
    }
    await liveThrough(world, trajectories, (nth) => Math.floor(nth / OF_A_COACH));
    world.work.projections.start();
    await world.work.projections.drain(3_600_000);
    return world.program.clock.now();
  });
  const stored = await asOwner(ground.owner, async (client) => {
    await client.query('VACUUM ANALYZE');
    return (await client.query('SELECT count(*)::int AS events FROM events')).rows[0];
  });
  const api = await startPart(ground, 'api', { OVERSTAP_CLOCK: now });
  try {
    const times = {};
    for (const { id, path } of READINGS)
      times[id] = await timesOf(api, (nth) =>
        path({
          coach: (nth * 7) % (people / OF_A_COACH),
          programme: programmes[(nth * 7) % programmes.length],
          day: now.slice(0, 10),
        }),
      );
    return { ...times, ...stored, people };
  } finally {
    await api.stop();
  }
}

/** Milliseconds of each request, from asking to the whole answer; as many before them warm up. */
async function timesOf({ port, key }, pathOf) {
  const times = [];
  for (let nth = 0; nth < 2 * READS; nth++) {
    const started = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}${pathOf(nth)}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const body = await response.text();
    if (!response.ok) throw new Error(body);
    if (nth >= READS) times.push(performance.now() - started);
  }
  return times;
}

function at(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1];
}
