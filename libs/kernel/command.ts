import { type Role } from './event.js';
import { type PayloadClass } from './fields.js';

/**
 * A row of the one registry of commands. The HTTP route (`POST /<aggregate plural>/{id}/<name in kebab case>`), OpenAPI, validation,
 * authorisation, the CLI and the documentation all come from it.
 */
export interface CommandDefinition<Name extends string = string, Body extends object = object> {
  /** Imperative, Pascal case: `HoldIntake`. */
  readonly name: Name;
  readonly aggregate: AggregateName;
  readonly body: PayloadClass<Body>;
  /** Who may send it; SYSTEM is the program's own processes. */
  readonly roles: readonly Role[];
  /** One line for OpenAPI and the docs. */
  readonly summary: string;
  /** True when it begins the aggregate's stream; its route has no id: `POST /programmes`. */
  readonly creates?: boolean;
}

export type AggregateName = 'agency' | 'template' | 'programme' | 'cohort' | 'participant' | 'trajectory' | 'coach';

/** A command as a decider receives it: the registry's name and the validated body. */
export interface Command<Name extends string = string, Body extends object = object> {
  readonly type: Name;
  readonly data: Body;
}

/** The union of commands that a table of body classes declares. */
export type CommandsOf<Bodies extends Record<string, PayloadClass>> = {
  [Name in keyof Bodies & string]: Command<Name, InstanceType<Bodies[Name]>>;
}[keyof Bodies & string];

export const streamOf = (aggregate: AggregateName, id: string): string => `${aggregate}-${id}`;

/** `HoldIntake` → `hold-intake`. */
export const kebab = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
