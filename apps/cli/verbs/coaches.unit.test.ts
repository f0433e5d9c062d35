import { describe, expect, it } from '@jest/globals';
import { run } from '../testing/world.js';

describe('overstap coach', () => {
  it('caseload says how much of the limit is used, and whose work it is', async () => {
    const trajectories = [
      {
        ...{ trajectory: 't-1', programme: 'P', status: 'ACTIVE', phase: 'search', weight: 0.8, standsInFor: null },
        name: { firstName: 'Zoë', lastName: 'Bakker' },
      },
      { trajectory: 't-2', programme: 'P', status: 'REACHED', phase: null, weight: 1.2, standsInFor: 'noor' },
    ];
    const answer = { coachId: 'sam', name: 'Sam', on: '2026-10-01', capacity: 20, load: 2, free: 18, trajectories };
    const { out, requests } = await run(['coach', 'caseload', 'sam', '--as', 'COACH:sam'], {
      answers: { 'GET /coaches/sam/caseload': answer },
    });
    expect(out).toBe(
      [
        'Sam, 2026-10-01: 2 of 20, 18 free',
        'Name        Trajectory  Programme  Status   Phase   Weight  Stands in for  Done by',
        'Zoë Bakker  t-1         P          ACTIVE   search     0.8  –              –',
        '–           t-2         P          REACHED  –          1.2  noor           –',
        '',
      ].join('\n'),
    );
    expect(requests[0]?.headers).toMatchObject({ 'overstap-actor': 'COACH:sam' });
  });

  it('rebalance shows what would move and what that makes of the loads, or the answer itself', async () => {
    const preview = {
      moves: [{ trajectory: 't-1', from: 'sam', to: 'noor', weight: 1, score: 80 }],
      loads: [{ coachId: 'sam', capacity: 1, before: 2, after: 1 }],
      stillOver: [],
    };
    const answers = { 'GET /coaches-rebalancing': preview };
    const { out } = await run(['coach', 'rebalance'], { answers });
    expect(out).toMatch(/t-1 +sam +noor +1 +80\n\nCoach +Limit +Now +Then\nsam +1 +2 +1\n/);
    expect(JSON.parse((await run(['coach', 'rebalance', '--json'], { answers })).out)).toEqual(preview);
    const still = { 'GET /coaches-rebalancing': { moves: [], loads: [], stillOver: [] } };
    expect((await run(['coach', 'rebalance'], { answers: still })).out).toMatch(/^Nothing has to move/);
  });
});

describe('overstap team', () => {
  it('creates a team, puts a coach in it and takes them out, and says when that was so already', async () => {
    const answers = {
      'POST /agencies/default/create-team': { events: [{ type: 'TeamCreated' }] },
      'POST /coaches/sam/put-coach-in-team': { events: [{ type: 'CoachPutInTeam' }] },
      'POST /coaches/sam/take-coach-out-of-team': { events: [] },
    };
    const created = await run(['team', 'create', 'north', 'Noord'], { answers });
    expect(created.out).toBe('Created; put coaches in it with: overstap team put north COACH\n');
    expect(JSON.parse(String(created.requests[0]?.body))).toEqual({ teamId: 'north', name: 'Noord' });
    const put = await run(['team', 'put', 'north', 'sam'], { answers });
    expect(put.out).toBe('Coach sam is in north now.\n');
    expect(JSON.parse(String(put.requests[0]?.body))).toEqual({ teamId: 'north' });
    const out = await run(['team', 'take-out', 'sam'], { answers });
    expect(out.out).toBe('Coach sam is in no team already; nothing was changed.\n');
  });
});

describe('overstap match propose', () => {
  const ROUTE = 'GET /trajectories/t-1/coach-proposals';

  it('asks with what was given, and says why who is proposed and who is not', async () => {
    const reasons = [
      { criterion: 'REGION', met: 1 },
      { criterion: 'CAPACITY', met: 0.25 },
    ];
    const proposals = [{ coachId: 'noor', score: 85, free: 5, reasons }];
    const answer = { proposals, passedOver: [{ coachId: 'sam', because: 'NO_CAPACITY' }] };
    const { out, requests } = await run(['match', 'propose', 't-1', '--region', 'Utrecht', '--level', '3'], {
      answers: { [ROUTE]: answer },
    });
    expect(out).toMatch(/noor +85 +5 +region 100%, capacity 25%\n\nPassed over +Why\nsam +NO_CAPACITY\n/);
    expect(requests[0]?.url.search).toBe('?region=Utrecht&level=3');
  });
});

describe('overstap match hand-over', () => {
  it('is a checklist with what each line is about', async () => {
    const names = { nl: 'Open taken die meegaan', en: 'Open tasks that go along' };
    const items = [{ code: 'TASKS', state: 'TELL', about: ['S5.1', 'S6.1'], names }];
    const { out } = await run(['match', 'hand-over', 't-1'], {
      answers: { 'GET /trajectories/t-1/hand-over': { items } },
    });
    expect(out).toBe('State  What                      About\nTELL   Open tasks that go along  S5.1, S6.1\n');
  });
});

describe('what is not there', () => {
  it('is named by the verb that asked for it', async () => {
    const said = async (line: string) => {
      const { exitCode, err, out } = await run([...line.split(' '), '--json']);
      const { problems } = JSON.parse(out) as { problems: readonly { rule: string }[] };
      return [exitCode, problems[0]?.rule, /^(.*?);/.exec(err)?.[1]];
    };
    expect(await said('match propose nope')).toEqual([1, 'trajectory-unknown', 'There is no trajectory nope']);
    expect(await said('match hand-over nope')).toEqual([1, 'trajectory-unknown', 'There is no trajectory nope']);
    expect(await said('coach caseload nope')).toEqual([1, 'coach-unknown', 'There is no coach nope']);
    expect(await said('trajectory contact nope')).toEqual([
      1,
      'contact-unknown',
      'There is no trajectory nope whose person you may read of',
    ]);
    expect(await said('team put north nope')).toEqual([1, 'coach-unknown', 'There is no coach nope']);
    expect(await said('feed revoke nope')).toEqual([1, 'feed-unknown', 'You have no calendar feed nope']);
  });
});
