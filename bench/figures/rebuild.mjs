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
    const client = new pg.Client(ground.owner);
    await client.connect();
    const { rows } = await client.query('SELECT count(*)::int AS events FROM events');
    const { events } = rows[0];
    const log = await copyOf(client, ['events']);
    await world.work.projections.rebuild();
    const { rows: tables } = await client.query(
      `SELECT format('read_model.%I', tablename) AS relation FROM pg_tables WHERE schemaname = 'read_model'`,
    );
    const models = await copyOf(
      client,
      tables.map(({ relation }) => relation),
    );
    const perSecond = async (work) => {
      const started = performance.now();
      await work();
      return events / ((performance.now() - started) / 1000);
    };
    const emmett = await startEmmett(ground, 'rebuild', { ...EMMETTS, event: EVENT });
    const measured = await inTurns(
      {
        overstap: () => perSecond(() => world.work.projections.rebuild()),
        copy: () => perSecond(log),
        models: () => perSecond(models),
        ...(emmett && { emmett: () => emmett.ask('measure') }),
      },
      rounds,
    );
    await client.end();
    await emmett?.stop();
    const row = { name: `Rebuild of all read models, ${events} events`, overstap: measured.overstap, unit: 'events/s' };
    return [
      { id: 'P3a', ...row, peer: 'COPY of the same events', peerValue: measured.copy, aim: 0.5, least: 30_000 },
      { id: 'P3b', ...row, peer: 'Emmett’s consumer, one read model', peerValue: measured.emmett, aim: 20 },
      { id: 'P3-limit', ...row, peer: 'COPY of the rows of all read models', peerValue: measured.models },
    ];
  });
}

/** The rows of tables as COPY text, and tables like them, with their indexes, to load them into. */
async function copyOf(client, relations) {
  const copies = [];
  for (const [nth, relation] of relations.entries()) {
    const out = client.query(copyStreams.to(`COPY ${relation} TO STDOUT`));
    const chunks = [];
    out.on('data', (chunk) => chunks.push(chunk));
    await once(out, 'end');
    const into = `bench_copy_${relation.replace(/\W/g, '_')}_${nth}`;
    await client.query(`CREATE TABLE ${into} (LIKE ${relation} INCLUDING ALL)`);
    copies.push({ into, chunks });
  }
  return async () => {
    for (const { into, chunks } of copies) {
      await client.query(`TRUNCATE ${into}`);
      const stream = client.query(copyStreams.from(`COPY ${into} FROM STDIN`));
      for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, 'drain');
      stream.end();
      await once(stream, 'finish');
    }
  };
}
