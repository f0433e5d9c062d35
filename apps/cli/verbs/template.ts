import { localDateOf } from '@overstap/calendar';
import {
  EVENT_CATALOGUE,
  formatProblem,
  HOME_ZONE,
  loadTemplate,
  standAlone,
  type TemplateDefinition,
  type TemplateParts,
} from '@overstap/mobility';
import { shippedParts } from '../../program/template-files.js';
import { EXIT, type ExitCode, Failure } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { bytesOf, textOf } from '../text/files.js';
import { answer, type AnswerOptions } from './answer.js';

/** Checks a template file; starts nothing. */
export async function lintTemplate(file: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  const { code, version } = checked(file, textOf(await bytesOf(file, around)));
  const found = { code, version, problems: [] };
  return answer(around, options, found, () => `${file}: template ${code}, version ${version}: no problem found.\n`);
}

/** Checks a template file and publishes it as a version that programmes can be opened on. */
export async function publishTemplate(file: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  const text = textOf(await bytesOf(file, around));
  const { code, version } = checked(file, text);
  return withProgram(around, async (program) => {
    const data = { templateId: code, text: standAlone(text, file, { ...partsOfToday(), keepsLaws: true }) };
    const published = await program.post(pathOf('templates', code, 'publish-template'), data);
    await answer(around, options, published, () => `Template ${code}, version ${version}, is published.\n`);
    return EXIT.done;
  });
}

/** A file may build on the shipped templates and blocks; it is published with them in their places. */
const partsOfToday = (): TemplateParts => shippedParts(localDateOf(HOME_ZONE, new Date().toISOString()));

/** The template of a file; throws a Failure that names every problem. */
export function checked(file: string, text: string): TemplateDefinition {
  const loaded = loadTemplate(text, file, EVENT_CATALOGUE, partsOfToday());
  if ('template' in loaded) return loaded.template;
  throw new Failure(
    loaded.problems.map(formatProblem).join('\n'),
    loaded.problems.map(({ file: at, line, rule, message, fix }) => ({
      ...(at === file ? {} : { file: at }),
      line,
      rule,
      message: `${message}; ${fix}`,
    })),
  );
}
