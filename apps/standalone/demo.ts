import { localDateOf } from '@overstap/calendar';
import { HOME_ZONE } from '@overstap/mobility';
import { OperatorError, readSettings, type Settings } from '@overstap/platform';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_MARK } from '../program/program.js';
import { run } from '../program/run.js';
import { EVERYTHING } from '../program/service.js';
import { openDemoAccounts } from './demo/accounts.js';
import { PROGRAMMES } from './demo/agency.js';
import { fillDemo } from './demo/fill.js';

/** `npm run demo`: a believable agency in a throw-away directory (OVERSTAP_DATA_DIR keeps it), then everything as `npm start` has it. */
if (process.env['NODE_ENV'] === 'production') {
  console.error('The demo does not run in production: its people are invented. Unset NODE_ENV.');
  process.exit(2);
}
if (process.env['DATABASE_URL'] !== undefined) {
  console.error('The demo brings a database of its own: its people are invented. Unset DATABASE_URL.');
  process.exit(2);
}
if (process.env['OVERSTAP_DATA_DIR'] === undefined) {
  const directory = await mkdtemp(join(tmpdir(), 'overstap-demo-'));
  process.env['OVERSTAP_DATA_DIR'] = directory;
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
}
// What a visitor needs to see is what the demo says itself.
process.env['LOG_LEVEL'] ??= 'warn';
const today = localDateOf(HOME_ZONE, new Date().toISOString());
const outcome = readSettings(process.env);
if ('settings' in outcome) await livePast(outcome.settings);
await run(EVERYTHING, async ({ url, program }, { dataDir }) => {
  const { password, accounts } = await openDemoAccounts(program);
  return `The demo runs on ${url}. Sign in there with the password ${password} as one of
${accounts.map(({ email, role }) => `  ${email.padEnd(36)} ${role}`).join('\n')}
or ask:
  OVERSTAP_DATA_DIR=${dataDir} npx overstap report WATERLAND-2 --as-of ${today}
  OVERSTAP_DATA_DIR=${dataDir} npx overstap queue planner
Its data lie in ${dataDir}.`;
});

/** Fills the directory, unless a demo lives there already. Stopped on the way it leaves nothing running. */
async function livePast(settings: Settings): Promise<void> {
  const filled = join(settings.dataDir, DEMO_MARK);
  if (existsSync(filled)) return;
  console.error('The demo lives through 18 months of an agency. That takes a few minutes.');
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.on('SIGTERM', stop).on('SIGINT', stop);
  try {
    const people = await fillDemo(settings, today, {
      progress: (line) => console.error(line),
      signal: stopping.signal,
    });
    await writeFile(filled, JSON.stringify({ until: today, people }));
    console.error(
      `${people} people are in ${PROGRAMMES.length} programmes, and one more is on a second track, in a programme of its own.`,
    );
  } catch (error) {
    if (stopping.signal.aborted) process.exit(130);
    console.error(error instanceof OperatorError ? error.message : error);
    process.exit(1);
  }
  process.off('SIGTERM', stop).off('SIGINT', stop);
  // While the lists were made it was told to end: what was lived is kept for the next start where a directory was named.
  if (stopping.signal.aborted) process.exit(130);
}
