import { removeRun } from './run-directory.mjs';

export default async function tearDown() {
  if (process.env.OVERSTAP_TEST_RUN) await removeRun(process.env.OVERSTAP_TEST_RUN);
}
