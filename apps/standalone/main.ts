import { run } from '../program/run.js';
import { EVERYTHING } from '../program/service.js';

/** `npm start`: everything in one process, on the PostgreSQL that comes with it unless DATABASE_URL names another. */
await run(
  EVERYTHING,
  ({ url }, { dataDir }) =>
    `Overstap runs on ${url} (data in ${dataDir}). The command line on this machine needs no sign-in: it reads its key there.`,
);
