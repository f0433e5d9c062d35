import { type ExitCode, WrongUsage } from '../exit-codes.js';
import { commandNamed, routeOf } from '../program/command-route.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { bytesOf, textOf } from '../text/files.js';
import { itemsOf } from '../text/shown.js';
import { actingAs } from './acting.js';
import { answer, type AnswerOptions } from './answer.js';

export interface SendOptions extends AnswerOptions {
  readonly data?: string;
  readonly key?: string;
  readonly ifMatch?: string;
  readonly as?: string;
}

/** Any command of the registry. */
export async function sendCommand(
  aggregate: string,
  id: string,
  command: string,
  options: SendOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const definition = commandNamed(aggregate, command);
  const { path, body } = routeOf(definition, id, await bodyOf(options.data ?? '{}', around));
  const headers = headersOf(options);
  return withProgram(around, async (program) => {
    const sent = await program.post(path, body, { headers });
    const { revision, duplicate } = sent as { readonly revision?: number; readonly duplicate?: boolean };
    const events = itemsOf(sent, 'events').map(({ type }) => `  ${String(type)}\n`);
    return answer(around, options, sent, () =>
      duplicate
        ? `This was carried out before under the same key; ${aggregate} ${id} is at revision ${revision}.\n`
        : events.length === 0
          ? `Nothing had to be changed; ${aggregate} ${id} is at revision ${revision}.\n`
          : `Done; ${aggregate} ${id} is at revision ${revision}:\n${events.join('')}`,
    );
  });
}

/** JSON as it stands, or with `@` before it the name of a file that holds it. */
async function bodyOf(data: string, around: Surroundings): Promise<Readonly<Record<string, unknown>>> {
  const text = data.startsWith('@') ? textOf(await bytesOf(data.slice(1), around)) : data;
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw new WrongUsage(
    '--data',
    `--data is a JSON object: write --data '{"on": "2026-09-01"}', or --data @file.json for a file.`,
  );
}

export function keyOf(key: string | undefined): Readonly<Record<string, string>> {
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new WrongUsage(
      '--key',
      '--key is 1 to 200 visible characters without blanks: write --key import-2026-09-01.',
    );
  return key === undefined ? {} : { 'idempotency-key': key };
}

function headersOf({ key, ifMatch, as }: SendOptions): Readonly<Record<string, string>> {
  if (ifMatch !== undefined && !/^\d{1,9}$/.test(ifMatch))
    throw new WrongUsage('--if-match', '--if-match is the revision that you saw: write --if-match 12.');
  return {
    ...keyOf(key),
    ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
    ...actingAs(as),
  };
}
