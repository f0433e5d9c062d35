import { describe, expect, test } from '@jest/globals';
import { type LogFields, type Needed, OperatorError, untilAllThere } from './index.js';
import { hostsIn } from './until-there.js';

const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), { code: 'ECONNREFUSED' });
const wrongPassword = new OperatorError('PostgreSQL refuses the password.');

/** Answers each question with what is next in the row, and at last with what is at its end. */
function server(name: string, ...answers: readonly (Error | 'answers' | 'silence')[]): Needed & { asked: number } {
  return {
    name,
    at: `${name.toLowerCase()}:5432`,
    setting: 'DATABASE_URL',
    asked: 0,
    ask() {
      const answer = answers[Math.min(this.asked++, answers.length - 1)];
      if (answer === 'silence') return new Promise(() => undefined);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve();
    },
    isAway: (error) => error === refused || error === wrongPassword,
  };
}

describe('what a start stands on', () => {
  const told = (): { said: [string, LogFields | undefined][]; log: Parameters<typeof untilAllThere>[1]['log'] } => {
    const said: [string, LogFields | undefined][] = [];
    const note = (message: string, fields?: LogFields): void => void said.push([message, fields]);
    return { said, log: { info: note, warn: note } };
  };
  const until = (needed: readonly Needed[], { waitMs = 60_000, over = new AbortController().signal } = {}) => {
    const { said, log } = told();
    return { said, there: untilAllThere(needed, { waitMs, log, over, answerMs: 50 }) };
  };

  test('is asked once, and not spoken of, where it answers', async () => {
    const postgres = server('PostgreSQL', 'answers');
    const { said, there } = until([postgres]);
    await there;
    expect([postgres.asked, said]).toEqual([1, []]);
  });

  test('is waited for while it is away or leaves a question unanswered, which is said once, and where', async () => {
    const postgres = server('PostgreSQL', refused, 'silence', refused, 'answers');
    const { said, there } = until([postgres, server('Redis', 'answers')]);
    await there;
    expect(postgres.asked).toBe(4);
    expect(said).toEqual([
      ['PostgreSQL does not answer yet; the start waits for it', { host: 'postgresql:5432', ms: 60_000 }],
      ['PostgreSQL answers', { host: 'postgresql:5432' }],
    ]);
  });

  test('is given up after the wait in one line that says what could not be reached and what to check', async () => {
    const { there } = until([server('PostgreSQL', refused)], { waitMs: 300 });
    const error = await there.catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(OperatorError);
    expect((error as Error).message).toMatch(
      /^PostgreSQL does not answer at postgresql:5432 \(ECONNREFUSED\); .*Check that it runs.*DATABASE_URL\.$/,
    );
  });

  test('is given up at the first failure where nothing is to be waited for', async () => {
    const postgres = server('PostgreSQL', refused);
    const { said, there } = until([postgres], { waitMs: 0 });
    await expect(there).rejects.toThrow(OperatorError);
    expect([postgres.asked, said]).toEqual([1, []]);
  });

  test('is not waited for when it is wrong, be others away', async () => {
    const redis = server('Redis', refused);
    const { there } = until([redis, server('PostgreSQL', refused, wrongPassword)]);
    await expect(there).rejects.toBe(wrongPassword);
    const { asked } = redis;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(redis.asked).toBe(asked);
  });

  test('is not waited for by whom an end is told', async () => {
    const ending = new AbortController();
    const { there } = until([server('PostgreSQL', refused), server('Redis', 'silence')], { over: ending.signal });
    ending.abort();
    await expect(there).resolves.toBeUndefined();
  });
});

describe('where a server is', () => {
  test.each([
    ['redis://r:6379', 'r:6379'],
    ['redis://:p/w?o#r@d@r:6379/0', 'r:6379'],
    ['kurrentdb+discover://ops:secret@a:2113,b:2113?tls=true', 'a:2113,b:2113'],
    ['kurrentdb://k:2113?tls=false', 'k:2113'],
  ])('%s is told without who signs in there', (url, hosts) => {
    expect(hostsIn(url)).toBe(hosts);
  });
});
