import { randomUUID } from 'node:crypto';
import { EVENT_CATALOGUE } from '../../dist/libs/mobility/index.js';
import { openLog, asOwner } from '../ground.mjs';
import { startEmmett } from '../peers/emmett.mjs';
import { bareRows } from '../peers/bare-rows.mjs';
import { singleRowInserts } from '../peers/pgbench.mjs';
import { inTurns, perSecond } from '../rounds.mjs';

const WRITERS = 16;
const STREAMS_EACH = 20;
const TENANT = 'default';
const TYPE = 'TrajectoryPlanAgreed';

/** An everyday event with personal fields, so that part of it is sealed. */
const DATA = {
  planVersion: 1,
  approach: 'SELF_MANAGEMENT',
  goals: ['Een baan in de zorg binnen 30 km', 'Rijbewijs B behalen'],
  activities: ['Netwerkgesprekken voeren', 'Sollicitatietraining volgen'],
  facilities: ['Opleidingsbudget'],
  duties: ['Iedere week twee sollicitaties'],
  evaluationDates: ['2026-11-02', '2027-02-01'],
  signedOn: '2026-09-07',
};

/** P1: events appended a second, each its own request with the revision it expects, sealed, durable. */
export async function appends(ground, { seconds, rounds }) {
  const log = await openLog(ground);
  const definition = EVENT_CATALOGUE.get(TYPE);
  const writers = Array.from({ length: WRITERS }, () =>
    Array.from({ length: STREAMS_EACH }, () => ({ trajectory: randomUUID(), subject: randomUUID(), revision: -1 })),
  );
  let next = 0;
  const append = async (writer) => {
    const own = writers[writer][next++ % STREAMS_EACH];
    const { trajectory, subject } = own;
    const [id, command, stream] = [randomUUID(), randomUUID(), `trajectory-${trajectory}`];
    const now = new Date().toISOString();
    const payload = await log.codec.seal({ tenant: TENANT, stream, id, type: TYPE, subject, definition, data: DATA });
    const result = await log.store.append({
      tenant: TENANT,
      stream,
      expected: own.revision < 0 ? 'noStream' : own.revision,
      events: [
        {
          ...payload,
          id,
          type: TYPE,
          schemaVersion: definition.version,
          programme: 'BENCH',
          trajectory,
          subject,
          occurredAt: now,
          recordedAt: now,
          actor: { type: 'COACH', id: 'bench' },
          command,
          correlation: command,
        },
      ],
    });
    if (result.outcome !== 'appended') throw new Error(`An append was not stored: ${JSON.stringify(result)}`);
    own.revision = result.revision;
  };
  let emmett;
  let bare;
  try {
    await perSecond(WRITERS, 1, append);
    const bytes = await asOwner(ground.owner, async (client) => {
      const { rows } = await client.query('SELECT avg(pg_column_size(e.*))::int AS bytes FROM events e');
      return rows[0].bytes;
    });
    const pgbench = await singleRowInserts(ground, { clients: WRITERS, seconds, bytes });
    emmett = await startEmmett(ground, 'appends', {
      writers: WRITERS,
      streamsEach: STREAMS_EACH,
      seconds,
      event: { type: TYPE, data: DATA },
    });
    bare = await bareRows(ground, seconds);
    const measured = await inTurns(
      {
        overstap: () => perSecond(WRITERS, seconds, append),
        bare: bare.measure,
        ...(pgbench && { pgbench }),
        ...(emmett && { emmett: () => emmett.ask('measure') }),
      },
      rounds,
    );
    const row = { name: 'Appends, 16 writers, encrypted, fsync', overstap: measured.overstap, unit: 'events/s' };
    return [
      { id: 'P1a', ...row, peer: 'pgbench single-row inserts', peerValue: measured.pgbench, aim: 2.5 },
      { id: 'P1b', ...row, peer: 'Emmett on PostgreSQL', peerValue: measured.emmett, aim: 7 },
      { id: 'P1-limit', ...row, peer: 'PostgreSQL alone with the same rows, 16 to a commit', peerValue: measured.bare },
    ];
  } finally {
    await emmett?.stop();
    await bare?.close();
    await log.close();
  }
}
