import { describe, expect, it } from '@jest/globals';
import { problem, run } from '../testing/world.js';

const NONE = { phases: [], deadlines: [], tasks: [] };
const TERMS = { fromTemplate: 'IND-6', fromVersion: 1, toTemplate: 'IND-6', toVersion: 2, reason: 'r' };
const SHOWN = {
  hash: 'h1',
  running: 3,
  migrates: 2,
  blocked: [{ trajectory: 't-3', code: 'phase-unmapped', message: 'Phase intake is open' }],
  statutory: { clocks: 4, moved: 0 },
  clocks: [
    {
      clockId: 'deadline.END',
      kind: 'CONTRACT',
      none: 2,
      kept: 0,
      moved: 0,
      reminders: 0,
      begins: 0,
      ends: 0,
      leastDays: null,
      mostDays: null,
    },
    {
      clockId: 'phase.intake',
      kind: 'PROGRAMME',
      none: 0,
      kept: 0,
      moved: 2,
      reminders: 0,
      begins: 0,
      ends: 0,
      leastDays: -2,
      mostDays: 14,
    },
  ],
  tasks: { fallAway: { S9: 2 }, arise: {}, spared: {} },
};
const REPORT = { hash: 'h1', status: 'DONE', of: 3, done: 3, migrated: 3, left: [] };

describe('overstap template plan-migration', () => {
  const ROUTE = 'POST /template-migrations/proposals';
  const PLAN = ['template', 'plan-migration', 'IND-6@1', 'IND-6@2', '--reason', 'r'];

  it('writes terms to complete on standard output, and beside them what has no counterpart', async () => {
    const proposal = {
      terms: TERMS,
      running: 3,
      gone: { ...NONE, phases: ['intake'] },
      added: { ...NONE, tasks: ['S99'] },
    };
    const { exitCode, out, err, requests } = await run([...PLAN, '--programme', 'P'], {
      answers: { [ROUTE]: proposal },
    });
    expect([exitCode, JSON.parse(out)]).toEqual([0, TERMS]);
    expect(err).toBe(
      '3 trajectories run on IND-6@1.\nIND-6@2 has no phases intake: say in phases what becomes of them.\nNew tasks: S99.\n',
    );
    expect(JSON.parse(String(requests[0]?.body))).toEqual({ ...TERMS, programme: 'P' });
  });
});

describe('overstap template migrate', () => {
  const input = [JSON.stringify(TERMS)];

  it('--dry-run shows what would change, who is blocked, and the hash to apply', async () => {
    const { exitCode, out, requests } = await run(['template', 'migrate', '-', '--dry-run'], {
      input,
      answers: { 'POST /template-migrations/dry-runs': SHOWN },
    });
    expect(exitCode).toBe(3);
    expect(JSON.parse(String(requests[0]?.body))).toEqual(TERMS);
    expect(out).toBe(`2 of 3 trajectories would be migrated.
4 statutory clocks run; 0 of them would move.

Clock         Kind       Kept  Moved       Days  Reminders  Begins  Ends
phase.intake  PROGRAMME     0      2  -2 to +14          0       0     0

Tasks that would fall away: S9 (2).

Trajectory  Blocked because
t-3         Phase intake is open

To carry this out: overstap template migrate --apply h1
`);
  });

  it('--dry-run refuses what is no plan', async () => {
    const { exitCode, err, requests } = await run(['template', 'migrate', '-', '--dry-run'], { input: ['- a'] });
    expect([exitCode, requests]).toEqual([2, []]);
    expect(err).toMatch(/- is no plan: it must be the JSON object that overstap template plan-migration writes/);
  });

  it('--apply carries a dry run out, tells how far it is, and reports', async () => {
    let ended = false;
    const { exitCode, out, err } = await run(['template', 'migrate', '--apply', 'h1'], {
      answers: {
        'GET /template-migrations/h1': { ...REPORT, status: 'APPLYING', done: 1 },
        'POST /template-migrations/h1/apply': () =>
          new Promise((resolve) =>
            setTimeout(() => {
              ended = true;
              resolve({ status: 200, headers: {}, text: JSON.stringify(REPORT) });
            }, 1_500),
          ),
      },
    });
    expect([exitCode, out, err, ended]).toEqual([0, '3 of 3 trajectories are migrated.\n', '1 of 3 people\n', true]);
  });

  it('--apply says what is other by now', async () => {
    const { exitCode, out, err } = await run(['template', 'migrate', '--apply', 'h1', '--json'], {
      answers: {
        'POST /template-migrations/h1/apply': problem(409, 'migration-changed', 'Look again.\nt-1: x, now y'),
      },
    });
    expect([exitCode, err]).toEqual([1, 'Look again.\nt-1: x, now y\n']);
    expect(JSON.parse(out)).toMatchObject({ problems: [{ rule: 'migration-changed' }] });
  });

  it('--report ends with 3 when somebody was left where they were', async () => {
    const left = [{ trajectory: 't-3', status: 'CHANGED', why: 'It changed since' }];
    const { exitCode, out } = await run(['template', 'migrate', '--report', 'h1'], {
      answers: { 'GET /template-migrations/h1': { ...REPORT, migrated: 2, left } },
    });
    expect(exitCode).toBe(3);
    expect(out).toBe(`2 of 3 trajectories are migrated.

Trajectory  Left     Because
t-3         CHANGED  It changed since
`);
  });
});
