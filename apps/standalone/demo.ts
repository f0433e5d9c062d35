import { localDateOf } from '@overstap/calendar';
import { HOME_ZONE } from '@overstap/mobility';
import { readSettings } from '@overstap/platform';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../program/run.js';
import { EVERYTHING } from '../program/service.js';
import { fillDemo } from './demo/fill.js';

/** `npm run demo`: a believable agency in a throw-away directory (OVERSTAP_DATA_DIR keeps it), then everything as `npm start` has it. */
if (process.env['NODE_ENV'] === 'production') {
  console.error('The demo does not run in production: its people are invented. Unset NODE_ENV.');
  process.exit(2);
}
if (process.env['OVERSTAP_DATA_DIR'] === undefined) {
  const directory = await mkdtemp(join(tmpdir(), 'overstap-demo-'));
  process.env['OVERSTAP_DATA_DIR'] = directory;
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
}
// What a visitor needs to see is what the demo says itself.
process.env['LOG_LEVEL'] ??= 'warn';
const outcome = readSettings(process.env);
if ('settings' in outcome) {
  console.error('The demo lives through 18 months of an agency. That takes a minute or two.');
  const people = await fillDemo(outcome.settings, localDateOf(HOME_ZONE, new Date().toISOString()), {
    progress: (line) => console.error(line),
  });
  console.error(`${people} people are in four programmes.`);
}
await run(
  EVERYTHING,
  (
    { url },
    { dataDir },
  ) => `The demo runs on ${url}. Look at ${url}/programmes, ${url}/queues/coach and ${url}/docs, or ask:
  OVERSTAP_URL=${url} npx overstap report WATERLAND-2 --as-of ${localDateOf(HOME_ZONE, new Date().toISOString())}
  OVERSTAP_URL=${url} npx overstap queue planner
Its data lie in ${dataDir}.`,
);
