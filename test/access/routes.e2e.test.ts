import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { COMMANDS } from '@overstap/mobility';
import { QUERIES } from '../../apps/api/queries/queries.js';
import { temporaryDirectory } from '../support/postgres.js';

/** What needs no sign-in; whatever is added here is read by everybody. */
const OPEN = [
  'GET /docs',
  'GET /feeds/{file}',
  'GET /forgotten-password',
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
  'GET /openapi.json',
  'GET /sign-in',
  'GET /sign-in/provider',
  'GET /sign-in/provider/return',
  'GET /welcome/{token}',
  'POST /forgotten-password',
  'POST /sign-in',
  'POST /sign-in/code',
  'POST /welcome/{token}',
];

interface Route {
  readonly route: string;
  readonly rule?: string | readonly string[];
}

/** Of the built program, in a process of its own. */
describe('the routes of the program', () => {
  let child: ChildProcess;
  let url: string;
  let routes: readonly Route[];

  beforeAll(async () => {
    child = spawn(process.execPath, ['test/support/routes.mjs', temporaryDirectory('routes')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await Promise.race([
      once(child.stdout!, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error('The program did not start'))),
    ])) as [Buffer];
    let text = line.toString();
    while (!text.includes('\n')) text += String((await once(child.stdout!, 'data'))[0]);
    ({ url, routes } = JSON.parse(text) as { url: string; routes: readonly Route[] });
  });
  afterAll(async () => {
    child?.kill('SIGTERM');
    if (child?.exitCode === null) await once(child, 'exit');
  });

  const isOpen = ({ rule }: Route): boolean => rule === 'everybody' || rule === 'visitor';

  test('are all ruled, and those without a sign-in are on the list', () => {
    expect(routes.length).toBeGreaterThan(COMMANDS.length);
    expect(routes.filter(({ rule }) => rule === undefined)).toEqual([]);
    const open = routes.filter((each) => isOpen(each) && !each.route.startsWith('HEAD ')).map(({ route }) => route);
    // The page that shows the API is many files.
    expect(open.filter((route) => !/^GET \/docs\//.test(route))).toEqual(OPEN);
  });

  test('of commands and queries are for the roles that the registries list', () => {
    const rules = new Map(routes.map(({ route, rule }) => [route, rule]));
    const close = COMMANDS.find(({ name }) => name === 'CloseProgramme');
    expect(rules.get('POST /programmes/{id}/close-programme')).toEqual(
      close?.roles.filter((role) => role !== 'SYSTEM'),
    );
    for (const { path, roles } of QUERIES) expect(rules.get(`GET ${path}`)).toEqual(roles);
  });

  test('answer nobody who is not signed in, whatever their method, but for the list', async () => {
    for (const { route } of routes.filter((each) => !isOpen(each))) {
      const [method = '', pattern = ''] = route.split(' ');
      const path = pattern.replaceAll(/\{\w+\}/g, 'x').replace('*', 'x');
      const answer = await fetch(`${url}${path}`, { method });
      expect([route, answer.status]).toEqual([route, 401]);
    }
  });
});
