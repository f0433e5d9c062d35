import { describe, expect, it } from '@jest/globals';
import { BULK_ACTIONS } from '../../api/queues/bulk-body.js';
import { MOVE_REASONS } from '@overstap/mobility';
import { QUEUE_NAMES } from '@overstap/projections';
import { QUEUES } from '../queue-verbs.js';
import { problem, run } from '../testing/world.js';

const ANSWER = {
  action: 'snooze',
  done: 2,
  unchanged: 0,
  failed: 0,
  items: [{ id: 'trajectory-t/CALL', outcome: 'done' }],
};

describe('queue bulk', () => {
  it('sends the action with the tasks, the key and on whose behalf', async () => {
    const { exitCode, out, requests } = await run(
      'queue bulk coach snooze trajectory-t/CALL trajectory-u/CALL --until 2026-10-01 --key k-1 --as COACH:c-7 --json'.split(
        ' ',
      ),
      { answers: { 'POST /queues/coach/bulk': ANSWER } },
    );
    expect([exitCode, JSON.parse(out)]).toEqual([0, ANSWER]);
    expect(requests[0]).toMatchObject({
      body: '{"action":"snooze","ids":["trajectory-t/CALL","trajectory-u/CALL"],"until":"2026-10-01"}',
      headers: { 'idempotency-key': 'k-1', 'overstap-actor': 'COACH:c-7' },
    });
  });

  it('reads the tasks from standard input, and ends with 3 when some were refused, saying why', async () => {
    const items = [
      { id: 'a/1', outcome: 'done' },
      { id: 'a/2', outcome: 'refused', code: 'task-ended', message: 'The task is DONE' },
    ];
    const { exitCode, out, requests } = await run(['queue', 'bulk', 'team', 'claim', '-'], {
      input: ['a/1\na/', '2\n\n'],
      answers: { 'POST /queues/team/bulk': { action: 'claim', done: 1, unchanged: 0, failed: 1, items } },
    });
    expect(exitCode).toBe(3);
    expect(requests[0]?.body).toBe('{"action":"claim","ids":["a/1","a/2"]}');
    expect(out).toMatch(/refused +a\/2 +The task is DONE/);
  });

  it('names the option that an action lacks, and asks nothing of the program', async () => {
    const lacking = async (line: string) => {
      const { exitCode, err, requests } = await run(`queue bulk coach ${line}`.split(' '));
      return [exitCode, /needs (--[a-z-]+)/.exec(err)?.[1], requests.length];
    };
    expect(await lacking('snooze a/1')).toEqual([2, '--until', 0]);
    expect(await lacking('undo a/1 --undoes SNOOZE')).toEqual([2, '--reason', 0]);
    expect(await lacking('undo a/1 --reason OTHER')).toEqual([2, '--undoes', 0]);
    expect(await lacking('reassign a/1')).toEqual([2, '--to', 0]);
    expect(await lacking('block a/1')).toEqual([2, '--waiting-on', 0]);
    expect(await lacking('resolve a/1')).toEqual([2, '--outcome', 0]);
    expect(await lacking('move a/1 --why AGREED')).toEqual([2, '--date', 0]);
    expect(await lacking('move a/1 --date 2026-10-01')).toEqual([2, '--why', 0]);
  });

  it('moves the dates of tasks to a day, for a reason, and takes the moves back', async () => {
    const bodyOf = async (line: string) => {
      const { exitCode, requests } = await run(`queue bulk coach ${line}`.split(' '), {
        answers: { 'POST /queues/coach/bulk': ANSWER },
      });
      return [exitCode, ...requests.map(({ body }) => body)];
    };
    expect(await bodyOf('move a/1 a/2 --date 2026-10-01 --why WAITING_ON_OTHERS')).toEqual([
      0,
      '{"action":"move","ids":["a/1","a/2"],"date":"2026-10-01","why":"WAITING_ON_OTHERS"}',
    ]);
    expect(await bodyOf('undo a/1 --undoes MOVE --reason MISTAKE')).toEqual([
      0,
      '{"action":"undo","ids":["a/1"],"undoes":"MOVE","reason":"MISTAKE"}',
    ]);
  });

  it('moves dates for the reasons that the program knows, and for no other', async () => {
    const { exitCode, err, requests } = await run('queue bulk coach move a/1 --date 2026-10-01 --why LATE'.split(' '));
    expect([exitCode, requests]).toEqual([2, []]);
    expect(err).toContain(MOVE_REASONS.join(', '));
  });

  it('says of what is not as it must be what the program has to say, to a script field by field', async () => {
    const errors = [{ field: 'ids.0', rule: 'id', message: 'ids.0 must be a task' }];
    const line = 'queue bulk coach move a --date 2026-02-28 --why AGREED --json';
    const { exitCode, out, err } = await run(line.split(' '), {
      answers: { 'POST /queues/coach/bulk': problem(422, 'invalid-request', 'See ids.0', { errors }) },
    });
    expect([exitCode, err, JSON.parse(out)]).toEqual([2, 'See ids.0\n', { problems: errors }]);
  });

  it('knows every action and every queue of the program', async () => {
    const { out } = await run(['queue', 'bulk', '--help']);
    expect(Object.keys(BULK_ACTIONS).filter((action) => !out.includes(`"${action}"`))).toEqual([]);
    expect([...QUEUES]).toEqual([...QUEUE_NAMES]);
  });
});

