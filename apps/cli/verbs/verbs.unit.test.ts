import { describe, expect, it } from '@jest/globals';
import { run, DONE, fileWith } from '../testing/world.js';

describe('overstap inbox', () => {
  const answers = { 'GET /inbox': { items: [], next: 'more' }, 'POST /inbox/m-1/read': { id: 'm-1', read: true } };

  it('is that of the one on whose behalf it is asked', async () => {
    for (const line of ['inbox --as COACH:c-7', 'inbox read m-1 --as COACH:c-7']) {
      const { exitCode, requests } = await run(line.split(' '), { answers });
      expect([exitCode, requests.map(({ headers }) => headers?.['overstap-actor'])]).toEqual([0, ['COACH:c-7']]);
    }
  });

  it('asks for the page and the part that was wanted, and says that more follows', async () => {
    const { err, requests } = await run(['inbox', '--unread', '--limit', '5', '--cursor', 'abc'], { answers });
    expect(requests[0]?.url.search).toBe('?unread=true&limit=5&cursor=abc');
    expect(requests[0]?.headers).not.toHaveProperty('overstap-actor');
    expect(err).toBe('More follows: repeat the command with --cursor more\n');
  });
});

describe('overstap send', () => {
  it('sends a command of the registry to its route, under its key, its revision and its sender', async () => {
    const { exitCode, out, requests } = await run(
      [
        'send',
        'trajectory',
        't-1',
        'hold-intake',
        '--data',
        '{"on":"2026-09-10"}',
        '--key',
        'k',
        '--if-match',
        '2',
        '--as',
        'COACH:c-7',
      ],
      { answers: { 'POST /trajectories/t-1/hold-intake': { ...DONE, events: [{ id: 'e', type: 'IntakeHeld' }] } } },
    );
    expect([exitCode, out]).toEqual([0, 'Done; trajectory t-1 is at revision 3:\n  IntakeHeld\n']);
    expect(requests[0]).toMatchObject({
      body: '{"on":"2026-09-10"}',
      headers: { 'idempotency-key': 'k', 'if-match': '"2"', 'overstap-actor': 'COACH:c-7' },
    });
  });

  it('puts the id of a command that begins something into its body', async () => {
    const { requests } = await run([
      'send',
      'coach',
      'c-7',
      'register-coach',
      '--data',
      `@${fileWith('{"a":1}', 'c.json')}`,
    ]);
    expect(requests[0]).toMatchObject({
      url: { pathname: '/coaches/register-coach' },
      body: '{"coachId":"c-7","a":1}',
    });
  });

  it.each([
    [{ ...DONE, duplicate: true }, /carried out before/],
    [{ ...DONE, events: [] }, /Nothing had to be changed/],
  ])('tells what came of it', async (answer, message) => {
    const { out } = await run(['send', 'trajectory', 't', 'hold-intake'], {
      answers: { 'POST /trajectories/t/hold-intake': answer },
    });
    expect(out).toMatch(message);
  });
});

