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

/** The first part of the path under which an aggregate's commands and queries lie. */
export const PLURAL: Readonly<Record<AggregateName, string>> = {
  agency: 'agencies',
  template: 'templates',
  programme: 'programmes',
  cohort: 'cohorts',
  participant: 'participants',
  trajectory: 'trajectories',
  coach: 'coaches',
};

/** Sent by people and services: whatever is for the program alone has no route. */
export const isPublic = ({ roles }: CommandDefinition): boolean => roles.some((role) => role !== 'SYSTEM');

/** The path of a command's route; one that begins a stream has no id in it. */
export const pathOfCommand = ({ aggregate, name, creates }: CommandDefinition): string =>
  creates ? `/${PLURAL[aggregate]}/${kebab(name)}` : `/${PLURAL[aggregate]}/{id}/${kebab(name)}`;

/** `HoldIntake` → `hold-intake`. */
export const kebab = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
