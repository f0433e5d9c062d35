import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Organisation } from '../support/organisation.js';
import { type RunningProgram } from '../support/running-program.js';

describe('API keys', () => {
  let organisation: Organisation;
  let program: RunningProgram;

  beforeAll(async () => {
    organisation = await Organisation.start('api-keys');
    ({ program } = organisation);
  });
  afterAll(() => organisation?.stop());

  test('an API key acts in its role from elsewhere, until it is revoked', async () => {
    const { id, key, prefix } = await program.post<{ id: string; key: string; prefix: string }>('/api-keys', {
      name: 'uren',
      role: 'PLANNER',
      days: 1,
    });
    const cli = (...args: string[]) => organisation.cli(args, { OVERSTAP_URL: program.url, OVERSTAP_API_KEY: key });
    expect(cli('queue', 'planner', '--json').status).toBe(0);
    expect(cli('account', 'list')).toMatchObject({ status: 1, text: expect.stringContaining('not for your role') });
    // In its own role it may say so; in another it is refused, not heard as if nothing were said.
    for (const own of ['PLANNER', `PLANNER:key-${prefix}`])
      expect(cli('queue', 'planner', '--as', own, '--json').status).toBe(0);
    for (const other of ['ADMIN:x', 'ADMIN', 'PLANNER:pia'])
      expect(cli('queue', 'planner', '--as', other)).toMatchObject({
        status: 1,
        text: expect.stringContaining('You do not have this role'),
      });
    await program.post(`/api-keys/${id}/revoke`, {});
    expect(cli('queue', 'planner')).toMatchObject({ status: 1, text: expect.stringContaining('Sign in') });
  });
});
