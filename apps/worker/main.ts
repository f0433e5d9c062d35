import { rmSync } from 'node:fs';
import { run } from '../program/run.js';
import { keepAlive } from './alive-file.js';

// Of the process before: this one is not well until it says so.
const before = process.env['OVERSTAP_ALIVE_FILE'];
if (before) rmSync(before, { force: true });

/** `npm run start:worker`: read models, processes, reminders and messages; several may run on the same DATABASE_URL. */
await run({ serves: false, follows: true, sends: true }, ({ program }, { aliveFile }) => {
  if (aliveFile !== undefined) void keepAlive(aliveFile, program.health);
  return 'The Overstap worker runs.';
});
