import { type AggregateCommand, commandIdOf, type CommandOutcome } from '@overstap/commands';
import {
  type Actor,
  type AggregateName,
  type CommandDefinition,
  fieldsOf,
  type LocalDate,
  type Role,
  validate,
} from '@overstap/kernel';
import { COMMANDS, type TrajectoryState } from '@overstap/mobility';
import { DEFAULT_TENANT, type Program, SYSTEM } from '../../program/program.js';
import { PLANNERS, TEAMS } from './agency.js';
import { type Act, type Life, TrajectoryLife } from './life.js';

const DEFINITIONS = new Map(COMMANDS.map((each) => [`${each.aggregate}.${each.name}`, each]));
/** Bodies that take the day of what has no date of its own. */
const BACKDATED = new Set(
  COMMANDS.filter(({ body }) => fieldsOf(body).some(({ name }) => name === 'occurredOn')).map(({ body }) => body),
);

function definitionOf(aggregate: AggregateName, type: string): CommandDefinition {
  const definition = DEFINITIONS.get(`${aggregate}.${type}`);
  if (!definition) throw new Error(`There is no command ${aggregate}.${type}`);
  return definition;
}

/** The body as it is sent; throws where the story does not know its own commands. */
export function bodyOf({ aggregate, name, body }: CommandDefinition, data: object, on?: LocalDate): object {
  const checked = validate(body, on !== undefined && BACKDATED.has(body) ? { occurredOn: on, ...data } : data);
  if ('problems' in checked)
    throw new Error(`The demo's ${aggregate}.${name} is not valid: ${JSON.stringify(checked)}`);
  return checked.value;
}

/** Where what happened is told: every command of the demo passes here, valid, under the name of whoever would send it. */
export class Counter {
  sent = 0;

  constructor(private readonly program: Program) {}

  async tell(life: Life, act: Act): Promise<void> {
    const { aggregate, id } = life;
    const { state } = await this.program.aggregates.known(DEFAULT_TENANT, aggregate, id);
    const data = typeof act.data === 'function' ? act.data(state as TrajectoryState) : act.data;
    if (!data) return;
    const definition = definitionOf(aggregate, act.type);
    const actor = actorOf(act.by ?? definition.roles[0] ?? 'SYSTEM', life);
    // What the state does not allow any more, such as a late note after a closure, is left out, as it would be at a real counter.
    await this.handle(definition, id, bodyOf(definition, data, act.on), actor);
  }

  /** A command of the agency's own; it must not be refused. */
  async send(aggregate: AggregateName, id: string, type: string, data: object): Promise<void> {
    const definition = definitionOf(aggregate, type);
    const outcome = await this.handle(definition, id, bodyOf(definition, data), SYSTEM);
    if (outcome.outcome === 'refused') throw new Error(`${type} of ${id}: ${outcome.refusal.message}`);
  }

  private handle(
    { aggregate, name: type }: CommandDefinition,
    id: string,
    data: object,
    actor: Actor,
  ): Promise<CommandOutcome> {
    this.sent += 1;
    const commandId = commandIdOf('demo', id, type, String(this.sent));
    const command: AggregateCommand = { tenant: DEFAULT_TENANT, aggregate, id, type, data, actor, commandId };
    return this.program.commands.handle(command);
  }
}

function actorOf(role: Role, life: Life): Actor {
  const person = life instanceof TrajectoryLife ? life : undefined;
  const ids: Partial<Record<Role, string | undefined>> = {
    COACH: person?.coach,
    PARTICIPANT: person?.participant,
    PLANNER: life.programme.planner ?? PLANNERS[life.programme.code.length % PLANNERS.length],
    PROGRAMME_MANAGER: life.programme.manager,
    EMPLOYER_HR: `hr-${life.programme.code.toLowerCase()}`,
    TEAM_LEAD: (TEAMS.find(({ coaches }) => coaches.some((coach) => coach === person?.coach)) ?? TEAMS[0]).teamId,
  };
  const id = ids[role];
  return id === undefined ? SYSTEM : { type: role, id };
}
