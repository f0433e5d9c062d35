import { makeRun, removeDeadRuns } from './run-directory.mjs';

/** The server itself starts with the first test that asks for a database (postgres.ts). */
export default async function setUp() {
  await removeDeadRuns();
  process.env.JEST_RUN_DIRECTORY = makeRun();
}
