import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from '../../support/postgres.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The main files of a version before the one that was built here. */
export interface OlderVersion {
  readonly worker: string;
  readonly api: string;
}

/** What was compiled, with some of its files changed: by name, how. */
function changed(changes: Readonly<Record<string, (compiled: string) => string>>): OlderVersion {
  const directory = temporaryDirectory('older');
  cpSync(join(ROOT, 'dist'), join(directory, 'dist'), { recursive: true });
  for (const name of ['node_modules', 'libs']) symlinkSync(join(ROOT, name), join(directory, name));
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  for (const [name, change] of Object.entries(changes)) {
    const file = join(directory, 'dist/libs', name);
    const compiled = readFileSync(file, 'utf8');
    const older = change(compiled);
    if (older === compiled) throw new Error(`${name} is not what it was: what is to be changed in it is not there`);
    writeFileSync(file, older);
  }
  // Not in the place of main.js, which is put together from what is as it was.
  const main = (part: string, run: string): string => {
    const file = join(directory, 'dist/apps', part, 'older.js');
    writeFileSync(file, `import { run } from '../program/run.js';\nawait run(${run});\n`);
    return file;
  };
  return {
    worker: main('worker', `{ serves: false, follows: true, sends: true }, () => 'The Overstap worker runs.'`),
    api: main('api', `{ serves: true, follows: false, sends: false }, () => 'The Overstap api runs.'`),
  };
}

/** A version in which a type of event had not been thought of yet. */
export const versionWithout = (eventType: string): OlderVersion =>
  changed({
    'mobility/event-catalogue.js': (compiled) => `${compiled}\nEVENT_CATALOGUE.delete(${JSON.stringify(eventType)});\n`,
  });

/** A column that the older version does not have yet, and its read model. */
export const ADDED = { model: 'coach_list', column: 'max_complexity' } as const;

/**
 * A version of which some read models are one version behind: it has `jsonb` where `json` is now, which it does not know, and one of them has a column less.
 */
export const versionWithOlderReadModels = (): OlderVersion =>
  changed({
    'projections/runner/columns.js': (compiled) => compiled.replace(/^\s*114: .*$/m, ''),
    'projections/read-models/coach-list/table.js': (compiled) => `${compiled}\ndelete COLUMNS.${ADDED.column};\n`,
    'projections/read-models/index.js': (compiled) => `${compiled}
for (const model of readModels) {
  const lacks = model.name === '${ADDED.model}';
  const columns = Object.entries(model.columns);
  if (!lacks && !columns.some(([, type]) => type === 'json')) continue;
  model.version -= 1;
  model.columns = Object.fromEntries(columns.map(([name, type]) => [name, type === 'json' ? 'jsonb' : type]));
  if (!lacks) continue;
  const { apply } = model;
  const putInto = (rows) => (id, { ${ADDED.column}: _, ...row }) => rows.put(id, row);
  model.apply = (rows, event) => apply({ get: (id) => rows.get(id), put: putInto(rows) }, event);
}
`,
  });
