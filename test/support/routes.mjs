/** Starts the built program on the directory in argv, set up with an administrator, and prints where it answers and every route that it has. */
import { readSettings, createLogger } from '../../dist/libs/platform/index.js';
import { openProgram } from '../../dist/apps/program/program.js';
import { createApi } from '../../dist/apps/api/api.js';

const { settings } = readSettings({ OVERSTAP_DATA_DIR: process.argv[2] });
const program = await openProgram(settings, createLogger('silent'));
const welcomed = { name: 'Noor', email: 'noor@voorbeeld.example', password: 'een lange wachtzin', language: 'nl' };
await program.access.welcome('default', await program.access.firstLink('default'), welcomed);
const parts = { operations: {}, waitFor: async () => true, installationKey: 'x'.repeat(43) };
const { app, policy } = await createApi(program, parts);
await app.listen(0, '127.0.0.1');
console.log(JSON.stringify({ url: await app.getUrl(), routes: policy.routes() }));
process.on('SIGTERM', async () => {
  await app.close();
  await program.close();
  process.exit(0);
});