describe('the other verbs', () => {
  it.each([
    ['wave release 2 --programme P --on 2026-10-01', 'POST /programmes/P/waves/2/release', '{"inviteOn":"2026-10-01"}'],
    ...['skip-phase', 'reopen-phase'].map((verb) => [
      `trajectory ${verb} t search --reason asked --as PROGRAMME_MANAGER:m`,
      `POST /trajectories/t/${verb}`,
      '{"phaseId":"search","reason":"asked"}',
    ]),
    [
      'send trajectory t move-clock --data {"clockId":"task.CALL","to":"2026-10-01","reason":"AGREED"}',
      'POST /trajectories/t/move-clock',
      '{"clockId":"task.CALL","to":"2026-10-01","reason":"AGREED"}',
    ],
    [
      'send programme P undo-clock-move --data {"clockId":"task.CALL","reason":"MISTAKE"}',
      'POST /programmes/P/undo-clock-move',
      '{"clockId":"task.CALL","reason":"MISTAKE"}',
    ],
    ['erase p-1 --reason asked', 'POST /participants/p-1/erase', '{"reason":"asked"}'],
    ['rebuild a b', 'POST /operation/rebuild', '{"names":["a","b"]}'],
    ['rebuild', 'POST /operation/rebuild', '{}'],
    ['backup /b', 'POST /operation/backup', '{"directory":"/b"}'],
    [
      'parked skip m p-1',
      'POST /operation/parked',
      '{"choice":"skip","projection":"m","partition":"p-1","tenant":"default"}',
    ],
    ['clock --to 2027-03-01T09:00:00+01:00', 'POST /clock', '{"now":"2027-03-01T09:00:00+01:00"}'],
    ['inbox read m-1 --as COACH:c-7', 'POST /inbox/m-1/read', '{}'],
    [
      'webhook add https://x.example/in --events PhaseEntered,TaskCompleted',
      'POST /webhooks',
      '{"url":"https://x.example/in","events":["PhaseEntered","TaskCompleted"]}',
    ],
    ['feed add --as COACH:c-7 --language en', 'POST /calendar-feeds', '{"language":"en"}'],
    ['feed revoke f-1 --as COACH:c-7', 'POST /calendar-feeds/f-1/revoke', '{}'],
    ['webhook remove w-1', 'POST /webhooks/w-1/remove', '{}'],
    ['webhook replay w-1', 'POST /webhooks/w-1/replay', '{}'],
    ['webhook replay w-1 --call d-1', 'POST /webhooks/w-1/replay', '{"delivery":"d-1"}'],
    ['verify', 'POST /operation/verify', '{}'],
    ['keys rewrap', 'POST /operation/rewrap-keys', '{}'],
  ])('%s', async (line, route, body) => {
    const answer = { now: '2027-03-01T08:00:00.000Z', ok: true };
    for (const json of [[], ['--json']]) {
      const { exitCode, out, requests } = await run([...line.split(' '), ...json], { answers: { [route]: answer } });
      expect([exitCode, requests.map((each) => each.body)]).toEqual([0, [body]]);
      if (json.length > 0) expect(JSON.parse(out)).toEqual(answer);
      else expect(out).not.toBe('');
    }
  });

  it.each([
    [
      'queue coach --assignee c-7 --tab waiting',
      'GET /queues/coach',
      { items: [{ dueOn: '2026-09-14', code: 'INTAKE', names: { nl: 'Intake', en: 'Intake talk' } }], next: null },
      /2026-09-14 .*INTAKE +Intake talk/,
    ],
    [
      'inbox',
      'GET /inbox',
      {
        items: [
          {
            id: 'm-1',
            read: false,
            subject: { nl: 'Op uw lijst', en: 'On your list' },
            about: { code: 'INTAKE', names: { nl: 'Intake', en: 'Intake talk' } },
            dueOn: '2026-09-14',
            aggregateId: 't-1',
          },
        ],
        next: null,
      },
      /m-1 +no .*On your list +Intake talk +2026-09-14 +t-1/,
    ],
    ['inbox --unread', 'GET /inbox', { items: [], next: null }, /no message in this inbox/],
    [
      'outbox --status SUPPRESSED',
      'GET /outbox',
      { items: [{ status: 'SUPPRESSED', reason: 'CLOCK_STOPPED', role: 'COACH', message: 'DUE' }], next: null },
      /SUPPRESSED +CLOCK_STOPPED .*COACH .*DUE/,
    ],
    [
      'feed list',
      'GET /calendar-feeds',
      { items: [{ id: 'f-1', language: 'nl', createdAt: '2026-09-01T07:00:00.000Z' }], next: null },
      /f-1 +nl +2026-09-01/,
    ],
    [
      'queue team --counts --unassigned --as TEAM_LEAD:lead-1',
      'GET /queues/team/counts',
      { assigned: 3, overdue: 1 },
      /^overdue +1$/m,
    ],
    [
      'team list',
      'GET /teams',
      { items: [{ team: 'north', name: 'Noord', leads: 1, coaches: ['c-1', 'c-2'] }] },
      /north +Noord +1 +c-1, c-2/,
    ],
    ['queue quality-officer', 'GET /queues/quality-officer', { items: [], next: null }, /nothing to do/],
    [
      'webhook list',
      'GET /webhooks',
      { items: [{ id: 'w-1', origin: 'https://x.example', events: ['PhaseEntered', 'TaskCompleted'] }], next: null },
      /w-1 +https:\/\/x\.example +PhaseEntered, TaskCompleted/,
    ],
    [
      'webhook calls w-1 --status FAILED',
      'GET /webhooks/w-1/deliveries',
      {
        items: [{ id: 'd-1', status: 'FAILED', reason: 'HTTP_500', message: 'PhaseEntered', attempts: 8 }],
        next: null,
      },
      /d-1 +FAILED +HTTP_500 +PhaseEntered .* 8/,
    ],
    ['queue planner', 'GET /queues/planner', { items: [], next: null }, /nothing to do/],
    [
      'trajectory show t',
      'GET /trajectories/t',
      { status: 'ACTIVE', nextDueOn: '2026-09-14' },
      /^next due on {2}2026-09-14$/m,
    ],
    [
      'trajectory contact t',
      'GET /trajectories/t/contact',
      { trajectory: 't', firstName: 'Zoë', lastName: 'Bakker', email: 'zoe@voorbeeld.example', phone: null },
      /^first name {2}Zoë\nlast name {3}Bakker\nemail {7}zoe@voorbeeld.example\nphone {7}–$/m,
    ],
    [
      'queue coach',
      'GET /queues/coach',
      { items: [{ id: 'a/1', code: 'CALL', name: { firstName: 'Zoë', lastName: null } }], next: null },
      /About.*\n.*CALL .* Zoë /,
    ],
    [
      'trajectory timeline t',
      'GET /trajectories/t/timeline',
      { items: [{ revision: 0, type: 'IntakeHeld', actor: { type: 'COACH', id: 'c' } }], next: null },
      /IntakeHeld/,
    ],
    [
      'parked list',
      'GET /operation/parked',
      { parked: [{ name: 'coach_queue', partition: 'p', events: 3 }] },
      /coach_queue +p /,
    ],
    [
      'doctor',
      'GET /operation/doctor',
      { ok: true, version: { overstap: '1' }, readModels: [{ name: 'm' }] },
      /version:\n {2}overstap {2}1\n/,
    ],
    ['clock', 'GET /clock', { now: '2027-03-01T08:00:00.000Z', virtual: false }, /^2027-03-01T08:00:00.000Z\n$/],
  ])('%s', async (line, route, answer, text) => {
    const shown = await run(line.split(' '), { answers: { [route]: answer } });
    expect(shown).toMatchObject({ exitCode: 0, err: '', out: expect.stringMatching(text) });
    const { out } = await run([...line.split(' '), '--json'], { answers: { [route]: answer } });
    expect(JSON.parse(out)).toEqual(answer);
  });

  it.each([
    ['doctor', 'GET /operation/doctor', { ok: false }],
    ['verify', 'POST /operation/verify', { ok: false }],
    ['parked retry m p', 'POST /operation/parked', { handled: 0, stillParked: 1 }],
  ])('%s has failed when not all is well', async (line, route, answer) => {
    expect(await run(line.split(' '), { answers: { [route]: answer } })).toMatchObject({ exitCode: 1 });
  });

  it('template lint names line and rule, and publish sends nothing that does not pass', async () => {
    const bad = fileWith('code: X\nphases: [', 'T.yaml');
    for (const verb of ['lint', 'publish']) {
      const { exitCode, out, requests } = await run(['template', verb, bad, '--json']);
      expect([exitCode, requests]).toEqual([1, []]);
      expect(JSON.parse(out)).toEqual({
        problems: expect.arrayContaining([{ line: 2, rule: 'yaml', message: expect.any(String) }]),
      });
    }
  });

  it('template publish sends the text of a file that passes', async () => {
    const { exitCode, out, requests } = await run(['template', 'publish', 'libs/mobility/templates/IND-6.yaml'], {
      directory: process.cwd(),
      answers: { 'POST /templates/IND-6/publish-template': DONE },
    });
    expect([exitCode, out]).toEqual([0, expect.stringMatching(/^Template IND-6, version \d+, is published\.\n$/)]);
    expect(JSON.parse(String(requests[0]?.body))).toMatchObject({ templateId: 'IND-6', text: expect.any(String) });
  });
});
