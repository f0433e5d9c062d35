import { DEFAULT_TENANT } from '../../dist/apps/program/program.js';
import { addCopies } from '../copies.mjs';
import { asOwner, prepareGround } from '../ground.mjs';
import { startPart } from '../processes.mjs';
import { median } from '../rounds.mjs';
import { enrol, inProgram, liveThrough } from '../world.mjs';

const FEW_EVENTS = 10_000;
/** More than these are copies of them. */
const MOST_LIVED = 100_000;
/** The weeks that a trajectory has behind it, and what they come to in this world, about. */
const WEEKS = 4;
const EVENTS_EACH = 100;
const OF_A_PROGRAMME = 100;
const OF_A_COACH = 25;
const READS = 400;
/** Coaches who ask in turn. */
const SIGNED_IN = 16;
const GROWTH = 1.1;

const READINGS = [
  { id: 'P5a', name: 'A coach’s queue', most: 20, ask: ({ coach }) => ['/queues/coach', { cookie: coach }] },
  {
    id: 'P5b',
    name: 'The report of a programme',
    most: 100,
    ask: ({ programme, day, key }) => [
      `/programmes/${programme}/report?asOf=${day}`,
      { authorization: `Bearer ${key}` },
    ],
  },
];

/**
 * P5: how long a coach waits for their queue and a programme manager for a report, over HTTP and one request at a time, in a store of one programme and in
 * one of so many events (`--events`), with 25 people to a coach and 100 to a programme in both. Beyond 100,000 events the log and the read models hold
 * copies of those who were lived through, and those are asked for who were.
 */
export async function reads(ground, { events }) {
  const other = await prepareGround();
  try {
    const few = await readIn(other, FEW_EVENTS);
    const copies = Math.max(0, Math.round(events / MOST_LIVED) - 1);
    const many = await readIn(ground, Math.min(events, MOST_LIVED), copies);
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

async function readIn(ground, events, copies = 0) {
  const people = Math.ceil(events / EVENTS_EACH / OF_A_COACH) * OF_A_COACH;
  const programmes = [];
  const coaches = [];
  const now = await inProgram(ground, async (world) => {
    const trajectories = [];
    while (trajectories.length < people) {
      const [firstPerson, firstCoach] = [trajectories.length, trajectories.length / OF_A_COACH];
      const programme = `BENCH-${programmes.length}`;
      const size = Math.min(OF_A_PROGRAMME, people - firstPerson);
      const some = { programme, coaches: size / OF_A_COACH, firstPerson, firstCoach };
      trajectories.push(...(await enrol(world, size, some)));
      programmes.push(programme);
    }
    await liveThrough(world, trajectories, { coachOf: (nth) => Math.floor(nth / OF_A_COACH), weeks: WEEKS });
    world.work.projections.start();
    await world.work.projections.drain(3_600_000);
    const each = Math.ceil(people / OF_A_COACH / SIGNED_IN);
    for (let nth = 0; nth < people / OF_A_COACH; nth += each) coaches.push(await sessionOf(world, `coach-${nth}`));
    return world.program.clock.now();
  });
  await addCopies(ground.owner, copies);
  const stored = await asOwner(ground.owner, async (client) => {
    await client.query('VACUUM ANALYZE');
    return (await client.query('SELECT count(*)::int AS events FROM events')).rows[0];
  });
  const api = await startPart(ground, 'api', { OVERSTAP_CLOCK: now });
  try {
    const times = {};
    for (const { id, ask } of READINGS)
      times[id] = await timesOf(api.port, (nth) =>
        ask({
          coach: coaches[nth % coaches.length],
          programme: programmes[nth % programmes.length],
          day: now.slice(0, 10),
          key: api.key,
        }),
      );
    return { ...times, ...stored, people: people * (copies + 1) };
  } finally {
    await api.stop();
  }
}

/** The cookie of a coach who has signed in. */
export async function sessionOf({ program }, coach) {
  const account = {
    id: program.ids.next(),
    email: `${coach}@voorbeeld.example`,
    name: coach,
    language: 'nl',
    status: 'ACTIVE',
    grants: [{ role: 'COACH', ref: coach }],
  };
  await program.access.accounts.add(DEFAULT_TENANT, account, { by: { kind: 'program', id: 'bench' }, why: 'INVITED' });
  return `overstap=${await program.access.sessions.begin(DEFAULT_TENANT, account.id)}`;
}

/** Milliseconds of each request, from asking to the whole answer; as many before them warm up. */
async function timesOf(port, askOf) {
  const times = [];
  for (let nth = 0; nth < 2 * READS; nth++) {
    const [path, headers] = askOf(nth);
    const started = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
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
