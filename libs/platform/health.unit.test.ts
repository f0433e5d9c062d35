import { describe, expect, test } from '@jest/globals';
import { Health } from './health.js';
import { OperatorError } from './operator-error.js';

describe('health', () => {
  test('ready needs every check, live only those that a restart would mend', async () => {
    const health = new Health();
    health.register('loop', async () => 'turning', { live: true });
    health.register('database', async () => {
      throw new OperatorError('The database does not answer.');
    });
    expect(await health.live()).toMatchObject({ status: 'up', checks: { loop: { status: 'up', detail: 'turning' } } });
    const ready = await health.ready();
    expect(ready).toMatchObject({ status: 'down', checks: { database: { detail: 'The database does not answer.' } } });
    expect(Object.keys(ready.checks)).toEqual(['loop', 'database']);
  });

  test('a check that hangs is down after its time; one that fails shows no text of a driver', async () => {
    const health = new Health();
    health.register('hangs', () => new Promise(() => undefined), { within: 20 });
    health.register('fails', async () => {
      throw Object.assign(new Error('duplicate key (email)=(jan@example.org)'), { code: '23505' });
    });
    const { checks } = await health.ready();
    expect(checks['hangs']).toMatchObject({ status: 'down', detail: 'no answer within 20 ms' });
    expect(checks['fails']).toMatchObject({ status: 'down', detail: 'Error 23505' });
  });

  test('a program that shuts down is alive but not ready', async () => {
    const health = new Health();
    health.register('loop', async () => undefined, { live: true });
    health.drain();
    expect((await health.live()).status).toBe('up');
    expect((await health.ready()).status).toBe('down');
  });
});
