import { type Command, Option } from 'commander';
import { type DueOptions } from './questions/due-options.js';
import { type CohortTemplateOptions } from './questions/cohort-template.js';
import { type SimulateOptions } from './questions/simulate-options.js';
import { type SurvivalOptions } from './questions/survival.js';
import { repeatable, type Verbs } from './verb.js';

/** Verbs that start nothing and ask no program. Each loads what it needs only when it is called. */
export function addQuestionVerbs(program: Command, verbs: Verbs): void {
  const due = verbs
    .add(program, 'due', 'When is it due, and why then? Day by day, or for a file of questions')
    .option('--from <date>', 'the day of arming, such as 2026-12-14')
    .option('--budget <duration>', 'such as "10 workingDays" or P30D')
    .option('--calendar <name>', 'nl or none')
    .addOption(repeatable('--closed <date>', 'a closing day; may be repeated'))
    .addOption(repeatable('--pause <began/ended>', 'the day a pause began and the day it ended, A/B; may be repeated'))
    .option('--cut-off <HH:mm>', 'when a working day is consumed; 17:00 without it')
    .option('--batch <file>', 'one question as JSON per line, one answer per line; - is standard input');
  verbs.does<DueOptions>(due, async (_args, options, around) =>
    (await import('./questions/due.js')).due(options, around),
  );

  const survival = verbs
    .add(program, 'survival', 'Time to landing from a file with the columns time and cause')
    .argument('<file>', 'a CSV file; - is standard input')
    .option('--horizon <days>', 'the day to which the mean is restricted; the last one observed without it');
  verbs.does<SurvivalOptions>(survival, async ([file = ''], options, around) =>
    (await import('./questions/survival.js')).survival(file, options, around),
  );

  addSimulation(program, verbs);

  const cohort = verbs.add(program, 'cohort', 'The file in which an employer names the people');
  const template = verbs
    .add(cohort, 'template', 'An empty one to fill in, with one example row')
    .addOption(new Option('--language <code>', 'of its column names; nl without it').choices(['nl', 'en']));
  verbs.does<CohortTemplateOptions>(template, async (_args, options, around) =>
    (await import('./questions/cohort-template.js')).showCohortTemplate(options, around),
  );
}

function addSimulation(program: Command, verbs: Verbs): void {
  const simulation = verbs
    .add(program, 'simulate', 'What a cohort will ask of everybody: load, deadlines at risk, reminders, landing')
    .argument('<template>', 'one that comes with the program, such as IND-6, or a template file')
    .requiredOption('--start <date>', 'the day on which the first people are invited, such as 2027-01-04')
    .option('--people <n>', 'how many', '300')
    .option('--days <n>', 'how long to look ahead', '365')
    .option(
      '--over <duration>',
      'the time over which the people come in, such as "8 calendarWeeks"; all at once without it',
    )
    .addOption(
      new Option('--hazards <name>', 'how fast people find work: by age as the trade reports it, or the same for all')
        .choices(['oval', 'flat'])
        .default('oval'),
    )
    .option('--seed <n>', 'another seed, other people and other luck', '1')
    .option(
      '--coaches <n>',
      'what if there are so many coaches, or with a sign so many fewer or more; enough for everybody at once without it',
    )
    .addOption(repeatable('--close <from/to>', 'what if the agency is closed, first and last day; may be repeated'))
    .option('--intake-within <duration>', 'what if the intake is promised within this, such as "8 calendarDays"')
    .option('--compare', 'hold it against the same people without these changes');
  verbs.does<SimulateOptions>(simulation, async ([template = ''], options, around) =>
    (await import('./questions/simulate.js')).simulate(template, options, around),
  );
}
