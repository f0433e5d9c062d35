import { cohortTemplate } from '@overstap/cohort-files';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { type Surroundings } from '../surroundings.js';

export interface CohortTemplateOptions {
  readonly language?: 'nl' | 'en';
  readonly json?: boolean;
}

/** `overstap cohort template > people.csv`: what an employer fills in and `overstap import` reads. Starts nothing. */
export async function showCohortTemplate(
  { language = 'nl', json }: CohortTemplateOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const csv = cohortTemplate(language);
  await around.write(json ? `${JSON.stringify({ language, csv })}\n` : csv);
  return EXIT.done;
}
