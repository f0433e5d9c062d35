import { type TemplateDefinition } from '../../programme-template/definition.js';
import { type MigrationTerms } from './command.js';

/** Terms in which everything of the same code goes on, and what has no counterpart: for somebody to say what becomes of it. */
export interface MigrationProposal {
  readonly terms: MigrationTerms;
  readonly gone: Codes;
  readonly added: Codes;
}

interface Codes {
  readonly phases: readonly string[];
  readonly deadlines: readonly string[];
  readonly tasks: readonly string[];
}

export function proposedTerms(from: TemplateDefinition, to: TemplateDefinition, reason: string): MigrationProposal {
  const [before, after] = [codesOf(from), codesOf(to)];
  return {
    terms: {
      fromTemplate: from.code,
      fromVersion: from.version,
      toTemplate: to.code,
      toVersion: to.version,
      phases: {},
      tasks: {},
      deadlines: {},
      keep: [],
      recompute: [],
      raise: [],
      reason,
    },
    gone: without(before, after),
    added: without(after, before),
  };
}

const codesOf = ({ trajectory }: TemplateDefinition): Codes => ({
  phases: trajectory.phases.map(({ id }) => id),
  deadlines: trajectory.deadlines.map(({ code }) => code),
  tasks: trajectory.tasks.map(({ code }) => code),
});

const without = (these: Codes, those: Codes): Codes => ({
  phases: these.phases.filter((id) => !those.phases.includes(id)),
  deadlines: these.deadlines.filter((code) => !those.deadlines.includes(code)),
  tasks: these.tasks.filter((code) => !those.tasks.includes(code)),
});
