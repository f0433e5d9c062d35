import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type StoredEvent } from '@overstap/kernel';
import { EVERYTHING } from '@overstap/policy';
import { type TestDatabase } from '../../../../test/support/postgres.js';
import { bare, TENANT } from '../testing/fold.js';
import { projected } from '../testing/projected.js';
import { queue, queueCounts, type QueueQuestion, rowsIn } from './queries.js';
import { type QueueName } from './queues.js';

/** A Wednesday; five working days on is the next Wednesday. */
const TODAY = '2026-10-14';
const SOON = '2026-10-21';

interface Asked {
  readonly role?: string;
  readonly dueOn?: string;
  readonly kind?: string;
  readonly assigneeId?: string;
  readonly phaseId?: string;
  readonly on?: 't1' | 't2';
}

const events: StoredEvent[] = [];
let told = 0;
function tell(type: string, data: object, stream = 'trajectory-t1', sealed = {}): void {
  told += 1;
  const trajectory = stream.startsWith('trajectory-') ? { trajectory: stream.slice('trajectory-'.length) } : {};
  const part = {
    id: `e-${told}`,
    command: `c-${told}`,
    stream,
    programme: 'reorg',
    subject: 'p-1',
    sealed,
    ...trajectory,
  };
  events.push(bare(type, data, part));
}
function task(code: string, { role = 'COACH', dueOn, kind = 'PROGRAMME', on = 't1', ...more }: Asked = {}): void {
  const stream = `trajectory-${on}`;
  const made = { taskId: code, code, role, mandatory: false, evidence: 'NONE', ...more };
  tell('TaskCreated', made, stream, code === 'MANUAL' ? { search: 'c2VhbGVk' } : {});
  if (dueOn !== undefined) tell('ClockArmed', { clockId: `task.${code}`, code, kind, dueOn, generation: 1 }, stream);
}
/** With a rung that spoke to these roles. */
function deadline(code: string, dueOn: string, kind: string, toRoles?: readonly string[]): void {
  const clock = { clockId: `deadline.${code}`, generation: 1 };
  tell('ClockArmed', { ...clock, code, kind, times: 'DEADLINE', dueOn });
  if (toRoles) tell('RungFired', { ...clock, rung: 'weeks2', level: 0, toRoles, action: 'NOTIFY', merged: false });
}

