import { type EventCatalogue } from '@overstap/kernel';
import { type TemplateDefinition } from './definition.js';
import { compose } from './composition.js';
import { LINT_RULES } from './lint/index.js';
import { legalParametersOf, NO_PARTS, pausesByLaw, type TemplateParts } from './parts.js';
import { type Finding, type TemplateProblem } from './problem.js';
import { readDefinition } from './reading.js';
import { shapeFindings } from './shape.js';
import { LONGEST_TEMPLATE } from './source.js';

export type LoadedTemplate =
  { readonly template: TemplateDefinition } | { readonly problems: readonly TemplateProblem[] };

/**
 * Reads the text of a template file. It is checked in three steps, each only when the one before found nothing: YAML and the parts that it
 * builds on, shape, and what the lint rules forbid. Problems come in the order of their files and lines. `events` is what it may name,
 * `parts` what it may build on.
 */
export function loadTemplate(
  text: string,
  file: string,
  events: EventCatalogue,
  parts: TemplateParts = NO_PARTS,
): LoadedTemplate {
  if (text.length > LONGEST_TEMPLATE)
    return only(
      file,
      'too-long',
      `the file has more than ${LONGEST_TEMPLATE} characters`,
      'check that this is a template',
    );
  const { value, placeOf, problems: broke } = compose(text, file, parts);
  const placed = (rule: string, { path, message, fix }: Finding): TemplateProblem => ({
    ...placeOf(path),
    rule,
    message,
    fix,
  });
  if (broke.length > 0) return problems(broke);

  const shape = shapeFindings(value);
  if (shape.length > 0) return problems(shape.map((finding) => placed(finding.rule, finding)));

  const { definition, findings, iso } = readDefinition(value);
  if (findings.length > 0) return problems(findings.map((finding) => placed('duration', finding)));

  const lawfulPauses = (code: string) => pausesByLaw(legalParametersOf(parts), code, parts.today);
  const context = { events, iso, lawfulPauses };
  const broken = LINT_RULES.flatMap((rule) =>
    [...rule.findings(definition, context)].map((finding) => placed(rule.name, finding)),
  );
  return broken.length > 0 ? problems(broken) : { template: definition };
}

const problems = (found: readonly TemplateProblem[]): LoadedTemplate => ({
  problems: found.toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)),
});

const only = (file: string, rule: string, message: string, fix: string): LoadedTemplate =>
  problems([{ file, line: 1, rule, message, fix }]);
