import { existsSync, readFileSync } from 'node:fs';
import { type EventCatalogue } from '@overstap/kernel';
import { type TemplateDefinition } from '../programme-template/definition.js';
import { loadTemplate } from '../programme-template/loader.js';
import { type TemplateParts } from '../programme-template/parts.js';
import { formatProblem } from '../programme-template/problem.js';
import { partFile, type ShippedTemplate, templateFile } from '../templates/index.js';

const FOLDER = new URL('../templates/', import.meta.url);

/** The files that templates build on, and the law of the autumn in which tests live. */
export const templateParts: TemplateParts = {
  today: '2026-09-01',
  read: (name) => {
    const file = partFile(name);
    const at = file && new URL(file, FOLDER);
    return at && existsSync(at) ? { file, text: readFileSync(at, 'utf8') } : undefined;
  },
};

export const templateText = (name: ShippedTemplate): string =>
  readFileSync(new URL(templateFile(name), FOLDER), 'utf8');

/** A shipped template as it is published. */
export function shippedTemplate(name: ShippedTemplate, events: EventCatalogue): TemplateDefinition {
  const loaded = loadTemplate(templateText(name), templateFile(name), events, templateParts);
  if ('problems' in loaded) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded.template;
}