function live(): void {
  tell('ParticipantReferred', { participantId: 'p-1', referredOn: '2026-09-01' });
  tell('ParticipantInvited', { channel: 'MAIL', language: 'nl', expiresOn: '2026-10-01' });
  tell('ParticipantInvited', { channel: 'MAIL', language: 'en', expiresOn: '2026-10-01' }, 'trajectory-t2');
  tell('PhaseEntered', { phaseId: 'intake', on: '2026-09-01' }, 'trajectory-t2');
  tell('CoachMatched', { coachId: 'coach-1' });
  task('SUGGESTION', { dueOn: '2026-12-01' });
  task('TODAY', { dueOn: TODAY });
  task('SUNDAY', { dueOn: '2026-10-18', phaseId: 'search' });
  task('LATE', { dueOn: '2026-10-01', assigneeId: 'coach-2' });
  task('LAW_SOON', { dueOn: SOON, kind: 'STATUTORY' });
  task('LAW_LATER', { dueOn: '2026-10-22', kind: 'STATUTORY' });
  task('ANSWER');
  tell('TaskBlocked', { taskId: 'ANSWER', waitingOn: 'COACH' });
  task('LAW_LATE', { dueOn: '2026-10-13', kind: 'STATUTORY' });
  tell('SessionScheduled', {
    sessionId: 's-2',
    at: '2026-10-14T09:30:00+02:00',
    minutes: 60,
    mode: 'ONSITE',
    by: 'COACH',
  });
  tell('SessionScheduled', {
    sessionId: 's-1',
    at: '2026-10-14T14:00:00+02:00',
    minutes: 60,
    mode: 'ONSITE',
    by: 'COACH',
  });
  tell('SessionScheduled', {
    sessionId: 's-3',
    at: '2026-10-14T11:00:00+02:00',
    minutes: 60,
    mode: 'ONSITE',
    by: 'COACH',
  });
  tell('SessionCancelled', { sessionId: 's-3', by: 'COACH' });
  task('UWV', { dueOn: '2026-10-02' });
  tell('TaskBlocked', { taskId: 'UWV', waitingOn: 'UWV' });
  task('PUT_OFF', { dueOn: '2026-10-15' });
  tell('TaskSnoozed', { taskId: 'PUT_OFF', until: '2026-10-20' });
  task('LAW_PUT_OFF', { dueOn: TODAY, kind: 'STATUTORY' });
  tell('TaskSnoozed', { taskId: 'LAW_PUT_OFF', until: '2026-10-20' });
  task('DONE', { dueOn: '2026-10-01' });
  tell('TaskCompleted', { taskId: 'DONE', on: '2026-10-10' });
  task('LONG_DONE');
  tell('TaskCompleted', { taskId: 'LONG_DONE', on: '2026-09-30' });
  task('MANUAL', { role: 'TEAM_LEAD' });
  task('UNDONE', { role: 'TEAM_LEAD', assigneeId: 'lead-1' });
  tell('TaskReassigned', { taskId: 'UNDONE', to: 'lead-2' });
  tell('TaskHandedBack', { taskId: 'UNDONE', to: 'lead-1', reason: 'MISTAKE' });
  tell('TaskCompleted', { taskId: 'UNDONE', on: '2026-10-13' });
  tell('TaskReopened', { taskId: 'UNDONE', undoes: 'COMPLETION', reason: 'MISTAKE', status: 'IN_PROGRESS' });
  task('CALL', { role: 'PLANNER', on: 't2' });
  task('BUDGET', { role: 'PROGRAMME_MANAGER' });
  task('REQUEST', { role: 'QUALITY_OFFICER' });
  deadline('RIV', '2026-10-09', 'STATUTORY', ['COACH', 'EMPLOYER_CASE_MANAGER']);
  const breach = {
    clockId: 'deadline.RIV',
    generation: 1,
    rung: 'breach',
    level: 4,
    action: 'ESCALATE',
    merged: false,
  };
  tell('RungFired', { ...breach, toRoles: ['COACH', 'TEAM_LEAD', 'QUALITY_OFFICER'], channel: 'APP_MAIL' });
  deadline('WIA', SOON, 'STATUTORY', ['PROGRAMME_MANAGER', 'QUALITY_OFFICER']);
  deadline('W104', '2027-01-04', 'STATUTORY', ['PROGRAMME_MANAGER']);
  deadline('W6', '2026-02-01', 'STATUTORY');
  deadline('PLAN', '2026-10-01', 'PROGRAMME', ['PROGRAMME_MANAGER']);
  tell('ClockArmed', {
    ...{ clockId: 'deadline.WAITING_ON_COACH', generation: 1, code: 'WAITING_ON_COACH', kind: 'PROGRAMME' },
    ...{ times: 'DEADLINE', anchor: 'waitingOnCoach', armedOn: '2026-08-31', dueOn: '2026-10-20' },
  });
  deadline('W42', '2026-10-12', 'STATUTORY', ['PROGRAMME_MANAGER']);
  tell('ClockStopped', { clockId: 'deadline.W42', generation: 1, how: 'MET', on: '2026-10-12' });
  tell('TaskEscalated', { taskId: 'LATE', level: 4, toRole: 'PROGRAMME_MANAGER' });
  tell('TaskEscalated', { taskId: 'LAW_LATE', level: 5, toRole: 'QUALITY_OFFICER' });
  for (const taskId of ['SEEN', 'HELPED']) {
    task(taskId, { role: 'SYSTEM', dueOn: '2026-10-01' });
    tell('TaskEscalated', { taskId, level: 4, toRole: 'PROGRAMME_MANAGER' });
    tell('EscalationAcknowledged', { taskId, by: 'manager-1', on: TODAY });
  }
  tell('EscalationResolved', { taskId: 'HELPED', by: 'manager-1', on: TODAY, action: 'HELPED' });
  // What was planned for somebody who left is no work.
  tell(
    'SessionScheduled',
    { sessionId: 's-9', at: '2026-10-14T10:00:00+02:00', minutes: 60, mode: 'ONSITE', by: 'COACH' },
    'trajectory-t2',
  );
  tell('ParticipationDeclined', { on: '2026-10-05', declineReason: 'NO_NEED' }, 'trajectory-t2');
}

