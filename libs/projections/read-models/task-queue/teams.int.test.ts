import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type StoredEvent } from '@overstap/kernel';
import { EVERYTHING, type Scope, scopeOf } from '@overstap/policy';
import { type TestDatabase } from '../../../../test/support/postgres.js';
import { teams } from '../index.js';
import { bare, TENANT } from '../testing/fold.js';
import { projected } from '../testing/projected.js';
import { queue, type QueueQuestion, rowsIn } from './queries.js';

const TODAY = '2026-10-14';

const events: StoredEvent[] = [];
function tell(stream: string, type: string, data: object): void {
  const id = String(events.length);
  const trajectory = /^trajectory-(.*)$/.exec(stream)?.[1];
  const about = trajectory === undefined ? {} : { trajectory, programme: 'reorg', subject: 'p-1' };
  events.push(bare(type, data, { id: `e-${id}`, command: `c-${id}`, stream, ...about }));
}
const task = (taskId: string, role: string, trajectory: string): void =>
  tell(`trajectory-${trajectory}`, 'TaskCreated', { taskId, code: taskId, role, mandatory: false, evidence: 'NONE' });

/** One person with a coach of the north, one with a coach of the south, and one without a coach. */
function live(): void {
  for (const teamId of ['north', 'south']) tell('agency-a', 'TeamCreated', { teamId, name: teamId.toUpperCase() });
  tell('coach-noor', 'CoachPutInTeam', { coachId: 'noor', teamId: 'south' });
  tell('coach-noor', 'CoachPutInTeam', { coachId: 'noor', teamId: 'north' });
  tell('coach-zeno', 'CoachPutInTeam', { coachId: 'zeno', teamId: 'south' });
  tell('coach-left', 'CoachPutInTeam', { coachId: 'left', teamId: 'south' });
  tell('coach-left', 'CoachTakenOutOfTeam', { coachId: 'left', teamId: 'south' });
  tell('trajectory-n', 'CoachMatched', { coachId: 'noor' });
  tell('trajectory-z', 'CoachMatched', { coachId: 'zeno' });
  tell('trajectory-l', 'CoachMatched', { coachId: 'left' });
  task('CALL', 'COACH', 'n');
  task('CALL', 'COACH', 'z');
  task('DECIDE', 'TEAM_LEAD', 'z');
  task('CALL', 'COACH', 'l');
  task('PLAN', 'PARTICIPANT', 'alone');
  task('DECIDE', 'TEAM_LEAD', 'alone');
  task('STUCK', 'PARTICIPANT', 'alone');
  tell('trajectory-alone', 'TaskEscalated', { taskId: 'STUCK', level: 3, toRole: 'TEAM_LEAD' });
}

describe('the work of teams', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    live();
    database = await projected(events);
  });
  afterAll(() => database?.drop());

  const asked = (question: Partial<QueueQuestion>) =>
    database.readAs(TENANT, (client) =>
      queue(client, 'team', { scope: EVERYTHING, today: TODAY, soon: TODAY, ...question }),
    );
  const work = async (question: Partial<QueueQuestion>) => (await asked(question)).rows.map(({ id }) => id).sort();
  const lead = (id: string) => scopeOf({ type: 'TEAM_LEAD', id });
  const OF_NO_TEAM = [
    'trajectory-alone/DECIDE',
    'trajectory-alone/PLAN',
    'trajectory-alone/STUCK',
    'trajectory-l/CALL',
  ];

  test('is for its lead alone, with that of people of no team', async () => {
    expect(await work({ scope: lead('north') })).toEqual([...OF_NO_TEAM, 'trajectory-n/CALL']);
    expect(await work({ scope: lead('south') })).toEqual([...OF_NO_TEAM, 'trajectory-z/CALL', 'trajectory-z/DECIDE']);
    expect(await work({ scope: lead('of-none') })).toEqual(OF_NO_TEAM);
    expect(await work({})).toHaveLength(7);
  });

  test('can be asked for by whoever sees all of it, and not by the lead of another team', async () => {
    expect((await asked({ team: 'north' })).rows).toMatchObject([{ id: 'trajectory-n/CALL', team: 'north' }]);
    expect(await work({ team: 'north', scope: lead('south') })).toEqual([]);
  });

  test('is recognised by its ids only as far as it is the lead’s', async () => {
    const ids = ['trajectory-n/CALL', 'trajectory-z/CALL', ...OF_NO_TEAM];
    const known = (scope: Scope) => database.readAs(TENANT, (client) => rowsIn(client, scope, 'team', ids));
    expect([...(await known(lead('north'))).keys()].sort()).toEqual([...OF_NO_TEAM, 'trajectory-n/CALL']);
    expect((await known(EVERYTHING)).size).toBe(6);
  });

  test('of a coach is what they coach and stand in for, and the tasks that were given to them', async () => {
    expect(await work({ scope: scopeOf({ type: 'COACH', id: 'noor' }) })).toEqual(['trajectory-n/CALL']);
    expect(await work({ scope: scopeOf({ type: 'COACH', id: 'zeno' }) })).toEqual([
      'trajectory-z/CALL',
      'trajectory-z/DECIDE',
    ]);
    expect(await work({ scope: scopeOf({ type: 'COACH', id: 'stranger' }) })).toEqual([]);
  });

  test('lies with the team in which each coach is today', async () => {
    expect(await database.readAs(TENANT, teams)).toEqual([
      { team: 'north', name: 'NORTH', coaches: ['noor'] },
      { team: 'south', name: 'SOUTH', coaches: ['zeno'] },
    ]);
  });
});
