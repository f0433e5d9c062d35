import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Description, type OpenApi, saidIn, type Schema } from '../support/description.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';
import { chance, sized } from './support/shape.js';

const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? sized(1_000, 20_000));
const AT_ONCE = 8;
/** Writes to whatever place on this machine the request names. */
const LEFT_OUT = '/operation/backup';
/** Whom the operator, whose key everything is asked with, says to act as in one request of five. */
const ACTORS = [
  ...['COACH:coach-1', 'PLANNER:planner-1', 'QUALITY_OFFICER:q-1', 'EMPLOYER:Voorbeeld BV', 'PARTICIPANT:x1'],
  ...['COACH', 'NOBODY:x', '::', 'x'.repeat(300)],
];

const NASTY: readonly unknown[] = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    '../../etc/passwd',
    "'; DROP TABLE events; --",
    '%00',
    '{}',
    '-',
    '_',
    'é'.repeat(300),
  ],
  ...[
    'a'.repeat(70_000),
    '2026-02-30',
    '0000-00-00',
    '9999-12-31',
    '-1',
    '1e400',
    'NaN',
    '00000000-0000-0000-0000-000000000000',
  ],
  ...[null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 63, 1e308, [], [[]], {}, { a: { b: [] } }, ['x', null, 3]],
];

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly pattern: string;
  readonly actor: string | undefined;
  readonly body?: string;
}

/** Requests as the description says them, and as it does not: each value is now right, now anything. */
class Fuzz {
  constructor(
    private readonly api: OpenApi,
    private readonly random: () => number,
  ) {}

  pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.random() * of.length)] as T;
  }

  value(schema: Schema = {}, depth = 0): unknown {
    if (this.random() < 0.2 || depth > 6) return this.pick(NASTY);
    const { $ref } = schema;
    if ($ref) return this.value(this.api.components?.schemas?.[$ref.split('/').at(-1) ?? ''], depth + 1);
    if (schema.enum) return this.pick(schema.enum);
    switch (schema.type) {
      case 'object':
        return Object.fromEntries(
          Object.entries(schema.properties ?? {})
            .filter(() => this.random() < 0.9)
            .map(([name, property]) => [name, this.value(property, depth + 1)]),
        );
      case 'array':
        return Array.from({ length: Math.floor(this.random() * 4) }, () => this.value(schema.items, depth + 1));
      case 'integer':
      case 'number':
        return Math.floor(this.random() * 200) + (schema.minimum ?? 0);
      case 'boolean':
        return this.random() < 0.5;
      default:
        if (schema.format === 'date') return `2026-0${1 + Math.floor(this.random() * 9)}-15`;
        if (schema.format === 'date-time') return '2026-09-01T08:00:00.000Z';
        return this.pick(['P', 'default', 'coach-1', 'x1', 'IND-6', 'nl', 'PHONE']).slice(0, schema.maxLength ?? 100);
    }
  }

  request(): Asked {
    const paths = Object.keys(this.api.paths).filter((path) => path !== LEFT_OUT);
    const pattern = this.pick(paths);
    const [method = 'get', operation = {}] = this.pick(Object.entries(this.api.paths[pattern] ?? {}));
    const text = (value: unknown): string => {
      const said = typeof value === 'string' ? value : JSON.stringify(value);
      return encodeURIComponent(said.slice(0, 500).replace(/\p{Surrogate}/gu, '?'));
    };
    const path = pattern.replace(/\{[^}]+\}/g, () => text(this.value({ type: 'string' })) || 'x');
    const query = (operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'query' && this.random() < 0.6)
      .map(({ name, schema }) => `${name}=${text(this.value(schema))}`)
      .join('&');
    const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
    const body = method === 'get' ? {} : { body: this.random() < 0.03 ? '{"a":' : JSON.stringify(this.value(schema)) };
    const actor = this.random() < 0.2 ? this.pick(ACTORS) : undefined;
    return { method: method.toUpperCase(), pattern, path: query ? `${path}?${query}` : path, actor, ...body };
  }
}

const ENDLESS = '/live';
/** Before its first word: its status and type alone are held against the description. */
async function leave({ status, headers, body }: Response): Promise<Response> {
  await body?.cancel();
  return new Response('', { status, headers });
}

describe('requests made from the description of the interface, right and wrong', () => {
  let program: RunningProgram;
  beforeAll(async () => {
    program = await RunningProgram.start(temporaryDirectory('fuzz'));
    await program.registerCoach('coach-1');
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const startsOn = '2026-09-01';
    await program.post('/programmes/open-programme', {
      code: 'P',
      employer: 'Voorbeeld BV',
      template: 'IND-6',
      startsOn,
    });
  });
  afterAll(() => program?.stop());

  test(
    'are never answered with a failure of the program, nor otherwise than described, and refused with a whole problem document',
    async () => {
      const description = Description.of(await (await program.fetch('/openapi.json')).text());
      const fuzz = new Fuzz(description.api, chance('fuzz'));
      const succeeded = new Set<string>();
      const failures = new Set<string>();
      const statuses = new Map<number, number>();
      let left = REQUESTS;
      const ask = async (): Promise<void> => {
        while (left-- > 0) {
          const { method, path, pattern, actor, body } = fuzz.request();
          const answer = await fetch(`${program.url}${path}`, {
            method,
            redirect: 'manual',
            headers: {
              ...program.signedIn,
              ...(actor === undefined ? {} : { 'overstap-actor': actor }),
              ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            },
            ...(body === undefined ? {} : { body }),
          });
          const said = await saidIn(answer.ok && pattern === ENDLESS ? await leave(answer) : answer);
          const { text } = said;
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          const what = `${method} ${pattern}`;
          if (answer.status >= 500)
            failures.add(
              `${what}: ${answer.status} ${text.slice(0, 120)} for ${path.slice(0, 300)} ${(body ?? '').slice(0, 300)}`,
            );
          else if (answer.status >= 400 && answer.headers.get('content-type')?.startsWith('application/problem+json')) {
            const { type, title, status, detail, code } = JSON.parse(text) as Record<string, unknown>;
            if (status !== answer.status || ![type, title, detail, code].every((each) => typeof each === 'string'))
              failures.add(`${what}: no whole problem ${text.slice(0, 200)}`);
          }
          for (const wrong of description.unlike(method, pattern, said))
            failures.add(`${what}: ${answer.status} ${wrong}`);
          if (answer.ok) succeeded.add(what);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, ask));
      process.stderr.write(`${REQUESTS} requests: ${JSON.stringify(Object.fromEntries(statuses))}\n`);
      expect([...failures]).toEqual([]);
      // What was compared with its description.
      expect(succeeded.size).toBeGreaterThan(20);
    },
    sized(300_000, 3_600_000),
  );
});
