import { askersIn } from './asking.js';
import { type Asker, opinionOf } from './opinions.js';
import { NAME, Oracle } from './oracle.js';
import { type AskedProgram } from './running.js';
import { type Life, type World } from './world.js';

const CONTACT = [...NAME, 'email', 'phone', 'address', 'externalId'];
/** Their rows are about somebody, by whom it is for. */
const LISTS = [
  ...['/trajectories', '/deadlines', '/my/workshops', '/queues/coach', '/queues/team', '/queues/planner'],
  ...['/queues/programme-manager', '/queues/quality-officer'],
];
type Row = Readonly<Record<string, unknown>>;
type Items = { readonly items?: readonly Row[]; readonly trajectories?: readonly Row[] };

/** That what may be read of who somebody is, is answered: the matrix finds what is told too much, this what is told too little. */
export class Naming {
  private readonly oracle: Oracle;
  private readonly words = new Map<string, string>();
  /** How often somebody was named, by the role of who was told. */
  readonly named = new Map<string, number>();

  constructor(
    private readonly program: Pick<AskedProgram, 'ask'>,
    private readonly world: World,
  ) {
    this.oracle = new Oracle(world);
    for (const { text, type, person, field } of world.canaries.values())
      if (type === 'ParticipantRegistered') this.words.set(`${person} ${field}`, text);
  }

  /** In words; none where everybody is told what they may read, and nobody more. */
  async differences(): Promise<readonly string[]> {
    return [...(await this.ofContact()), ...(await this.ofLists())];
  }

  private async ofContact(): Promise<readonly string[]> {
    const lives = this.world.lives.filter(({ tenant }) => tenant === 'default');
    const asked = this.askers('/trajectories/{id}/contact').flatMap((asker) => lives.map((life) => ({ asker, life })));
    const answers = await this.ask(asked.map(({ asker, life }) => [asker, `/trajectories/${life.id}/contact`]));
    return asked.flatMap(({ asker, life }, nth) => {
      const { status, body } = answers[nth] ?? { status: 0, body: {} };
      const found = Object.values(body).filter((value) => /^kn/.test(String(value)));
      const wanted = this.oracle.mayName(asker, life)
        ? CONTACT.map((field) => this.words.get(`${life.participant} ${field}`))
        : [];
      const isRight =
        wanted.length === found.length &&
        wanted.every((word) => found.some((each) => String(each).includes(word ?? '?')));
      if (isRight && status === 200) this.count(asker);
      return isRight
        ? []
        : [`contact of ${life.id} by ${asker.role}:${asker.ref}: ${found.length} of ${wanted.length}`];
    });
  }

  private async ofLists(): Promise<readonly string[]> {
    const asked = LISTS.flatMap((path) =>
      this.askers(path).map((asker): readonly [Asker, string] => [asker, `${path}?limit=500`]),
    );
    for (const asker of this.askers('/coaches/{id}/caseload'))
      for (const coach of this.world.coaches) asked.push([asker, `/coaches/${coach}/caseload`]);
    for (const asker of this.askers('/employer/programmes/{id}/people'))
      for (const { id } of this.world.programmes) asked.push([asker, `/employer/programmes/${id}/people?limit=500`]);
    const answers = await this.ask(asked);
    return asked.flatMap(([asker, path], nth) => {
      const { items, trajectories } = (answers[nth]?.body ?? {}) as Items;
      return (items ?? trajectories ?? []).flatMap((row) => this.unlike(asker, path, row));
    });
  }

  /** Whom a list of their own names, it names; any other names whom its reader may read of. */
  private unlike(asker: Asker, path: string, row: Row): readonly string[] {
    const lives = this.livesOf(row);
    const [life] = lives;
    if (!life) return [];
    const isOwnTable = /^.(my|employer)/.test(path);
    const mayRead = isOwnTable || lives.some((each) => this.oracle.mayName(asker, each));
    const wanted = mayRead ? NAME.map((field) => this.words.get(`${life.participant} ${field}`)) : [];
    const name = row['name'] as Row | null | undefined;
    const found = name ? NAME.map((field) => name[field]) : [];
    if (mayRead) this.count(asker);
    return JSON.stringify(found) === JSON.stringify(wanted)
      ? []
      : [
          `${path} by ${asker.role}:${asker.ref} names ${life.id} ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`,
        ];
  }

  /** What a row is about: a life, or a person with all of theirs. */
  private livesOf({ trajectory, aggregateId, stream }: Row): readonly Life[] {
    const id = trajectory ?? aggregateId;
    if (typeof id === 'string') return this.world.lives.filter((each) => each.id === id);
    return this.world.lives.filter(({ participant }) => stream === `participant-${participant}`);
  }

  private askers(path: string): readonly Asker[] {
    const who = opinionOf(`GET ${path}`)?.who ?? [];
    return askersIn(this.world).filter(({ role }) => Array.isArray(who) && who.includes(role));
  }

  private async ask(asked: readonly (readonly [Asker, string])[]) {
    const answers = await this.program.ask(
      asked.map(([{ role, ref }, url]) => ({ method: 'GET', url, headers: { 'overstap-actor': `${role}:${ref}` } })),
    );
    return answers.map(({ status, text }) => ({ status, body: (status === 200 ? JSON.parse(text) : {}) as Row }));
  }

  private count({ role }: Asker): void {
    this.named.set(role, (this.named.get(role) ?? 0) + 1);
  }
}
