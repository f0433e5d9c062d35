import { setTimeout as pause } from 'node:timers/promises';
import { type OpenApi } from '../../support/description.js';
import { type RunningProgram } from '../../support/running-program.js';

/** A stream that does not end; the rest tells of the process that answers, of the time, or of what was asked. */
const LEFT_OUT = /^\/(live|health|metrics|clock|operation|openapi|access-log)/;

/** As the operator, and not held against the description of the version that was built here. */
export const ask = (
  { url, signedIn }: RunningProgram,
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> => fetch(`${url}${address}`, { headers: { ...signedIn, ...headers } });

/** What a program answers to each query of its description that needs nothing but one of these ids, by address: the body of a success, else the status. */
export async function answersOf(
  program: RunningProgram,
  ids: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { paths } = (await (await ask(program, '/openapi.json')).json()) as OpenApi;
  const addresses = Object.entries(paths)
    .filter(([path, operations]) => operations['get'] && !LEFT_OUT.test(path))
    .map(([path]) => path.replace(/^\/([^/]+)\/\{id\}/, (whole, kind: string) => `/${kind}/${ids[kind] ?? whole}`))
    .filter((address) => !address.includes('{'));
  const answers: Record<string, unknown> = {};
  for (const address of addresses) {
    const answer = await ask(program, address, headers);
    const isJson = answer.headers.get('content-type')?.includes('json');
    answers[address] = answer.ok && isJson ? (JSON.parse(await answer.text()) as unknown) : answer.status;
  }
  return answers;
}

/** Asks the same again and again, until one is not a success; answers how to end that, and with it what was none. */
export function askAgainAndAgain(
  program: RunningProgram,
  addresses: readonly string[],
): () => Promise<readonly string[]> {
  const refused: string[] = [];
  let goesOn = true;
  const asking = (async () => {
    for (let n = 0; goesOn && refused.length === 0; n += 1) {
      const address = addresses[n % addresses.length] ?? '/';
      const said = await ask(program, address).then(
        async (answer) => ({ isWell: answer.ok, text: `${answer.status} ${await answer.text()}` }),
        (error: unknown) => ({ isWell: false, text: String(error) }),
      );
      if (!said.isWell) refused.push(`${address}: ${said.text}`);
      await pause(20);
    }
  })();
  return async () => {
    goesOn = false;
    await asking;
    return refused;
  };
}