let database: TestDatabase;
beforeAll(async () => {
  live();
  database = await projected(events);
});
afterAll(() => database.drop());

const asked = (name: QueueName, question: Partial<QueueQuestion> = {}) =>
  database.readAs(TENANT, (client) =>
    queue(client, name, { scope: EVERYTHING, today: TODAY, soon: SOON, ...question }),
  );
const tasksOf = async (name: QueueName, question: Partial<QueueQuestion> = {}) =>
  (await asked(name, question)).rows.map(({ task: id }) => id);
const found = (text: string, named: readonly { programme: string; code: string }[] = []) =>
  tasksOf('coach', { search: { text, named } });

describe('the order of a queue', () => {
  test('law overdue, participant waiting, law soon, meetings by the hour, overdue, today, and then what comes', async () => {
    expect((await asked('coach')).rows.map(({ task: id, urgency }) => [id, urgency])).toEqual([
      ['deadline.RIV', 'STATUTORY_OVERDUE'],
      ['LAW_LATE', 'STATUTORY_OVERDUE'],
      ['deadline.WAITING_ON_COACH', 'PARTICIPANT_WAITING'],
      ['ANSWER', 'PARTICIPANT_WAITING'],
      ['LAW_PUT_OFF', 'STATUTORY_SOON'],
      ['LAW_SOON', 'STATUTORY_SOON'],
      ['s-2', 'MEETING_TODAY'],
      ['s-1', 'MEETING_TODAY'],
      ['LATE', 'OVERDUE'],
      ['TODAY', 'DUE_TODAY'],
      ['SUNDAY', 'LATER'],
      ['LAW_LATER', 'LATER'],
      ['SUGGESTION', 'LATER'],
    ]);
  });

  test('is the same one row at a time', async () => {
    const all = await tasksOf('coach');
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await asked('coach', { limit: 1, ...(after ? { after } : {}) });
      seen.push(...page.rows.map(({ task: id }) => id));
      after = page.next;
    } while (after);
    expect(seen).toEqual(all);
  });
});

