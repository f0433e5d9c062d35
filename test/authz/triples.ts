import { askersIn, askingOf } from './asking.js';
import { WHO_GIVES } from './commands.js';
import { type Asker, isCommand, type Opinion, opinionOf, ROLES } from './opinions.js';
import { Oracle, plans } from './oracle.js';
import { type Asking, type Route } from './running.js';
import { chanceOf, uuidOf, type World } from './world.js';

export type Expected =
  /** 403, whatever there is. */
  | 'role'
  /** 404, as of what was never there. */
  | 'gone'
  /** Neither 401, 403 nor 404, nor a fault. */
  | 'there'
  /** Not there; whoever works for the whole agency may be told first what is wrong with the body: the same as of what was never there. */
  | 'as-never'
  /** Needs no sign-in: the words alone are looked for. */
  | 'open';

/** A route, a role and a resource. */
export interface Triple {
  readonly route: string;
  readonly asker: Asker;
  readonly resource: string;
  readonly expected: Expected;
  /** They had, or others have, to do with it: where a policy errs first. */
  readonly isNear: boolean;
  readonly asking: Asking;
  /** The same of an id that was never given out. */
  readonly never?: Asking;
}
export interface Message {
  readonly id: string;
  readonly role: string;
  readonly ref: string;
  readonly aggregate: string;
  readonly aggregate_id: string;
}

interface Resource {
  readonly id: string;
  readonly name: string;
  readonly task?: string;
}

const NEVER: Readonly<Record<string, string>> = {
  coach: 'c99',
  programme: 'NERGENS',
  message: uuidOf('never', 'message'),
};
const neverOf = (kind: string): string => NEVER[kind] ?? uuidOf('never', kind);
/** They work for the agency as a whole. */
const WHOLE_AGENCY = ['PROGRAMME_MANAGER', 'BACK_OFFICE', 'QUALITY_OFFICER', 'ADMIN'];

export class Triples {
  private readonly oracle: Oracle;
  private readonly askers: readonly Asker[];

  constructor(
    private readonly world: World,
    private readonly routes: readonly Route[],
    readonly messages: readonly Message[],
  ) {
    this.oracle = new Oracle(world);
    this.askers = askersIn(world);
  }

  /** Routes of which the oracle says nothing. */
  unknown = (): readonly string[] => this.own().filter((route) => opinionOf(route) === undefined);

  /** Commands that are no more, and routes that the program has for others than the oracle. */
  differences(): readonly string[] {
    const known = new Set(this.own());
    const roles = (who: unknown): string =>
      Array.isArray(who) && who.length < ROLES.length ? who.toSorted().join(' ') : 'whatever role';
    return [
      ...[...WHO_GIVES.keys()].filter((route) => !known.has(route)).map((route) => `${route} is no route`),
      ...this.routes.flatMap(({ route, rule }) => {
        const opinion = known.has(route) ? opinionOf(route) : undefined;
        return opinion && roles(rule) !== roles(opinion.who)
          ? [`${route} is for ${roles(rule)}, and should be for ${roles(opinion.who)}`]
          : [];
      }),
    ];
  }

  private own = (): readonly string[] =>
    this.routes.map(({ route }) => route).filter((route) => !/^(HEAD|OPTIONS) /.test(route));

  all(): readonly Triple[] {
    return this.own().flatMap((route) => {
      const opinion = opinionOf(route);
      if (!opinion) return [];
      if (opinion.who === 'open') return this.askers.slice(0, 3).flatMap((asker) => this.of(route, opinion, asker));
      return this.askers.flatMap((asker) => this.of(route, opinion, asker));
    });
  }

