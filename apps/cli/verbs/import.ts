import { basename } from 'node:path';
import { EXIT, type ExitCode, WrongUsage } from '../exit-codes.js';
import { pathOf, type ProgramClient } from '../program/program-client.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { bytesOf } from '../text/files.js';
import { type Imported, importText } from '../text/import-text.js';
import { answer, type AnswerOptions } from './answer.js';
import { watched } from './watched.js';

export interface ImportOptions extends AnswerOptions {
  readonly programme: string;
  readonly dryRun?: boolean;
  readonly cohort?: string;
  readonly map: readonly string[];
}

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