describe('a queue', () => {
  it('gives the evidence that completed tasks ask for', async () => {
    const line = 'queue bulk coach complete t/A t/B --evidence doc-1 --confirmed --json';
    const { requests } = await run(line.split(' '), { answers: { 'POST /queues/coach/bulk': ANSWER } });
    expect(requests[0]?.body).toBe('{"action":"complete","ids":["t/A","t/B"],"evidenceRef":"doc-1","confirmed":true}');
  });

  it('shows the ids that bulk takes', async () => {
    const task = { id: 'trajectory-t/CALL', code: 'CALL', status: 'OPEN', trajectory: 't' };
    const { out } = await run(['queue', 'planner'], {
      answers: { 'GET /queues/planner': { items: [task], next: null } },
    });
    expect(out).toMatch(/ Id\n.*trajectory-t\/CALL\n/);
  });
});

describe('queue views', () => {
  it('that are not there are named as such', async () => {
    for (const line of ['queue planner --view v-9', 'queue remove-view planner v-9']) {
      const { exitCode, err } = await run(line.split(' '));
      expect([exitCode, err]).toEqual([1, expect.stringContaining('You have no view v-9 of this queue')]);
    }
  });

  it('are saved with the filter alone, shown, used and removed', async () => {
    const view = { id: 'v-1', name: 'late law', filter: { tab: 'overdue', clock: 'STATUTORY', mine: true } };
    const saved = await run(
      [
        'queue',
        'save-view',
        'coach',
        'late law',
        '--tab',
        'overdue',
        '--clock',
        'STATUTORY',
        '--mine',
        '--as',
        'COACH:c-7',
      ],
      { answers: { 'POST /queues/coach/views': view } },
    );
    expect([saved.exitCode, saved.out]).toEqual([0, 'Saved; show it with: overstap queue coach --view v-1\n']);
    expect(JSON.parse(String(saved.requests[0]?.body))).toEqual({ name: view.name, filter: view.filter });
    const listed = await run(['queue', 'views', 'coach'], {
      answers: { 'GET /queues/coach/views': { items: [view] } },
    });
    expect(listed.out).toMatch(/v-1 +late law +tab overdue, clock STATUTORY, mine yes/);
    const used = await run(['queue', 'coach', '--view', 'v-1'], {
      answers: { 'GET /queues/coach': { items: [], next: null } },
    });
    expect(used.requests[0]?.url.search).toBe('?view=v-1');
    const removed = await run(['queue', 'remove-view', 'coach', 'v-1', '--json'], {
      answers: { 'POST /queues/coach/views/v-1/remove': { removed: 'v-1' } },
    });
    expect([removed.exitCode, JSON.parse(removed.out)]).toEqual([0, { removed: 'v-1' }]);
  });
});