  /**
   * So many of them, the same for the same seed: of each route and each thing that may be expected of it in turn, so that none is missed; of
   * routes that answer with something three for one of those that are told.
   */
  sample(count: number, seed: number): readonly Triple[] {
    const strata = new Map<string, Triple[]>();
    for (const triple of this.all()) {
      const stratum = `${triple.route} ${triple.expected} ${triple.asker.role} ${triple.isNear}`;
      strata.set(stratum, [...(strata.get(stratum) ?? []), triple]);
    }
    const chance = chanceOf(seed);
    const shuffled = <T>(all: readonly T[]): T[] =>
      all
        .map((each) => [chance(), each] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, each]) => each);
    const queues = shuffled([...strata.values()].map((each) => shuffled(each)));
    // What may be read first, then what may not be, then what is for other roles.
    const weight = ([first]: readonly Triple[]): number => {
      const reads = first?.route.startsWith('GET ') ?? false;
      if (first?.expected === 'role') return reads ? 2 : 4;
      return reads ? 0 : 1;
    };
    queues.sort((a, b) => weight(a) - weight(b));
    const chosen: Triple[] = [];
    for (let round = 0; chosen.length < count && queues.some(({ length }) => length > 0); round++)
      for (const queue of queues) {
        const times = weight(queue) === 0 ? 3 : weight(queue) === 1 ? 1 : round === 0 && weight(queue) === 4 ? 0 : 1;
        for (let time = 0; time < times && chosen.length < count; time++) {
          const next = queue.pop();
          if (next) chosen.push(next);
        }
      }
    return chosen;
  }

  private of(route: string, opinion: Opinion, asker: Asker): readonly Triple[] {
    const { who, refusalsOnly } = opinion;
    const isForRole = who === 'signed-in' || who === 'open' || (who !== 'operator' && who.includes(asker.role));
    if (isForRole && refusalsOnly) return [];
    const nothing: readonly Resource[] = [{ id: '', name: '' }];
    const resources = route.includes('{') ? this.resourcesOf(opinion, isCommand(route)) : nothing;
    return resources.map(({ id, name, task }) => ({
      route,
      asker,
      resource: name,
      expected: this.expected(route, opinion, asker, isForRole, id, task),
      isNear: isForRole && this.isNear(opinion, asker, id),
      asking: askingOf(route, opinion, asker, id, task, this.fileOf(id)),
      ...(opinion.of === 'nothing'
        ? {}
        : { never: askingOf(route, opinion, asker, neverOf(opinion.of), task, undefined) }),
    }));
  }

  private isNear({ needs }: Opinion, asker: Asker, id: string): boolean {
    const { role, ref } = asker;
    const life = this.world.lives.find((each) => each.id === id);
    if (!life) return false;
    if (needs && this.oracle.reaches(asker, life)) return !needs(asker, life);
    if (role === 'COACH')
      return life.proposed === ref || life.former.includes(ref) || [life.standIn, life.formerStandIn].includes(ref);
    if (role === 'PLANNER') return life.programme.planners.length > 0;
    if (role === 'EMPLOYER_CASE_MANAGER') return life.formerCaseManager === ref || life.programme.employer === ref;
    return role.startsWith('EMPLOYER') ? life.programme.employer === ref : life.tasks.some((task) => task.ref === ref);
  }

  private fileOf = (person: string): string | undefined => this.world.people.find(({ id }) => id === person)?.file;

  private expected(
    route: string,
    opinion: Opinion,
    asker: Asker,
    isForRole: boolean,
    id: string,
    task?: string,
  ): Expected {
    const { who, of } = opinion;
    if (who === 'open') return 'open';
    if (!isForRole) return 'role';
    const isPost = route.startsWith('POST ');
    if (of === 'nothing') return route.includes('{') ? (isPost ? 'as-never' : 'gone') : 'there';
    const isWhole =
      WHOLE_AGENCY.includes(asker.role) ||
      (of === 'coach' && asker.role === 'PLANNER') ||
      (of === 'programme' && asker.role !== 'PARTICIPANT' && !asker.role.startsWith('EMPLOYER'));
    if (of === 'message') return this.hears(asker, id) ? 'there' : 'gone';
    if (
      this.oracle.isThere(opinion, asker, id, task) ||
      (isCommand(route) && this.oracle.mayAnswer(route, asker, id))
    ) {
      if (of === 'file') return this.fileOf(id) === undefined ? 'gone' : 'there';
      return 'there';
    }
    return isPost && (isWhole || !isCommand(route)) ? 'as-never' : 'gone';
  }

  private hears(asker: Asker, id: string): boolean {
    const message = this.messages.find((each) => each.id === id);
    if (!message || message.role !== asker.role || !['', asker.ref].includes(message.ref)) return false;
    if (message.aggregate === 'programme' && asker.role === 'PLANNER') {
      const programme = this.world.programmes.find((each) => each.id === message.aggregate_id);
      return programme !== undefined && plans(asker.ref, programme);
    }
    if (message.aggregate !== 'trajectory') return true;
    const life = this.world.lives.find((each) => each.id === message.aggregate_id);
    return (
      life !== undefined &&
      (this.oracle.reaches(asker, life) ||
        this.oracle.hasTask(asker, life) ||
        (asker.role === 'COACH' && life.proposed === asker.ref))
    );
  }

  /** Sent to somebody about what they handed over since. */
  isOfAFormerCase({ role, ref, aggregate_id }: Message): boolean {
    const life = this.world.lives.find(({ id }) => id === aggregate_id);
    if (role === 'COACH') return life?.former.includes(ref) ?? false;
    return role === 'EMPLOYER_CASE_MANAGER' && life?.formerCaseManager === ref;
  }

  private resourcesOf({ of }: Opinion, ofTasks: boolean): readonly Resource[] {
    const { lives, people, programmes, coaches } = this.world;
    const elsewhere = <T extends { readonly tenant: string }>(all: readonly T[]): readonly T[] => [
      ...all.filter(({ tenant }) => tenant === 'default'),
      ...all.filter(({ tenant }) => tenant !== 'default').filter((_each, nth) => nth % 4 === 0),
    ];
    const never = { id: neverOf(of), name: 'never' };
    switch (of) {
      case 'trajectory':
        return [
          ...elsewhere(lives).map(({ id, tenant }) => ({ id, name: `${tenant} life ${id}` })),
          // A command names the task that it is about.
          ...lives.flatMap(({ id, tasks }) =>
            ofTasks ? tasks.map(({ task }) => ({ id, name: `task of ${id}`, task })) : [],
          ),
          never,
        ];
      case 'file':
      case 'participant':
        return [
          ...elsewhere(people).map(({ id, tenant, situation }) => ({ id, name: `${tenant} ${situation} ${id}` })),
          never,
        ];
      case 'programme':
        return [...elsewhere(programmes).map(({ id }) => ({ id, name: id })), never];
      case 'coach':
        return [...coaches.map((id) => ({ id, name: id })), never];
      case 'message':
        return [
          ...[
            ...this.messages.filter((each) => this.isOfAFormerCase(each)).slice(0, 8),
            ...this.messages.filter((_each, nth) => nth % 7 === 0).slice(0, 24),
          ].map(({ id }) => ({ id, name: `message ${id}` })),
          never,
        ];
      default:
        return [{ id: uuidOf('never', 'nothing'), name: 'never' }];
    }
  }
}
