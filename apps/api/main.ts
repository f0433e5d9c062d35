import { run } from '../program/run.js';

/** `npm run start:api`: HTTP alone; read models, reminders and messages are the workers' on the same DATABASE_URL. */
await run({ serves: true, follows: false, sends: false }, ({ url }) => `The Overstap api answers on ${url}.`);