describe('tabs', () => {
  test('part the work by what can be done about it, and by its day', async () => {
    expect(await tasksOf('coach', { tab: 'overdue' })).toEqual(['deadline.RIV', 'LAW_LATE', 'LATE']);
    expect(await tasksOf('coach', { tab: 'today' })).toEqual(['LAW_PUT_OFF', 's-2', 's-1', 'TODAY']);
    expect(await tasksOf('coach', { tab: 'week' })).toEqual(['LAW_PUT_OFF', 's-2', 's-1', 'TODAY', 'SUNDAY']);
    expect(await tasksOf('coach', { tab: 'waiting' })).toEqual(['UWV']);
    expect(await tasksOf('coach', { tab: 'completed' })).toEqual(['DONE']);
  });

  test('a statutory task is back from its snooze on the day of the law, any other on the day named', async () => {
    expect(await tasksOf('coach', { tab: 'snoozed' })).toEqual(['PUT_OFF']);
    const earlier = await tasksOf('coach', { tab: 'snoozed', today: '2026-10-13' });
    expect(earlier.sort()).toEqual(['LAW_PUT_OFF', 'PUT_OFF']);
    expect(await tasksOf('coach', { tab: 'snoozed', today: '2026-10-20' })).toEqual([]);
  });

  test('say how a task stands today: back from its snooze it is open, and done it is not urgent', async () => {
    const standing = async (question: Partial<QueueQuestion>) =>
      (await asked('coach', question)).rows.map(({ task: id, status, urgency }) => [id, status, urgency]);
    expect(await standing({ code: 'LAW_PUT_OFF' })).toEqual([['LAW_PUT_OFF', 'OPEN', 'STATUTORY_SOON']]);
    expect(await standing({ tab: 'snoozed' })).toEqual([['PUT_OFF', 'SNOOZED', 'LATER']]);
    expect(await standing({ tab: 'completed' })).toEqual([['DONE', 'DONE', 'LATER']]);
  });

  test('say how many there are, under the same filter', async () => {
    const counts = (filter: Partial<QueueQuestion>) =>
      database.readAs(TENANT, (client) =>
        queueCounts(client, 'coach', { scope: EVERYTHING, today: TODAY, soon: SOON, ...filter }),
      );
    expect(await counts({})).toEqual({
      assigned: 13,
      overdue: 3,
      today: 4,
      week: 5,
      waiting: 1,
      snoozed: 1,
      completed: 1,
    });
    expect(await counts({ phase: 'search' })).toMatchObject({ assigned: 1, week: 1, overdue: 0 });
  });
});

describe('filters', () => {
  test('by phase, code, clock, escalation, language, programme', async () => {
    expect(await tasksOf('coach', { phase: 'search' })).toEqual(['SUNDAY']);
    expect(await tasksOf('planner', { phase: 'intake' })).toEqual(['CALL']);
    expect(await tasksOf('planner', { phase: 'search' })).toEqual([]);
    expect(await tasksOf('coach', { code: 'TODAY' })).toEqual(['TODAY']);
    expect(await tasksOf('coach', { clock: 'STATUTORY', tab: 'overdue' })).toEqual(['deadline.RIV', 'LAW_LATE']);
    expect(await tasksOf('coach', { escalated: true })).toEqual(['deadline.RIV', 'LAW_LATE', 'LATE']);
    expect(await tasksOf('planner', { language: 'en' })).toEqual(['CALL']);
    expect(await tasksOf('planner', { language: 'nl' })).toEqual(['deadline.RIV', 'HELPED', 'SEEN']);
    expect(await tasksOf('coach', { programme: 'another' })).toEqual([]);
  });

  test('a meeting or a deadline is its coach’s; what nobody has is nobody’s', async () => {
    expect(await tasksOf('coach', { assignee: 'coach-1' })).toEqual([
      'deadline.RIV',
      'deadline.WAITING_ON_COACH',
      's-2',
      's-1',
    ]);
    expect(await tasksOf('coach', { assignee: 'coach-2' })).toEqual(['LATE']);
    expect(await tasksOf('coach', { unassigned: true, tab: 'today' })).toEqual(['LAW_PUT_OFF', 'TODAY']);
    expect(await tasksOf('coach', { assignee: 'coach-2', unassigned: true, tab: 'overdue' })).toEqual([
      'LAW_LATE',
      'LATE',
    ]);
  });

  test('a search finds codes, ids and the names that were found for it; what was typed is no pattern', async () => {
    expect(await found('law_l')).toEqual(['LAW_LATE', 'LAW_LATER']);
    expect(await found('coach-2')).toEqual(['LATE']);
    expect(await found('afspraak', [{ programme: 'reorg', code: 'TODAY' }])).toEqual(['TODAY']);
    expect(await found('afspraak', [{ programme: 'another', code: 'TODAY' }])).toEqual([]);
    expect(await found('a%e')).toEqual([]);
  });
});

