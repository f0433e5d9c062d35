import { type EventCatalogue } from '@overstap/kernel';
import { type TemplateDefinition } from '../definition.js';
import { type Finding } from '../problem.js';

/** What a rule may know beside the template itself. */
export interface LintContext {
  readonly events: EventCatalogue;
  /** Paths, joined with dots, of durations that the file writes in ISO-8601. */
  readonly iso: ReadonlySet<string>;
  /** The reasons for which the law stops a deadline, by its code: a legal parameter. */
  readonly lawfulPauses: (deadline: string) => readonly string[];
}

/** A named rule: what it forbids, and where the template does it. */
export interface LintRule {
  readonly name: string;
  readonly forbids: string;
  findings(template: TemplateDefinition, context: LintContext): Iterable<Finding>;
}
