import { type OutcomeReport, reportTable } from '@overstap/projections';
import { EXIT, type ExitCode, WrongUsage } from '../exit-codes.js';
import { pathOf } from '../program/program-client.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { answer, type AnswerOptions } from './answer.js';

export interface ReportOptions extends AnswerOptions {
  readonly asOf: string;
  readonly csv?: boolean;
}

/** The outcome figures of a programme, as a table, JSON or CSV. */
export function report(code: string, options: ReportOptions, around: Surroundings): Promise<ExitCode> {
  const { asOf, json, csv } = options;
  if (json && csv) throw new WrongUsage('--csv', '--csv and --json cannot stand together: write one of them.');
  const path = pathOf('programmes', code, 'report');
  return withProgram(around, async (program) => {
    if (csv) {
      await around.write(await program.getText(path, { asOf, format: 'csv' }));
      return EXIT.done;
    }
    const found = (await program.get(path, { asOf })) as OutcomeReport;
    if (found.asOf !== asOf) around.say(`The program’s clock has not come to ${asOf}: answered as of ${found.asOf}.`);
    return answer(around, options, found, () => `${reportTable(found).trimEnd()}\n`);
  });
}
