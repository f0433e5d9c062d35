import { calendarNamed, instantAt, localDateOf } from '@overstap/calendar';
import {
  type Actor,
  type FoldedEvent,
  type Instant,
  isRefusal,
  type PayloadClass,
  type Refusal,
  validate,
} from '@overstap/kernel';
import { EVENT_CATALOGUE } from '../event-catalogue.js';
import { type TemplateDefinition } from '../programme-template/definition.js';
import { type ShippedTemplate } from '../templates/index.js';
import { nextDueAt } from '../workflow/due.js';
import { trajectory, type TrajectoryCommand } from '../trajectory/decider.js';
import {
  statusOf,
  type TrajectoryEvent,
  type TrajectoryState,
  type TrajectoryStatus,
  UNKNOWN_TRAJECTORY,
} from '../trajectory/state.js';
import { TRAJECTORY_DECISIONS } from '../trajectory/commands.js';
import { FACTS } from '../trajectory/facts.js';
import { type ClockState, type TaskState } from '../workflow/state.js';
import { Tellings } from './tellings.js';
import { legalParametersOf } from '../programme-template/parts.js';
import { shippedTemplate, templateParts } from './template-files.js';
import { type TrajectoryWorld } from '../trajectory/world.js';

const ZONE = 'Europe/Amsterdam';
const COACH: Actor = { type: 'COACH', id: 'coach-1' };

const TEMPLATES = new Map<ShippedTemplate, TemplateDefinition>();

function templateOf(code: ShippedTemplate): TemplateDefinition {
  const known = TEMPLATES.get(code);
  if (known) return known;
  const template = shippedTemplate(code, EVENT_CATALOGUE);
  TEMPLATES.set(code, template);
  return template;
}

/** The law as the program ships it. */
const LAWS = legalParametersOf(templateParts);

export function worldOf(code: ShippedTemplate, closedDays: readonly string[] = []): TrajectoryWorld {
  const calendar = calendarNamed('nl', closedDays);
  if (isRefusal(calendar)) throw new Error(calendar.message);
  const template = templateOf(code);
  return {
    template,
    calendar,
    landing: template.landing,
    programmeOpen: true,
    catalogue: EVENT_CATALOGUE,
    parameters: LAWS,
  };
}

/** One trajectory lived through: commands at their own time, and in between everything that time brings. */
export class TrajectoryLife {
  state: TrajectoryState = UNKNOWN_TRAJECTORY;
  readonly events: FoldedEvent<TrajectoryEvent>[] = [];
  now: Instant = '';
  /** What people record, in short. */
  readonly say = new Tellings(this);
  /** Off where thousands of events are checked elsewhere. */
  checksShapes = true;
  private ids = 0;

  constructor(public world: TrajectoryWorld) {}

  get today(): string {
    return localDateOf(ZONE, this.now);
  }

  get status(): TrajectoryStatus {
    return statusOf(this.state);
  }

  clock(id: string): ClockState | undefined {
    return this.state.workflow.clocks[id];
  }

  task(id: string): TaskState | undefined {
    return this.state.workflow.tasks[id];
  }

  /** The rungs of a clock that fired, in order, whatever the generation. */
  fired(clockId: string): string[] {
    return this.of('RungFired')
      .filter(({ data }) => data.clockId === clockId)
      .map(({ data }) => data.rung);
  }

  /** Lets time pass up to 10:00 on a day; each moment that something falls due is visited. */
  until(date: string, time = '10:00'): this {
    const target = instantAt(ZONE, date, time);
    for (
      let next = nextDueAt(this.state.workflow);
      next !== undefined && next <= target;
      next = nextDueAt(this.state.workflow)
    ) {
      this.now = next > this.now ? next : this.now;
      this.send({ type: 'FallDue', data: {} }, { type: 'SYSTEM', id: 'reminders' });
    }
    this.now = target;
    return this;
  }

  /** Lets the program be down until then: nothing happens on the way. */
  sleepUntil(date: string, time = '10:00'): this {
    this.now = instantAt(ZONE, date, time);
    return this;
  }

  send(command: TrajectoryCommand, actor: Actor = COACH): readonly TrajectoryEvent[] {
    requireBody(command);
    const decided = this.attempt(command, actor);
    if (isRefusal(decided)) throw new Refused(command.type, decided);
    return decided;
  }

  attempt(command: TrajectoryCommand, actor: Actor = COACH, account?: string): readonly TrajectoryEvent[] | Refusal {
    const decided = trajectory.decide(command, this.state, this.world, {
      now: this.now,
      actor,
      ...(account === undefined ? {} : { account }),
      newId: () => `id-${++this.ids}`,
    });
    if (isRefusal(decided)) return decided;
    for (const event of decided) {
      if (this.checksShapes) requireShape(event);
      const id = `e-${++this.ids}`;
      const folded = { ...event, id, recordedAt: this.now, actor };
      this.events.push(folded);
      this.state = trajectory.evolve(this.state, folded);
    }
    return decided;
  }

  types(): string[] {
    return this.events.map(({ type }) => type);
  }

  of<Type extends TrajectoryEvent['type']>(type: Type): Extract<TrajectoryEvent, { type: Type }>[] {
    return this.events.filter((event) => event.type === type) as never;
  }

  refer(extra: object = {}): this {
    return this.tell('ReferParticipant', {
      trajectoryId: 't-1',
      participantId: 'p-1',
      programmeId: 'REORG-2026',
      templateId: this.world.template.code,
      templateVersion: 1,
      referredOn: this.now.slice(0, 10),
      source: 'IMPORT',
      origin: 'IMPOSED',
      ...extra,
    });
  }

  tell(type: TrajectoryCommand['type'], data: object, actor: Actor = COACH): this {
    this.send({ type, data } as TrajectoryCommand, actor);
    return this;
  }

  /** The code of the refusal that a command meets; undefined when it is carried out. */
  refusal(attempt: (life: this) => unknown): string | undefined {
    try {
      attempt(this);
      return undefined;
    } catch (error) {
      if (error instanceof Refused) return error.refusal.code;
      throw error;
    }
  }
}

/** An event that does not keep the rules of its own payload could be stored, and then no reader would understand it. */
export function requireShape({ type, data }: { readonly type: string; readonly data: object }): void {
  const definition = EVENT_CATALOGUE.get(type);
  const checked = definition && validate(definition.payload, data);
  if (!checked) throw new Error(`${type} is not in the catalogue`);
  if ('problems' in checked) throw new Error(`${type}: ${JSON.stringify(checked.problems)}`);
}

class Refused extends Error {
  constructor(
    command: string,
    readonly refusal: Refusal,
  ) {
    super(`${command}: ${refusal.code} ${refusal.field ?? ''}`);
  }
}

const BODIES: Readonly<Record<string, PayloadClass>> = {
  ...TRAJECTORY_DECISIONS,
  ...Object.fromEntries(Object.entries(FACTS).map(([name, { body }]) => [name, body as PayloadClass])),
};

function requireBody({ type, data }: TrajectoryCommand): void {
  const body = BODIES[type];
  const checked = body && validate(body, data);
  if (!checked || 'problems' in checked) throw new Error(`${type} is told wrongly: ${JSON.stringify(checked)}`);
}
