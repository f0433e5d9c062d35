import { describe, expect, test } from '@jest/globals';
import { type Principal } from '@overstap/access';
import { isPublic, pathOfCommand } from '@overstap/kernel';
import { COMMANDS } from '@overstap/mobility';
import { startPage } from '../operation/start-page.js';
import { registryRules, RoutePolicy } from './route-rules.js';
import { whatOneMay } from './what-one-may.js';

const commands = COMMANDS.filter(isPublic);
const policy = new RoutePolicy(registryRules(commands, []), {
  'GET /': 'signed-in',
  'GET /programmes': ['PLANNER', 'PROGRAMME_MANAGER'],
  'POST /accounts': ['ADMIN'],
  'POST /clock': 'operator',
  'GET /metrics': 'everybody',
});
for (const { path, method } of [
  ...commands.map((each) => ({ path: pathOfCommand(each), method: 'POST' })),
  ...['/', '/programmes', '/metrics'].map((path) => ({ path, method: 'GET' })),
  ...['/accounts', '/clock'].map((path) => ({ path, method: 'POST' })),
])
  policy.enrol(method, path.replaceAll(/\{(\w+)\}/g, ':$1'));
const document = { paths: { '/programmes': { get: { summary: 'The programmes' } } } };
type Held = 'PLANNER' | 'ADMIN' | 'TRAINER';
const holding = (...roles: readonly Held[]): Principal => ({
  ...({ kind: 'account', tenant: 'default', account: 'a', language: 'en' } as const),
  grants: roles.map((role) => ({ role, ref: 'x' })),
});
const routes = (principal: Principal) =>
  whatOneMay(policy, principal, document).map(({ method, path }) => `${method} ${path}`);

describe('what one may', () => {
  test('is what the rules let one’s roles in for, all of them together, and nothing that is for everybody', () => {
    expect(routes(holding('PLANNER'))).toEqual(expect.arrayContaining(['GET /', 'GET /programmes']));
    expect(routes(holding('PLANNER'))).toContain('POST /trajectories/{id}/match-coach');
    expect(routes(holding('PLANNER'))).not.toContain('POST /accounts');
    expect(routes(holding('PLANNER', 'ADMIN'))).toContain('POST /accounts');
    expect(routes(holding('ADMIN', 'PLANNER'))).not.toContain('GET /metrics');
    expect(routes(holding('ADMIN', 'PLANNER'))).not.toContain('POST /clock');
    expect(routes({ kind: 'operator', tenant: 'default' })).toContain('POST /clock');
  });

  test('is for a trainer what a trainer is let in for', () => {
    const theirs = routes(holding('TRAINER'));
    expect(theirs).toContain('POST /trajectories/{id}/attend-workshop');
    expect(theirs).not.toContain('GET /programmes');
    expect(theirs).not.toContain('POST /trajectories/{id}/record-session-note');
    for (const command of commands)
      expect([command.name, theirs.includes(`POST ${pathOfCommand(command)}`)]).toEqual([
        command.name,
        command.roles.includes('TRAINER'),
      ]);
  });

  test('is what the start page lists, with the first steps for those alone who may take them', () => {
    const pageFor = (...roles: readonly Held[]) => {
      const may = whatOneMay(policy, holding(...roles), document);
      return startPage('en', { production: true } as never, '1', { actor: { type: 'PLANNER', id: 'x' }, may });
    };
    expect(pageFor('PLANNER')).toContain('href="/programmes"');
    expect(pageFor('TRAINER')).not.toContain('href="/programmes"');
    expect(pageFor('TRAINER')).not.toContain('overstap programme open');
    expect(pageFor('TRAINER')).not.toContain('account invite');
    expect(pageFor('ADMIN')).toContain('account invite');
  });
});
