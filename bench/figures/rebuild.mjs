import { once } from 'node:events';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import { asOwner } from '../ground.mjs';
import { startEmmett } from '../peers/emmett.mjs';
import { inTurns } from '../rounds.mjs';
import { enrol, inProgram, liveThrough } from '../world.mjs';

const PEOPLE = 250;
/** Emmett gets fewer events: it counts what it does in a second, too. */
const EMMETTS = { streams: PEOPLE, eventsEach: 20 };
/** As `SubmitApplication` of the world records it. */
const EVENT = {
  type: 'ApplicationSubmitted',
  data: { applicationId: 'a-4', occupation: 'planner', sector: 'logistiek', channel: 'NETWORK', on: '2026-10-05' },
};

/** P3: events a second through all read models, from the first event to the swap, against COPY of the same rows and against Emmett with one read model. */
export async function rebuild(ground, { rounds }) {
  return inProgram(ground, async (world) => {
    await liveThrough(world, await enrol(world, PEOPLE));
    await asOwner(ground.owner, (client) => client.query('VACUUM ANALYZE events'));
    const copy = await copyOf(ground);
    const { events } = copy;
    const perSecond = async (work) => {
      const started = performance.now();
      await work();
      return events / ((performance.now() - started) / 1000);
    };
    const emmett = await startEmmett(ground, 'rebuild', { ...EMMETTS, event: EVENT });
    const measured = await inTurns(
      {
        overstap: () => perSecond(() => world.work.projections.rebuild()),
        copy: () => perSecond(copy.load),
        ...(emmett && { emmett: () => emmett.ask('measure') }),
      },
      rounds,
    );
    await copy.close();
    await emmett?.stop();
    const row = { name: `Rebuild of all read models, ${events} events`, overstap: measured.overstap, unit: 'events/s' };
    return [
      { id: 'P3a', ...row, peer: 'COPY of the same events', peerValue: measured.copy, aim: 0.5, least: 30_000 },
      { id: 'P3b', ...row, peer: 'Emmett’s consumer, one read model', peerValue: measured.emmett, aim: 20 },
    ];
  });
}

/** The log's rows as COPY text, and a table like it, with its indexes, to load them into. */
async function copyOf(ground) {
  const client = new pg.Client(ground.owner);
  await client.connect();
  const out = client.query(copyStreams.to('COPY events TO STDOUT'));
  const chunks = [];
  out.on('data', (chunk) => chunks.push(chunk));
  await once(out, 'end');
  await client.query('CREATE TABLE bench_copy (LIKE events INCLUDING ALL)');
  const { rows } = await client.query('SELECT count(*)::int AS events FROM events');
  const load = async () => {
    await client.query('TRUNCATE bench_copy');
    const into = client.query(copyStreams.from('COPY bench_copy FROM STDIN'));
    for (const chunk of chunks) if (!into.write(chunk)) await once(into, 'drain');
    into.end();
    await once(into, 'finish');
  };
  return { events: rows[0].events, load, close: () => client.end() };
}
