/**
 * The built program in a process of its own, asked and told over IPC: the page that shows the API does not load inside Jest on Node 20.
 * Started by program.ts; argv names the data directory. Requests go through the whole HTTP application without a socket (`inject`).
 */
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, readSettings } from '../../dist/libs/platform/index.js';
import { installationKey } from '../../dist/libs/access/index.js';
import { isPublic } from '../../dist/libs/kernel/index.js';
import { COMMANDS, EVENT_CATALOGUE } from '../../dist/libs/mobility/index.js';
import { Sealer } from '../../dist/libs/operation/index.js';
import { createApi } from '../../dist/apps/api/api.js';
import { operationsOf } from '../../dist/apps/program/operations.js';
import { openProgram } from '../../dist/apps/program/program.js';
import { publishShippedTemplates } from '../../dist/apps/program/shipped-templates.js';
import { startWork } from '../../dist/apps/program/work.js';
import { canariesIn, fillingOf } from './filling.mjs';

const AT_ONCE = 8;
/** A stream that should have been refused goes on for ever. */
const LONGEST_MS = 15_000;
const NO_ANSWER = { statusCode: 599, headers: {}, payload: 'no answer' };

const { settings, problems } = readSettings({ ...process.env, OVERSTAP_DATA_DIR: process.argv[2] });
if (problems) throw new Error(JSON.stringify(problems));
mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
const program = await openProgram(settings, createLogger('debug'));
const work = await startWork(program, { follows: true, sends: true });
const sealer = new Sealer({ ...program, report: (error) => program.log.warn('sealer', {}, error) });
const key = await installationKey(settings.dataDir);
const { app, policy } = await createApi(program, {
  operations: operationsOf(program, work, sealer),
  waitFor: (position, timeoutMs) => work.projections.waitFor(position, timeoutMs),
  installationKey: key,
});
await program.access.passwords.prepare();
if (!(await program.access.isSetUp('default'))) {
  const visitor = { name: 'Noor', email: 'noor@voorbeeld.example', password: 'een lange wachtzin', language: 'nl' };
  await program.access.welcome('default', await program.access.firstLink('default'), visitor);
}
await app.listen(0, '127.0.0.1');
const fastify = app.getHttpAdapter().getInstance();

async function ask({ method, url, headers, body }) {
  const since = performance.now();
  const answered = fastify.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}`, ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });
  const answer = await Promise.race([answered, sleep(LONGEST_MS, NO_ANSWER, { ref: false })]);
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.payload,
    ms: performance.now() - since,
  };
}

async function inTurns(all, one) {
  const answers = [];
  let next = 0;
  const turn = async () => {
    for (let nth = next++; nth < all.length; nth = next++) answers[nth] = await one(all[nth]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, turn));
  return answers;
}

async function tell(command) {
  const outcome = await program.commands.handle({ commandId: program.ids.next(), ...command });
  if (outcome.outcome === 'done') return { done: outcome.events.map(({ type, id }) => ({ type, id })) };
  return { refused: outcome.outcome === 'refused' ? outcome.refusal : { code: 'conflict' } };
}

async function eventsOf({ tenant, stream }) {
  return program.codec.open(await program.store.readStream(tenant, stream), EVENT_CATALOGUE);
}

/** Everything stored of the tenant, opened; templates are nobody's. */
async function* opened(tenant) {
  const { rows } = await program.database.worker.query('SELECT DISTINCT stream FROM events WHERE tenant = $1', [
    tenant,
  ]);
  for (const { stream } of rows) {
    const [, aggregate, id] = /^([a-z]+)-(.+)$/.exec(stream);
    if (aggregate === 'template') continue;
    yield* await eventsOf({ tenant, stream: `${aggregate}-${id}` });
  }
}

const DOES = {
  routes: () => policy.routes(),
  url: () => app.getUrl(),
  ask: (requests) => inTurns(requests, ask),
  tell: async (commands) => {
    const outcomes = [];
    for (const command of commands) outcomes.push(await tell(command));
    return outcomes;
  },
  publish: async (tenant) => void (await publishShippedTemplates(program, tenant)),
  /** Invites somebody, as a programme names nobody else. */
  invite: ({ tenant, email, grants }) =>
    program.access.invite(tenant, { email, language: 'nl', grants }, { kind: 'operator', id: 'test' }),
  /** Records every fact that can be recorded now, with a canary in every text. */
  fill: (filling) => fillingOf(COMMANDS.filter(isPublic), tell, filling),
  canaries: async (tenant) => {
    const found = [];
    for await (const event of opened(tenant)) found.push(...canariesIn(event, EVENT_CATALOGUE.get(event.type)));
    return found;
  },
  events: eventsOf,
  drain: () => work.projections.drain(),
  rebuild: async () => {
    await work.projections.rebuild();
    await work.projections.drain();
  },
  advance: (to) => work.advanceClock(to),
  now: () => program.clock.now(),
};

process.on('message', async ({ id, does, given }) => {
  try {
    process.send({ id, answer: await DOES[does](given) });
  } catch (error) {
    process.send({ id, error: String(error?.stack ?? error) });
  }
});
process.on('SIGTERM', async () => {
  await app.close();
  await work.stop();
  await program.close();
  process.exit(0);
});
process.on('disconnect', () => process.exit(1));
process.send({ ready: true });
