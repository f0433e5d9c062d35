import { describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answered, ORIGIN, problem, run, temporaryDirectory, type World } from '../testing/world.js';

const LIST = ['programme', 'list', '--json'];
const PAGE = { items: [], next: null };
const answers = { 'GET /programmes': PAGE };

/** A data directory in which a program has left its address. */
function leftBehind(program: string): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, '.overstap'));
  writeFileSync(join(directory, '.overstap', 'program.json'), program);
  return directory;
}

/** A world in which a program can be started, and what became of it. */
function starting(world: World) {
  const seen = { started: 0, stopped: 0 };
  const startProgram = async () => {
    seen.started += 1;
    return { url: ORIGIN, stop: async () => void (seen.stopped += 1) };
  };
  return { seen, world: { ...world, startProgram } };
}

describe('the program that OVERSTAP_URL names', () => {
  it('is asked', async () => {
    const { exitCode, requests } = await run(LIST, { answers });
    expect([exitCode, requests.map(({ url }) => url.origin)]).toEqual([0, [ORIGIN]]);
  });

  it.each([
    ['http://nobody.test:1', /No Overstap answers at http:\/\/nobody\.test:1, which OVERSTAP_URL names/],
    ['localhost:3000', /write it as http:\/\/localhost:3000/],
    ['nonsense', /write it as http:\/\/localhost:3000/],
  ])('%s is a failure when nobody answers there, never a reason to ask another', async (url, message) => {
    const directory = leftBehind(JSON.stringify({ url: ORIGIN, pid: 1, startedAt: '' }));
    const { seen, world } = starting({ answers, directory, env: { OVERSTAP_URL: url } });
    const { exitCode, err, requests } = await run(LIST, world);
    expect([exitCode, requests, seen.started]).toEqual([1, [], 0]);
    expect(err).toMatch(message);
  });
});

describe('without OVERSTAP_URL', () => {
  it('the program that left its address in the data directory is asked, when it answers', async () => {
    const directory = leftBehind(JSON.stringify({ url: ORIGIN, pid: 1, startedAt: '' }));
    const { seen, world } = starting({ answers, directory, env: {} });
    expect(await run(LIST, world)).toMatchObject({ exitCode: 0, err: '', requests: [{}] });
    expect(
      await run(LIST, { ...world, directory: '/', env: { OVERSTAP_DATA_DIR: join(directory, '.overstap') } }),
    ).toMatchObject({
      exitCode: 0,
    });
    expect(seen.started).toBe(0);
  });

  it.each([
    ['has ended', JSON.stringify({ url: 'http://gone.test', pid: 1, startedAt: '' })],
    ['left half an address', '{"url":'],
    ['left none that is one', '{"url":7}'],
  ])('and where it %s, one is started for the command and stopped after it', async (_what, left) => {
    const { seen, world } = starting({ answers, directory: leftBehind(left), env: {} });
    const { exitCode, out, err } = await run(LIST, world);
    expect([exitCode, JSON.parse(out), seen]).toEqual([0, PAGE, { started: 1, stopped: 1 }]);
    expect(err).toMatch(
      /^(No program is running|The program at http:\/\/gone\.test does not answer); starting one for this command\.\n$/,
    );
  });

  it('it is stopped after a failure too', async () => {
    const { seen, world } = starting({ env: {} });
    expect(await run(LIST, world)).toMatchObject({ exitCode: 1 });
    expect(seen).toEqual({ started: 1, stopped: 1 });
  });

  it('a program that holds the directory and does not answer is a failure that says so', async () => {
    const directory = leftBehind(JSON.stringify({ url: 'http://silent.test', pid: 1, startedAt: '' }));
    const startProgram = () =>
      Promise.reject(new Error('Another Overstap (process 7) is running here. Stop it first.'));
    const { exitCode, err, out } = await run(LIST, { directory, env: {}, startProgram });
    expect(exitCode).toBe(1);
    expect(err).toMatch(/does not answer at http:\/\/silent\.test\. Another Overstap \(process 7\)/);
    expect(JSON.parse(out)).toMatchObject({ problems: [{ rule: 'failed' }] });
  });
});

describe('a query', () => {
  const state = (): { env: Record<string, string>; directory: string } => {
    const directory = temporaryDirectory();
    return { directory, env: { OVERSTAP_URL: ORIGIN, XDG_STATE_HOME: directory } };
  };
  const command = ['send', 'trajectory', 't', 'hold-intake'];
  const stored = {
    'POST /trajectories/t/hold-intake': answered({ revision: 1, events: [] }, { 'overstap-position': '1.9' }),
  };

  it('sees what the last command wrote, and asks again until it does', async () => {
    const world = state();
    await run(command, { ...world, answers: stored });
    const late = problem(503, 'not-yet-visible', 'later');
    const { exitCode, requests } = await run(LIST, { ...world, answers: { 'GET /programmes': [late, late, PAGE] } });
    expect(exitCode).toBe(0);
    expect(requests.map(({ headers }) => headers?.['overstap-position'])).toEqual(['1.9', '1.9', '1.9']);
  });

  it('is answered without that in the end, as by a program that was begun anew', async () => {
    const world = state();
    await run(command, { ...world, answers: stored });
    const never = Array.from({ length: 30 }, () => problem(503, 'not-yet-visible', 'later'));
    const { exitCode, requests } = await run(LIST, { ...world, answers: { 'GET /programmes': [...never, PAGE] } });
    expect(exitCode).toBe(0);
    expect(requests.at(-1)?.headers).not.toHaveProperty('overstap-position');
  });

  it('of a program on a data directory keeps the position there, for its user alone', async () => {
    const directory = leftBehind(JSON.stringify({ url: ORIGIN, pid: 1, startedAt: '' }));
    await run(command, { directory, env: {}, answers: stored });
    expect(readFileSync(join(directory, '.overstap', 'last-position'), 'utf8')).toBe('1.9\n');
  });

  it.each([
    [{ status: 500, headers: {}, text: '<html>' }, /500 and no problem document/],
    [answered('<html>'), /not JSON/],
    [Object.assign(new Error('x'), { code: 'ECONNRESET' }), /stopped answering \(ECONNRESET\)/],
    [problem(503, 'draining', 'The program is stopping.'), /The program is stopping\./],
  ])('that gets nothing it can read has failed and says so', async (answer, message) => {
    const { exitCode, err } = await run(LIST, { answers: { 'GET /programmes': answer } });
    expect(exitCode).toBe(1);
    expect(err).toMatch(message);
  });
});
