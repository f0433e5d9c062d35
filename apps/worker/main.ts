import { run } from '../program/run.js';

/** `npm run start:worker`: read models, processes, reminders and messages; several may run on the same DATABASE_URL. */
await run({ serves: false, follows: true, sends: true }, () => 'The Overstap worker runs.');
