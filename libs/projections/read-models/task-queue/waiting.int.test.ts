import { afterEach, describe, expect, test } from '@jest/globals';
import { EVERYTHING } from '@overstap/policy';
import { type TestDatabase } from '../../../../test/support/postgres.js';
import { TENANT } from '../testing/fold.js';
import { projected } from '../testing/projected.js';
import { WrittenLife } from '../testing/lives.js';
import { queue, queueCounts } from './queries.js';
import { type QueueName } from './queues.js';

const PARTICIPANT = { type: 'PARTICIPANT', id: 'p-t1' } as const;
const WAIT = 'deadline.WAITING_ON_COACH';
const HELP = { period: '2026-W38', goalsStatus: 'ON_TRACK', supportNeededRef: 'note-1' } as const;

/** Started on Monday 14 September; the participant's task that is blocked on the coach is `taskId`. */
function begun(): { readonly life: WrittenLife; readonly taskId: string } {
  const life = new WrittenLife('t1', 'IND-6');
  life.until('2026-09-01').refer({ notifiedOn: '2026-09-01', contractEndOn: '2027-12-31', hoursPerWeek: 36 });
  life.say.invite().until('2026-09-03').say.contact().tell('MatchCoach', { coachId: 'coach-1' });
  life.until('2026-09-14').say.intake().until('2026-09-15');
  life.tell('AddTask', { title: 'Read the plan', role: 'PARTICIPANT' });
  const { taskId } = life.of('TaskCreated').at(-1)?.data ?? { taskId: 'none' };
  return { life, taskId };
}

describe('what waits for the coach', () => {
  let database: TestDatabase | undefined;
  afterEach(() => database?.drop());

  async function read(life: WrittenLife) {
    database = await projected(life.written.map((event) => ({ ...event, stream: 'trajectory-t1' })));
    const day = { today: '2026-09-16', soon: '2026-09-23', scope: EVERYTHING };
    const known = database;
    const asked = (name: QueueName, more: object = {}) =>
      known.readAs(TENANT, (client) => queue(client, name, { ...day, ...more }));
    const waiting = async (name: QueueName, more: object = {}) =>
      (await asked(name, more)).rows.filter(({ urgency }) => urgency === 'PARTICIPANT_WAITING').map(({ task }) => task);
    const counts = (name: QueueName) => known.readAs(TENANT, (client) => queueCounts(client, name, day));
    return { waiting, counts };
  }

  test('stands once in the queues when it is a task: as that task, with what the coach has to do now', async () => {
    const { life, taskId } = begun();
    life.tell('BlockTask', { taskId, waitingOn: 'COACH' }, PARTICIPANT).until('2026-09-16');
    expect(life.state.workflow.clocks[WAIT]).toBeDefined();
    const { waiting, counts } = await read(life);
    expect(await waiting('coach')).toEqual([taskId]);
    expect(await waiting('coach', { assignee: 'coach-1' })).toEqual([taskId]);
    expect(await waiting('team')).toEqual([taskId]);
    expect(await counts('coach')).toMatchObject({ waiting: 0 });
  });

  test('stands beside a task that was blocked later, for that is about something else', async () => {
    const { life, taskId } = begun();
    life.tell('SubmitCheckIn', HELP, PARTICIPANT).until('2026-09-16');
    life.tell('BlockTask', { taskId, waitingOn: 'COACH' }, PARTICIPANT);
    const { waiting } = await read(life);
    expect((await waiting('coach')).toSorted()).toEqual([taskId, WAIT].toSorted());
  });

  test('is the wait itself again once the task goes on and something else still waits', async () => {
    const { life, taskId } = begun();
    life.tell('BlockTask', { taskId, waitingOn: 'COACH' }, PARTICIPANT);
    life.until('2026-09-16').tell('SubmitCheckIn', HELP, PARTICIPANT).tell('UnblockTask', { taskId });
    const { waiting } = await read(life);
    expect(await waiting('coach')).toEqual([WAIT]);
  });
});
