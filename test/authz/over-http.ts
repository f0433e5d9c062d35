import { type Browser } from '../support/browser.js';
import { type Answer, type Asking } from './running.js';

/** The same questions over a socket, in a session. */
export const inSession = (browser: Browser) => ({
  ask: (asked: readonly Asking[]) =>
    inTurn(asked, ({ method, url, body }) =>
      browser.ask(url, {
        method,
        ...(body ? { body: JSON.stringify(body) } : {}),
        headers: { origin: browser.program.url, ...(body ? { 'content-type': 'application/json' } : {}) },
      }),
    ),
});
/** The same with an API key. */
export const withKey = (origin: string, key: string) => ({
  ask: (asked: readonly Asking[]) =>
    inTurn(asked, ({ method, url, body }) =>
      fetch(`${origin}${url}`, {
        method,
        ...(body ? { body: JSON.stringify(body) } : {}),
        headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      }),
    ),
});

async function inTurn(
  asked: readonly Asking[],
  one: (asking: Asking) => Promise<Response>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const asking of asked) {
    const answer = await one(asking);
    const headers = Object.fromEntries(
      [...answer.headers].filter(([name]) => !['content-length', 'connection', 'keep-alive'].includes(name)),
    );
    answers.push({ status: answer.status, headers, text: await answer.text(), ms: 0 });
  }
  return answers;
}
