import { type AggregateName, type CommandDefinition } from '@overstap/kernel';
import { agencyCommands } from './agency/registry.js';
import { coachCommands } from './coach/registry.js';
import { cohortCommands } from './cohort/registry.js';
import { participantCommands } from './participant/registry.js';
import { programmeCommands } from './programme/registry.js';
import { templateCommands } from './programme-template/commands.js';
import { trajectoryCommands } from './trajectory/registry.js';

/** Every command there is. Routes, OpenAPI, validation, authorisation, CLI verbs and the documentation of commands come from it. */
export const COMMANDS: readonly CommandDefinition[] = [
  ...agencyCommands,
  ...templateCommands,
  ...programmeCommands,
  ...cohortCommands,
  ...participantCommands,
  ...trajectoryCommands,
  ...coachCommands,
];

/** The field of a creating command's body that becomes the aggregate's id; an agency's id is its tenant. */
export const ID_FIELDS: Readonly<Partial<Record<AggregateName, string>>> = {
  template: 'templateId',
  programme: 'code',
  cohort: 'cohortId',
  participant: 'participantId',
  trajectory: 'trajectoryId',
  coach: 'coachId',
};

/** What a decider says of itself: the names of the commands it has a case for. */
export type CommandNames = Readonly<Record<AggregateName, { readonly handles: readonly string[] }>>;

/**
 * Throws at start, with everything that is wrong: a command without a case in its decider, a case without a command, two commands of one
 * name on an aggregate, two that begin its stream, a command that nobody may send.
 */
export function checkRegistry(commands: readonly CommandDefinition[], deciders: CommandNames): void {
  const problems = [...registryProblems(commands, deciders)];
  if (problems.length > 0) throw new Error(`The registry of commands is broken:\n${problems.join('\n')}`);
}

function* registryProblems(commands: readonly CommandDefinition[], deciders: CommandNames): Generator<string> {
  const seen = new Set<string>();
  const begins = new Map<AggregateName, string>();
  for (const { aggregate, name, roles, creates } of commands) {
    const full = `${aggregate}.${name}`;
    if (seen.has(full)) yield `Two commands are called ${full}`;
    seen.add(full);
    if (!deciders[aggregate].handles.includes(name)) yield `No case of a decider handles ${full}`;
    if (roles.length === 0) yield `Nobody may send ${full}`;
    const other = begins.get(aggregate);
    if (creates && other !== undefined) yield `Both ${aggregate}.${other} and ${full} begin its stream`;
    if (creates) begins.set(aggregate, name);
  }
  for (const [aggregate, { handles }] of Object.entries(deciders))
    for (const name of handles)
      if (!seen.has(`${aggregate}.${name}`)) yield `The registry lacks ${aggregate}.${name}, which its decider handles`;
}
