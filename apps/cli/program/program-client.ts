import { type CliProblem, EXIT, Failure } from '../exit-codes.js';
import { type Positions } from './positions.js';
import { type HttpAnswer, type Transport } from './transport.js';

export interface Sent {
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

/** How often a query is asked again while the read models catch up with the last command; the program waits 2 s each time. */
const MOST_WAITS = 30;

/** Talks to a program over HTTP; a problem document becomes a Failure. */
export class ProgramClient {
  constructor(
    private readonly url: URL,
    private readonly transport: Transport,
    private readonly positions: Positions,
    private readonly credentials: Readonly<Record<string, string>> = {},
  ) {}

  /** The JSON that the program answers, as it has seen at least what the last command wrote. */
  async get(path: string, parameters: Parameters = {}, headers: Sent['headers'] = {}): Promise<unknown> {
    return jsonOf(await this.query(path, parameters, headers));
  }

  /** As text: for answers that are not JSON. */
  async getText(path: string, parameters: Parameters = {}): Promise<string> {
    return (await this.query(path, parameters)).text;
  }

  /** As bytes: for a file. */
  async getBytes(path: string, parameters: Parameters = {}, headers: Sent['headers'] = {}): Promise<Uint8Array> {
    const { bytes, text } = await this.query(path, parameters, headers);
    return bytes ?? Buffer.from(text);
  }

  /** The JSON as it is at this moment, without waiting for anything: to look how far something is. */
  async look(path: string): Promise<unknown> {
    return jsonOf(accepted(await this.send('GET', path, {}, {}), path));
  }

  /** Sends a body as JSON, or bytes as they are, and remembers the position that the answer names. */
  async post(
    path: string,
    body: unknown,
    { parameters = {}, headers = {} }: { parameters?: Parameters; headers?: Sent['headers'] } = {},
  ): Promise<unknown> {
    const bytes = body instanceof Uint8Array;
    const answer = accepted(
      await this.send('POST', path, parameters, {
        body: bytes ? body : JSON.stringify(body),
        headers: { ...headers, 'content-type': bytes ? 'application/octet-stream' : 'application/json' },
      }),
      path,
    );
    const position = answer.headers['overstap-position'];
    if (typeof position === 'string') await this.positions.remember(position);
    return jsonOf(answer);
  }

  private async query(path: string, parameters: Parameters, headers: Sent['headers'] = {}): Promise<HttpAnswer> {
    const last = await this.positions.last();
    for (let waits = 0; last !== undefined && waits < MOST_WAITS; waits += 1) {
      const answer = await this.send('GET', path, parameters, { headers: { ...headers, 'overstap-position': last } });
      if (answer.status !== 503) return accepted(answer, path);
      // A position of a program that was thrown away since is never reached, nor is one that cannot be read.
      if (problemOf(answer).code !== 'not-yet-visible') break;
    }
    return accepted(await this.send('GET', path, parameters, { headers }), path);
  }

  private async send(method: 'GET' | 'POST', path: string, parameters: Parameters, sent: Sent): Promise<HttpAnswer> {
    const url = new URL(path, this.url);
    for (const [name, value] of Object.entries(parameters))
      if (value !== undefined) url.searchParams.set(name, String(value));
    try {
      return await this.transport({
        method,
        url,
        headers: {
          accept: 'application/json, text/csv, application/pdf, application/problem+json',
          ...this.credentials,
          ...sent.headers,
        },
        ...(sent.body === undefined ? {} : { body: sent.body }),
      });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      throw new Failure(
        `The program at ${this.url.origin} stopped answering${code ? ` (${code})` : ''}. ` +
          'It may have carried out the command: look before you repeat it.',
      );
    }
  }
}

/** The parts of a path, each written so that it stays one part. */
export const pathOf = (...parts: readonly string[]): string => `/${parts.map(encodeURIComponent).join('/')}`;

interface ProblemDocument {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly CliProblem[];
}

/** A problem that the program names by a code; what is to be done about it may depend on it. */
export class ProgramProblem extends Failure {
  constructor(
    message: string,
    readonly code: string,
    problems: readonly CliProblem[],
  ) {
    // What nobody could have carried out was written wrongly; all else depends on what there is.
    super(message, problems, code === 'invalid-request' ? EXIT.wrongUsage : EXIT.failed);
  }
}

function accepted(answer: HttpAnswer, path: string): HttpAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  const { code, detail: said, errors } = problemOf(answer);
  // The program says no more than that, to anybody; this one knows at least what was asked for.
  const what = path.startsWith('/programmes/') ? 'code (overstap programme list shows the programmes)' : 'id';
  const detail = code === 'not-found' ? `There is nothing at ${decodeURIComponent(path)}; check the ${what}.` : said;
  throw new ProgramProblem(detail, code, errors.length > 0 ? errors : [{ rule: code, message: detail }]);
}

function problemOf({ status, text }: HttpAnswer): ProblemDocument {
  try {
    const { code, detail, errors } = JSON.parse(text) as Partial<ProblemDocument>;
    if (typeof code === 'string' && typeof detail === 'string')
      return { code, detail, errors: Array.isArray(errors) ? errors : [] };
  } catch {
    // Not a problem document: said below.
  }
  return {
    code: `http-${status}`,
    detail: `The answer was ${status} and no problem document: is the address that of an Overstap of this version?`,
    errors: [],
  };
}

function jsonOf({ text }: HttpAnswer): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Failure('The answer is not JSON: is the address that of an Overstap of this version?');
  }
}
