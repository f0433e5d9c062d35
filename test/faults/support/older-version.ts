import { appendFileSync, cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from '../../support/postgres.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The worker of a version in which a type of event had not been thought of yet: what was compiled, without it. Answers its main file. */
export function olderWorker(unknownType: string): string {
  const directory = temporaryDirectory('older');
  cpSync(join(ROOT, 'dist'), join(directory, 'dist'), { recursive: true });
  for (const name of ['node_modules', 'libs']) symlinkSync(join(ROOT, name), join(directory, name));
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  const catalogue = join(directory, 'dist/libs/mobility/event-catalogue.js');
  appendFileSync(catalogue, `\nEVENT_CATALOGUE.delete(${JSON.stringify(unknownType)});\n`);
  const main = join(directory, 'dist/apps/worker/older.js');
  writeFileSync(
    main,
    `import { run } from '../program/run.js';
await run({ serves: false, follows: true, sends: true }, () => 'The Overstap worker runs.');`,
  );
  return main;
}
