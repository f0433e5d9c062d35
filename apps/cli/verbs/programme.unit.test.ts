import { describe, expect, it } from '@jest/globals';
import { problem, run, DONE } from '../testing/world.js';

describe('overstap programme', () => {
  const OPEN = ['programme', 'open', 'REORG-2026', '--employer', 'Voorbeeld BV', '--template', 'IND-6'];
  const ROUTE = 'POST /programmes/open-programme';

  it('open sends the terms', async () => {
    const more = ['--starts', '2026-09-01', '--ends', '2027-09-01', '--disclosure', 'STATUS'];
    const { exitCode, out, requests } = await run([...OPEN, ...more], { answers: { [ROUTE]: DONE } });
    expect([exitCode, out]).toEqual([0, 'Programme REORG-2026 is open.\n']);
    expect(JSON.parse(String(requests[0]?.body))).toEqual({
      code: 'REORG-2026',
      employer: 'Voorbeeld BV',
      template: 'IND-6',
      startsOn: '2026-09-01',
      endsOn: '2027-09-01',
      disclosureProfile: 'STATUS',
    });
  });

  it('open registers an employer that is new, and says so', async () => {
    const errors = [{ field: 'employer', rule: 'employer-unknown', message: 'm' }];
    const { exitCode, out, err, requests } = await run([...OPEN, '--starts', '2026-09-01', '--json'], {
      answers: {
        [ROUTE]: [problem(422, 'employer-unknown', 'unknown', { errors }), DONE],
        'POST /agencies/default/register-employer': DONE,
      },
    });
    expect([exitCode, JSON.parse(out)]).toEqual([0, DONE]);
    expect(err).toMatch(/employer is new here and was registered/);
    expect(requests.map(({ body }) => String(body)).slice(1, 2)).toEqual(['{"name":"Voorbeeld BV"}']);
  });

  it('open says a refusal in the program’s words, and to a script field by field', async () => {
    const errors = [{ field: 'code', rule: 'code', message: 'code must be a code' }];
    const answers = { [ROUTE]: problem(422, 'invalid-request', 'code must be a code', { errors }) };
    const { exitCode, out, err, requests } = await run([...OPEN, '--starts', '2026-09-01', '--json'], { answers });
    expect([exitCode, err, JSON.parse(out)]).toEqual([2, 'code must be a code\n', { problems: errors }]);
    expect(requests).toHaveLength(1);
  });

  it('list is a table, and names the way to what follows', async () => {
    const items = [{ programme: 'A', status: 'OPEN', nameEn: 'Alpha\u001b[2J', template: 'IND-6', plannedStart: null }];
    const { out, err } = await run(['programme', 'list', '--limit', '1'], {
      answers: { 'GET /programmes': { items, next: 'abc' } },
    });
    expect(out).toBe(
      'Programme  Status  Name       Employer  Template  Starts  Ends\nA          OPEN    Alpha [2J  –         IND-6     –       –\n',
    );
    expect(err).toBe('More follows: repeat the command with --cursor abc\n');
  });

  it('show of one that is not there says what was asked for', async () => {
    const { exitCode, err } = await run(['programme', 'show', 'NOPE']);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/nothing at \/programmes\/NOPE; check the code/);
  });
});