describe('whose queue it is', () => {
  test('each has what its role owns and what was escalated to it', async () => {
    expect(await tasksOf('team')).toEqual([...(await tasksOf('coach')), 'MANUAL', 'UNDONE']);
    expect(await tasksOf('planner')).toEqual(['deadline.RIV', 'HELPED', 'SEEN', 'CALL']);
    expect(await tasksOf('programme-manager')).toEqual(['deadline.WIA', 'LATE', 'SEEN', 'BUDGET']);
    expect(await tasksOf('quality-officer')).toEqual(['deadline.RIV', 'LAW_LATE', 'deadline.WIA', 'REQUEST']);
  });

  test('a date of the law is in those of whom its ladder spoke to, from five working days before it until it is met', async () => {
    const deadlines = async (question: Partial<QueueQuestion> = {}) =>
      (await tasksOf('programme-manager', question)).filter((id) => id.startsWith('deadline.'));
    expect((await asked('quality-officer', { code: 'RIV' })).rows).toMatchObject([
      { kind: 'DEADLINE', role: 'COACH', urgency: 'STATUTORY_OVERDUE', escalation_level: 4, clock_kind: 'STATUTORY' },
    ]);
    expect(await deadlines({ tab: 'completed' })).toEqual(['deadline.W42']);
    expect(await deadlines({ today: '2026-12-30', soon: '2027-01-06' })).toEqual(['deadline.WIA', 'deadline.W104']);
    expect(await deadlines({ soon: '2026-10-20' })).toEqual([]);
  });

  test('what was escalated says who is on it, and is its owner’s alone once somebody said what came of it', async () => {
    const { rows } = await asked('programme-manager', { escalated: true });
    expect(rows.map(({ task: id, escalation, escalation_by }) => [id, escalation, escalation_by])).toEqual([
      ['LATE', 'OPEN', null],
      ['SEEN', 'ACKNOWLEDGED', 'manager-1'],
    ]);
    const helped = await asked('planner', { code: 'HELPED' });
    expect(helped.rows).toMatchObject([{ escalation: 'RESOLVED', escalation_by: 'manager-1', escalation_level: 0 }]);
  });

  test('what was taken back is open again, and whose it was', async () => {
    const { rows } = await asked('team', { role: 'TEAM_LEAD', assignee: 'lead-1' });
    expect(rows).toMatchObject([{ task: 'UNDONE', status: 'IN_PROGRESS', done_on: null, assignee: 'lead-1' }]);
    expect(await tasksOf('team', { role: 'TEAM_LEAD', tab: 'completed' })).toEqual([]);
  });

  test('titles given by hand are in the queues of those who may read them alone', async () => {
    const { rows } = await asked('team', { code: 'MANUAL' });
    expect(rows).toMatchObject([{ title_sealed: 'c2VhbGVk' }]);
    const stored = await database.readAs(TENANT, (client) =>
      client.query('SELECT DISTINCT title_sealed FROM read_model.planner_queue'),
    );
    expect(stored.rows).toEqual([{ title_sealed: null }]);
  });

  test('rows of the queue alone are recognised as such, by their ids, and told apart', async () => {
    const ids = ['trajectory-t1/LATE', 'trajectory-t1/TODAY', 'trajectory-t1/session.s-1', 'trajectory-t9/LATE'];
    const known = (name: QueueName) => database.readAs(TENANT, (client) => rowsIn(client, EVERYTHING, name, ids));
    expect([...(await known('coach'))].map(([id, { kind }]) => [id, kind]).sort()).toEqual([
      ['trajectory-t1/LATE', 'TASK'],
      ['trajectory-t1/TODAY', 'TASK'],
      ['trajectory-t1/session.s-1', 'MEETING'],
    ]);
    expect([...(await known('programme-manager'))]).toEqual([
      ['trajectory-t1/LATE', { stream: 'trajectory-t1', task: 'LATE', kind: 'TASK', code: 'LATE' }],
    ]);
  });
});
