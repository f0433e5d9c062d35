import { VERSION } from '../program/version.js';
import { runCommandLine } from './command-line.js';
import { EXIT } from './exit-codes.js';
import { httpTransport } from './program/transport.js';
import { type Surroundings } from './surroundings.js';

/** What must be stopped before this process may end. */
const stops = new Set<() => Promise<void>>();

async function end(exitCode: number): Promise<never> {
  await Promise.allSettled([...stops].map((stop) => stop()));
  process.exit(exitCode);
}

process.on('SIGINT', () => void end(130));
process.on('SIGTERM', () => void end(143));
// Whoever read the answer has seen enough, as `head` does.
process.stdout.on('error', () => void end(EXIT.done));

const around: Surroundings = {
  env: process.env,
  directory: process.cwd(),
  get input() {
    return process.stdin;
  },
  write: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
  say: (message) => void process.stderr.write(`${message}\n`),
  transport: httpTransport,
  startProgram: async () => (await import('./program/embedded-program.js')).startEmbedded(process.env),
  beforeEnd(stop) {
    stops.add(stop);
    return () => stops.delete(stop);
  },
};

await end(await runCommandLine(process.argv.slice(2), around, VERSION));
