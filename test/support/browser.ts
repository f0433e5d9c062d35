import { type RunningProgram } from './running-program.js';

export const PASSWORD = 'een lange wachtzin';

/** What a browser keeps and sends along by itself. */
export class Browser {
  cookie = '';
  constructor(readonly program: Pick<RunningProgram, 'url'> & Partial<Pick<RunningProgram, 'asDescribed'>>) {}

  async ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const headers = { ...(this.cookie === '' ? {} : { cookie: this.cookie }), ...init.headers };
    const answer = await fetch(`${this.program.url}${path}`, { ...init, headers, redirect: 'manual' });
    const [set] = answer.headers.getSetCookie();
    if (set !== undefined) this.cookie = set.split(';')[0]!.replace(/=$/, '=none');
    return (await this.program.asDescribed?.(init.method ?? 'GET', path, answer)) ?? answer;
  }

  /** As the form of a page sends it. */
  submit(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const from = { origin: this.program.url, 'sec-fetch-site': 'same-origin', accept: 'text/html' };
    return this.ask(path, { method: 'POST', body: new URLSearchParams(fields), headers: { ...from, ...headers } });
  }

  send(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    const said = { origin: this.program.url, 'content-type': 'application/json', ...headers };
    return this.ask(path, { method: 'POST', body: JSON.stringify(body), headers: said });
  }

  signIn = (email: string, password = PASSWORD, headers = {}) => this.submit('/sign-in', { email, password }, headers);
}

export const problemOf = async (answer: Response): Promise<unknown> =>
  ((await answer.json()) as { code?: string }).code;
