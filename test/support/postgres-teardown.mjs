import { removeRun } from './run-directory.mjs';

export default async function tearDown() {
  if (process.env.JEST_RUN_DIRECTORY) await removeRun(process.env.JEST_RUN_DIRECTORY);
}
