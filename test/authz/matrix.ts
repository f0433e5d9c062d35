import { type Description } from '../support/description.js';
import { type Asker } from './opinions.js';
import { Oracle } from './oracle.js';
import { type Answer, type AskedProgram, type Asking } from './running.js';
import { type Triple } from './triples.js';
import { type Life, type Person, type World } from './world.js';

const AT_A_TIME = 400;
const WORD = /kn[0-9a-z]{3}z[0-9a-z]{5}q/g;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}/g;
/** They differ from one answer to the next, whatever is asked. */
const OF_THE_MOMENT = ['date', 'x-request-id'];

/** Asks, and says where the program and the oracle differ. */
export class Matrix {
  private readonly oracle: Oracle;
  private readonly lives: ReadonlyMap<string, Life>;
  private readonly people: ReadonlyMap<string, Person>;
  private readonly never = new Map<string, string>();
  /** How many words and ids were found that may be read: none would mean that nothing was looked at. */
  found = 0;

  constructor(
    private readonly program: Pick<AskedProgram, 'ask'>,
    private readonly world: World,
    /** Where it is given, each success is held against it too. */
    private readonly description?: Description,
  ) {
    this.oracle = new Oracle(world);
    this.lives = new Map(world.lives.map((each) => [each.id, each]));
    this.people = new Map(world.people.map((each) => [each.id, each]));
  }

  /** Differences, in words; at most so many. */
  async differences(triples: readonly Triple[], most = 40): Promise<readonly string[]> {
    const differences: string[] = [];
    for (let from = 0; from < triples.length && differences.length < most; from += AT_A_TIME) {
      const part = triples.slice(from, from + AT_A_TIME);
      await this.askNever(part);
      const answers = await this.program.ask(part.map(({ asking }) => asking));
      for (const [nth, triple] of part.entries()) {
        const answer = answers[nth];
        if (answer) differences.push(...this.differencesOf(triple, answer).map((what) => `${nameOf(triple)}: ${what}`));
      }
    }
    return differences.slice(0, most);
  }

  private differencesOf(triple: Triple, answer: Answer): readonly string[] {
    const { expected, never, asker, asking, route } = triple;
    const { status } = answer;
    const told = `${status} ${answer.text.slice(0, 160)}`;
    const says = (isRight: boolean): readonly string[] =>
      isRight ? [] : [`expected ${expected}, was answered ${told}`];
    const asNever = never ? this.never.get(keyOf(triple)) : undefined;
    return [
      ...(status >= 500 ? [`a fault: ${told}`] : []),
      ...(expected === 'role' ? says(status === 403 && answer.text.includes('role-not-allowed')) : []),
      ...(expected === 'gone' ? says(status === 404) : []),
      ...(expected === 'there' ? says(![401, 403, 404].includes(status)) : []),
      ...(expected === 'as-never' ? says(![401, 403].includes(status)) : []),
      ...((expected === 'gone' || expected === 'as-never') && asNever !== undefined && asNever !== printOf(answer)
        ? [`not as of what was never there: ${printOf(answer).slice(0, 200)} and ${asNever.slice(0, 200)}`]
        : []),
      ...this.unlike(asking, answer),
      ...this.leaksIn(asker, route, JSON.stringify(answer.headers) + answer.text),
    ];
  }

  private unlike({ method, url }: Asking, { status, headers, text }: Answer): readonly string[] {
    const unlike = this.description?.unlikeAt(method, url, { status, type: String(headers['content-type']), text });
    return (unlike ?? []).map((what) => `not as described: ${what}`);
  }

  /** Words and ids that are not for whoever asked. */
  leaksIn(asker: Asker, route: string, text: string): readonly string[] {
    const leaks: string[] = [];
    for (const word of new Set(text.match(WORD))) {
      const canary = this.world.canaries.get(word);
      if (canary && !this.oracle.mayRead(asker, canary, route))
        leaks.push(
          `read ${canary.privacy} ${canary.type}.${canary.field} (${word}) of ${canary.tenant} ${canary.person}`,
        );
      else this.found++;
    }
    for (const id of new Set(text.match(UUID))) {
      const [life, person] = [this.lives.get(id), this.people.get(id)];
      if (!life && !person) continue;
      if (!this.oracle.mayKnow(asker, { ...(life ? { life } : {}), ...(person ? { person } : {}) }, route))
        leaks.push(`found the id of ${life ? 'a trajectory' : 'a person'} of ${(life ?? person)?.tenant}: ${id}`);
      else this.found++;
    }
    return leaks;
  }

  /** Of ids that were never given out, once per route, asker’s role and body. */
  private async askNever(triples: readonly Triple[]): Promise<void> {
    const wanted = new Map<string, Asking>();
    for (const triple of triples)
      if (triple.never && triple.expected !== 'role' && !this.never.has(keyOf(triple)))
        wanted.set(keyOf(triple), triple.never);
    const answers = await this.program.ask([...wanted.values()]);
    for (const [nth, key] of [...wanted.keys()].entries()) {
      const answer = answers[nth];
      if (answer) this.never.set(key, printOf(answer));
    }
  }
}

const keyOf = ({ route, asker, asking }: Triple): string =>
  JSON.stringify([route, asker.role, Object.keys(asking.body ?? {})]);
const nameOf = ({ route, asker, resource }: Triple): string =>
  `${route} by ${asker.role}:${asker.ref}${resource === '' ? '' : ` of ${resource}`}`;
const printOf = ({ status, headers, text }: Answer): string =>
  JSON.stringify([status, Object.entries(headers).filter(([name]) => !OF_THE_MOMENT.includes(name)), text]);
