import { type AggregateName, type CommandDefinition, type PayloadClass, type Role } from '@overstap/kernel';

/** What the registry says of a command beside its body. */
export interface CommandRow {
  readonly roles: readonly Role[];
  /** One line for OpenAPI and the docs. */
  readonly summary: string;
  /** It begins the stream: its route has no id. */
  readonly creates?: true;
}

export const row = (roles: readonly Role[], summary: string): CommandRow => ({ roles, summary });
export const creating = (roles: readonly Role[], summary: string): CommandRow => ({ roles, summary, creates: true });

/** The registry's rows of an aggregate: the compiler asks for one row per body. */
export const commandRows = <Bodies extends Record<string, PayloadClass>>(
  aggregate: AggregateName,
  bodies: Bodies,
  rows: { readonly [Name in keyof Bodies & string]: CommandRow },
): readonly CommandDefinition[] =>
  Object.entries<CommandRow>(rows).map(([name, its]) => ({
    name,
    aggregate,
    body: bodies[name] as PayloadClass,
    ...its,
  }));
