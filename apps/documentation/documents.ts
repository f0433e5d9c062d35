import { LINT_RULES, TEMPLATE_FILE_SCHEMA } from '@overstap/mobility';
import { commandsDocument } from './commands.js';
import { privacyClasses, privacyOfEvents, privacyOfQueries } from './privacy.js';
import { code, table } from './table.js';
import { verbsTable } from './verbs.js';

/** The lint rules of templates with what each forbids. */
const lintRules = (): string =>
  table(
    ['Rule', 'Forbids'],
    LINT_RULES.map(({ name, forbids }) => [code(name), forbids]),
  );

/** What code knows better than people: whole documents, and parts of others between `<!-- made: name -->` and `<!-- end -->`. */
const WHOLE: Readonly<Record<string, () => string>> = {
  'docs/commands.md': commandsDocument,
  'docs/template.schema.json': () => `${JSON.stringify(TEMPLATE_FILE_SCHEMA, null, 2)}\n`,
};
const PARTS: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'docs/templates.md': { 'lint rules': lintRules },
  'docs/privacy.md': {
    'privacy classes': privacyClasses,
    'privacy of queries': privacyOfQueries,
    'privacy of events': privacyOfEvents,
  },
  'README.md': { verbs: verbsTable },
};

/** The files that hold something made, as they should read; `read` gives them as they are. */
export function madeDocuments(
  read: (path: string) => string,
): readonly { readonly path: string; readonly text: string }[] {
  return [
    ...Object.entries(WHOLE).map(([path, make]) => ({ path, text: make() })),
    ...Object.entries(PARTS).map(([path, parts]) => ({ path, text: withParts(read(path), path, parts) })),
  ];
}

function withParts(text: string, path: string, parts: Readonly<Record<string, () => string>>): string {
  return Object.entries(parts).reduce((before, [name, make]) => {
    const [begin, end] = [`<!-- made: ${name} -->\n`, '\n<!-- end -->'];
    const from = before.indexOf(begin);
    const to = before.indexOf(end, from);
    if (from < 0 || to < 0) throw new Error(`${path} lacks the marks ${begin.trim()} and ${end.trim()}`);
    return `${before.slice(0, from + begin.length)}\n${make()}\n${before.slice(to)}`;
  }, text);
}
