import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../command-line.js';
import { type ExitCode } from '../exit-codes.js';
import { type HttpAnswer, type HttpRequest } from '../program/transport.js';
import { type StartedProgram, type Surroundings } from '../surroundings.js';

/** What a run of the command line left behind. */
export interface Ran {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
  /** Every request but the ones that ask whether somebody is there. */
  readonly requests: readonly HttpRequest[];
}

/** What a pretended program answers to `GET /programmes`: a body, or a whole answer; a list is answered one after the other. */
export type Answers = Readonly<Record<string, unknown>>;

export interface World {
  readonly answers?: Answers;
  /** Origins at which somebody answers; the one that OVERSTAP_URL names unless told. */
  readonly alive?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly directory?: string;
  readonly input?: readonly (string | Uint8Array)[];
  readonly startProgram?: () => Promise<StartedProgram>;
}

export const ORIGIN = 'http://program.test:3000';

export const problem = (status: number, code: string, detail: string, more: object = {}): HttpAnswer => ({
  status,
  headers: {},
  text: JSON.stringify({ type: `urn:overstap:problem:${code}`, title: 't', status, code, detail, ...more }),
});

export const answered = (body: unknown, headers: HttpAnswer['headers'] = {}): HttpAnswer => ({
  status: 200,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

/** Goes away with the test run. */
export const temporaryDirectory = (): string =>
  mkdtempSync(join(process.env['JEST_RUN_DIRECTORY'] ?? tmpdir(), 'overstap-cli-'));

const isAnswer = (value: unknown): value is HttpAnswer =>
  typeof value === 'object' && value !== null && 'status' in value && 'text' in value;

/** Runs a command line against a pretended program. */
export async function run(args: readonly string[], world: World = {}): Promise<Ran> {
  const directory = world.directory ?? temporaryDirectory();
  const env = world.env ?? { OVERSTAP_URL: ORIGIN, XDG_STATE_HOME: directory };
  const alive = world.alive ?? [ORIGIN];
  const requests: HttpRequest[] = [];
  const asked = new Map<string, number>();
  let out = '';
  let err = '';
  const around: Surroundings = {
    env,
    directory,
    input: (async function* () {
      yield* world.input ?? [];
    })(),
    write: async (text) => void (out += text),
    say: (message) => void (err += `${message}\n`),
    async transport(request) {
      if (!alive.includes(request.url.origin)) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      if (request.url.pathname === '/health/live') return answered({ status: 'up' });
      requests.push(request);
      const key = `${request.method} ${request.url.pathname}`;
      const answers = world.answers?.[key];
      const nth = asked.get(key) ?? 0;
      asked.set(key, nth + 1);
      const answer: unknown = Array.isArray(answers) ? answers[Math.min(nth, answers.length - 1)] : answers;
      if (answer instanceof Error) throw answer;
      if (typeof answer === 'function') return (answer as (request: HttpRequest) => Promise<HttpAnswer>)(request);
      if (answer === undefined) return problem(404, 'not-found', 'There is nothing at this address.');
      return isAnswer(answer) ? answer : answered(answer);
    },
    startProgram: world.startProgram ?? (() => Promise.reject(new Error('no program is started in this test'))),
    beforeEnd: () => () => undefined,
  };
  return { exitCode: await runCommandLine(args, around, '0.0.0'), out, err, requests };
}

/** A file with this content, by its path. */
export const fileWith = (content: string, name = 'export.csv'): string => {
  const path = join(temporaryDirectory(), name);
  writeFileSync(path, content);
  return path;
};

/** What the program answers to a command that was carried out. */
export const DONE = {
  id: 'X',
  revision: 3,
  position: '1.2.3',
  events: [{ id: 'e', type: 'ProgrammeOpened' }],
  duplicate: false,
};
