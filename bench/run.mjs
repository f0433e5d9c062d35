import { parseArgs } from 'node:util';
import { accessLog } from './figures/access-log.mjs';
import { appends } from './figures/appends.mjs';
import { coldStart } from './figures/cold-start.mjs';
import { dueRungs } from './figures/due-rungs.mjs';
import { httpCommands } from './figures/http-commands.mjs';
import { memory } from './figures/memory.mjs';
import { kurrentDb } from './figures/kurrentdb.mjs';
import { reads } from './figures/reads.mjs';
import { rebuild } from './figures/rebuild.mjs';
import { prepareGround } from './ground.mjs';

const FIGURES = {
  P1: appends,
  P2: httpCommands,
  P3: rebuild,
  P4a: dueRungs('P4a', 'PostgreSQL'),
  P4b: dueRungs('P4b', 'Redis'),
  P5: reads,
  P6: memory,
  P6b: coldStart,
  P7: kurrentDb,
  P8: accessLog,
};
/** Needs a server that is not part of this repository. */
const NEEDS = { P7: 'KURRENTDB_URL' };

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    people: { type: 'string', default: '20000' },
    events: { type: 'string', default: '400000' },
    soak: { type: 'string', default: '60' },
  },
});
const pace = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  people: Number(values.people),
  events: Number(values.events),
  soak: Number(values.soak),
};
const chosen = values.only ?? Object.keys(FIGURES).filter((id) => !NEEDS[id] || process.env[NEEDS[id]]);
const unknown = chosen.find((id) => !(id in FIGURES));
if (unknown !== undefined || !(pace.seconds > 0) || !(pace.rounds >= 1)) {
  console.error(
    `Usage: npm run bench -- [--json] [--only ${Object.keys(FIGURES).join('|')}]… [--seconds N] [--rounds N] [--people N] [--events N] [--soak SECONDS]`,
  );
  process.exit(2);
}

const rows = [];
for (const id of chosen) {
  const ground = await prepareGround();
  try {
    console.error(`${id} …`);
    for (const row of await FIGURES[id](ground, pace)) rows.push(judged(row));
  } finally {
    await ground.remove();
  }
}
if (values.json) console.log(JSON.stringify(rows, undefined, 2));
else console.log(table(rows));

/** A ratio against the peer where there is one, and an aim of its own (`least`) beside it; without a peer at most `most`, or nothing to meet. */
function judged({ id, name, overstap, unit, peer, peerValue, aim = null, least = 0, most = null }) {
  const ratio = peerValue ? overstap / peerValue : null;
  const against = aim === null ? null : ratio !== null && ratio >= aim && overstap >= least;
  const met = most === null ? against : overstap <= most;
  return { id, name, overstap, unit, peer, peerValue: peerValue ?? null, ratio, aim: aim ?? most, met };
}

function table(judgedRows) {
  const cells = judgedRows.map(({ id, name, overstap, unit, peer, peerValue, ratio, aim, met }) => [
    id,
    name,
    `${unit.startsWith('×') ? overstap.toFixed(2) : Math.round(overstap)} ${unit}`,
    peer === null ? '' : `${peer}: ${peerValue === null ? 'not installed' : Math.round(peerValue)}`,
    ratio === null ? '' : `${ratio.toFixed(2)} ×`,
    aim === null ? '' : `aim ${aim}`,
    met === null ? '' : met ? 'met' : 'not met',
  ]);
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column].length))) ?? [];
  return cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ')).join('\n');
}
