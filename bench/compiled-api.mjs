import { run } from '../dist/apps/program/run.js';

/** The api from its compiled files instead of the few that they are put together in: here a part of it can be replaced before it starts. */
await run({ serves: true, follows: false, sends: false }, ({ url }) => `The Overstap api answers on ${url}.`);
