import { basename } from 'node:path';
import { EXIT, type ExitCode, WrongUsage } from '../exit-codes.js';
import { pathOf, type ProgramClient } from '../program/program-client.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { bytesOf } from '../text/files.js';
import { type Imported, importText } from '../text/import-text.js';
import { answer, type AnswerOptions } from './answer.js';

export interface ImportOptions extends AnswerOptions {
  readonly programme: string;
  readonly dryRun?: boolean;
  readonly cohort?: string;
  readonly map: readonly string[];
}

const LOOK_EVERY_MS = 1_000;

/** Brings the people of an employer's export into a programme, or with `--dry-run` says what that would do. */
export async function importFile(file: string, options: ImportOptions, around: Surroundings): Promise<ExitCode> {
  const { programme, cohort, map } = options;
  const mapping = mappingOf(map);
  const bytes = await bytesOf(file, around);
  return withProgram(around, async (program) => {
    const imports = pathOf('programmes', programme, 'imports');
    const parameters = {
      dryRun: options.dryRun === true,
      cohort,
      fileName: basename(file),
      mapping: map.length > 0 ? JSON.stringify(mapping) : undefined,
    };
    const imported = await watched(
      program.post(imports, bytes, { parameters }) as Promise<Imported>,
      () => program.look(`${imports}/progress`),
      around,
    );
    await answer(around, options, imported, () => importText(imported, programme));
    return imported.rejected > 0 ? EXIT.someRefused : EXIT.done;
  });
}

/** `Header=field`; a header may itself have `=` in it, a field has none. */
function mappingOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      if (at < 1 || at === pair.length - 1)
        throw new WrongUsage(
          '--map',
          '--map says what a column is: write --map "Personeelsnr=externalId", header first, once for each column.',
        );
      return [pair.slice(0, at), pair.slice(at + 1)] as const;
    }),
  );
}

/** Waits for the import, and tells meanwhile how far it is whenever that has changed. */
async function watched<T>(importing: Promise<T>, look: () => Promise<unknown>, around: Surroundings): Promise<T> {
  let over = false;
  const ended = importing.then(
    () => undefined,
    () => undefined,
  );
  void ended.then(() => (over = true));
  let told = '';
  while (!over) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS).unref())]);
    if (over) break;
    // An answer that does not come says nothing about the import, which is still awaited.
    const { done, of } =
      ((await Promise.race([ended, look().catch(() => undefined)])) as Partial<Progress> | undefined) ?? {};
    const line = of ? `${done} of ${of} people` : '';
    if (line && line !== told) around.say(line);
    told = line;
  }
  return importing;
}

interface Progress {
  readonly done: number;
  readonly of: number;
}

export interface UndoOptions extends Omit<ImportOptions, 'map'> {
  readonly reason: string;
  readonly map?: readonly string[];
}

/** Takes an import back, as long as nobody of it was contacted. */
export function undoImport(batch: string, options: UndoOptions, around: Surroundings): Promise<ExitCode> {
  // The options of `import` are understood here too; those that would promise something else are refused.
  if (options.dryRun) throw new WrongUsage('--dry-run', '--dry-run cannot stand beside undo: leave it out.');
  if (options.cohort !== undefined || (options.map ?? []).length > 0)
    throw new WrongUsage('--cohort', 'undo takes a whole batch back: leave --cohort and --map out.');
  const { programme, reason } = options;
  return withProgram(around, async (program: ProgramClient) => {
    const undone = await program.post(pathOf('programmes', programme, 'imports', batch, 'undo'), { reason });
    const { undone: people } = undone as { readonly undone?: number };
    return answer(
      around,
      options,
      undone,
      () => `The import is undone${people === undefined ? '' : `: ${people} people taken out`}.\n`,
    );
  });
}
