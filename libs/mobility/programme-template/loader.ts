import { type EventCatalogue } from '@overstap/kernel';
import { type TemplateDefinition } from './definition.js';
import { LINT_RULES } from './lint/index.js';
import { type Finding, type TemplateProblem } from './problem.js';
import { readDefinition } from './reading.js';
import { shapeFindings } from './shape.js';
import { LONGEST_TEMPLATE, readSource } from './source.js';

export type LoadedTemplate =
  { readonly template: TemplateDefinition } | { readonly problems: readonly TemplateProblem[] };

/**
 * Reads the text of a template file. It is checked in three steps, each only when the one before found nothing: YAML, shape,
 * and what the lint rules forbid. Problems come in the order of their lines. `events` is what it may name.
 */
export function loadTemplate(text: string, file: string, events: EventCatalogue): LoadedTemplate {
  if (text.length > LONGEST_TEMPLATE)
    return only(
      file,
      'too-long',
      `the file has more than ${LONGEST_TEMPLATE} characters`,
      'check that this is a template',
    );
  const source = readSource(text);
  const placed = (rule: string, { path, message, fix }: Finding): TemplateProblem => ({
    file,
    line: source.lineOf(path),
    rule,
    message,
    fix,
  });
  if (source.errors.length > 0)
    return problems(
      source.errors.map(({ line, message }) => ({ file, line, rule: 'yaml', message, fix: 'correct the YAML' })),
    );

  const shape = shapeFindings(source.value);
  if (shape.length > 0) return problems(shape.map((finding) => placed(finding.rule, finding)));

  const { definition, findings, iso } = readDefinition(source.value);
  if (findings.length > 0) return problems(findings.map((finding) => placed('duration', finding)));

  const broken = LINT_RULES.flatMap((rule) =>
    [...rule.findings(definition, { events, iso })].map((finding) => placed(rule.name, finding)),
  );
  return broken.length > 0 ? problems(broken) : { template: definition };
}

const problems = (found: readonly TemplateProblem[]): LoadedTemplate => ({
  problems: found.toSorted((a, b) => a.line - b.line),
});

const only = (file: string, rule: string, message: string, fix: string): LoadedTemplate =>
  problems([{ file, line: 1, rule, message, fix }]);
