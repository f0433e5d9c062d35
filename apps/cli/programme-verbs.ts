import { type Command, Option } from 'commander';
import { AS } from './verbs/acting.js';
import { type AnswerOptions } from './verbs/answer.js';
import { type ImportOptions, type UndoOptions } from './verbs/import.js';
import { type PageOptions } from './verbs/pages.js';
import { type OpenOptions, type PlanOptions } from './verbs/programme.js';
import { type ReportOptions } from './verbs/report.js';
import { type SendOptions } from './verbs/send.js';
import { type ActingOptions, type PhaseOptions } from './verbs/trajectory.js';
import { type ReleaseOptions, type WaveOptions } from './verbs/wave.js';
import { paged, repeatable, type Verbs } from './verb.js';

const DISCLOSURE = ['AGGREGATE_ONLY', 'STATUS', 'COMPLIANCE'];

/** From an employer's file to a figure: programmes, imports, waves, trajectories and reports. */
export function addProgrammeVerbs(program: Command, verbs: Verbs): void {
  addProgrammes(program, verbs);
  addImports(program, verbs);

  const wave = verbs.add(program, 'wave', 'The waves of a cohort');
  const release = verbs
    .add(wave, 'release', 'Invite everybody of a wave')
    .argument('<number>', 'the wave, from 1')
    .requiredOption('--programme <code>', 'the programme, such as REORG-2026')
    .option('--on <date>', 'the day of the invitation; today without it')
    .option('--no-wait', 'do not wait until everybody is invited');
  verbs.does<ReleaseOptions>(release, async ([number = ''], options, around) =>
    (await import('./verbs/wave.js')).releaseWave(number, options, around),
  );
  verbs.does<WaveOptions>(
    verbs
      .add(wave, 'show', 'How far the invitations of a wave are')
      .argument('<number>', 'the wave, from 1')
      .requiredOption('--programme <code>', 'the programme, such as REORG-2026'),
    async ([number = ''], options, around) => (await import('./verbs/wave.js')).showWave(number, options, around),
  );

  const report = verbs
    .add(program, 'report', 'The outcome figures of a programme as of a day')
    .argument('<code>', 'the programme, such as REORG-2026')
    .requiredOption('--as-of <date>', 'the day that the figures are about, such as 2027-06-30')
    .option('--csv', 'answer as CSV');
  verbs.does<ReportOptions>(report, async ([code = ''], options, around) =>
    (await import('./verbs/report.js')).report(code, options, around),
  );

  addTrajectories(program, verbs);
}

function addProgrammes(program: Command, verbs: Verbs): void {
  const programme = verbs.add(program, 'programme', 'The programmes of the agency');
  const open = verbs
    .add(programme, 'open', 'Open a programme for an employer')
    .argument('<code>', 'what people call it: letters, digits and - _ . only, at most 60')
    .requiredOption('--employer <name>', 'name or id of the employer; a new name is registered')
    .requiredOption('--template <id>', 'the programme template, such as IND-6')
    .requiredOption('--starts <date>', 'the first day, such as 2026-09-01')
    .option('--ends <date>', 'the last day')
    .addOption(
      new Option('--disclosure <profile>', 'what the employer may see; as the template says without it').choices(
        DISCLOSURE,
      ),
    );
  verbs.does<OpenOptions>(open, async ([code = ''], options, around) =>
    (await import('./verbs/programme.js')).openProgramme(code, options, around),
  );
  verbs.does<PageOptions>(paged(verbs.add(programme, 'list', 'Every programme')), async (_args, options, around) =>
    (await import('./verbs/programme.js')).listProgrammes(options, around),
  );
  verbs.does<AnswerOptions>(
    verbs
      .add(programme, 'show', 'What is agreed for a programme')
      .argument('<code>', 'the programme, such as REORG-2026'),
    async ([code = ''], options, around) => (await import('./verbs/programme.js')).showProgramme(code, options, around),
  );
  addPlans(programme, verbs);
}

const SECTIONS = ['GOALS', 'PROFILE', 'SEARCH', 'OFFERS', 'TRAINING', 'PLACEMENT'];

function addPlans(programme: Command, verbs: Verbs): void {
  const plans = paged(verbs.add(programme, 'plans', 'Search and plans of its people, each under a pseudonym'))
    .argument('<code>', 'the programme, such as REORG-2026')
    .addOption(
      new Option('--section <name>', 'what of them; a person has another pseudonym in each')
        .choices(SECTIONS)
        .makeOptionMandatory(),
    )
    .option(...AS);
  verbs.does<PlanOptions>(plans, async ([code = ''], options, around) =>
    (await import('./verbs/programme.js')).showPlans(code, options, around),
  );
}

function addImports(program: Command, verbs: Verbs): void {
  const importing = verbs
    .add(program, 'import', 'Bring the people of an employer’s export into a programme; nobody is invited by it')
    .argument('<file>', 'a .csv or .xlsx file; - is standard input')
    .requiredOption('--programme <code>', 'the programme, such as REORG-2026')
    .option('--dry-run', 'say what it would do, and change nothing')
    .option('--cohort <label>', 'the cohort; the programme’s own without it')
    .addOption(repeatable('--map <header=field>', 'what a column is, "Personeelsnr=externalId"; may be repeated'));
  verbs.does<ImportOptions>(importing, async ([file = ''], options, around) =>
    (await import('./verbs/import.js')).importFile(file, options, around),
  );
  const undo = verbs
    .add(importing, 'undo', 'Take an import back, as long as nobody of it was contacted')
    .argument('<batch>', 'the batch that the import named')
    .requiredOption('--reason <text>', 'why it is taken back');
  verbs.does<UndoOptions>(undo, async ([batch = ''], options, around) =>
    (await import('./verbs/import.js')).undoImport(batch, options, around),
  );
}

const PHASE_VERBS = [
  ['skip-phase', 'Leave a phase out: its tasks and clocks end with it'],
  ['reopen-phase', 'Open a phase again that is over or was skipped, with what was left of its time'],
] as const;

function addTrajectories(program: Command, verbs: Verbs): void {
  const trajectory = verbs.add(program, 'trajectory', 'One person’s trajectory');
  verbs.does<AnswerOptions>(
    verbs.add(trajectory, 'show', 'Where it stands').argument('<id>', 'the id of the trajectory'),
    async ([id = ''], options, around) => (await import('./verbs/trajectory.js')).showTrajectory(id, options, around),
  );
  verbs.does<PageOptions>(
    paged(verbs.add(trajectory, 'timeline', 'What happened on it').argument('<id>', 'the id of the trajectory')),
    async ([id = ''], options, around) => (await import('./verbs/trajectory.js')).showTimeline(id, options, around),
  );
  verbs.does<ActingOptions>(
    verbs
      .add(trajectory, 'contact', 'Who the person is and how to reach them; they read that you looked')
      .argument('<id>', 'the id of the trajectory')
      .option(...AS),
    async ([id = ''], options, around) => (await import('./verbs/trajectory.js')).showContact(id, options, around),
  );
  verbs.does<ActingOptions>(
    verbs
      .add(trajectory, 'waiting', 'Since when an answer of the coach or of the participant is waited for')
      .argument('<id>', 'the id of the trajectory')
      .option(...AS),
    async ([id = ''], options, around) => (await import('./verbs/trajectory.js')).showWaiting(id, options, around),
  );
  verbs.does<ActingOptions>(
    verbs
      .add(trajectory, 'no-shows', 'How often the participant did not come, and how often without a reason')
      .argument('<id>', 'the id of the trajectory')
      .option(...AS),
    async ([id = ''], options, around) => (await import('./verbs/trajectory.js')).showNoShows(id, options, around),
  );
  for (const [name, does] of PHASE_VERBS)
    verbs.does<PhaseOptions>(
      verbs
        .add(trajectory, name, does)
        .argument('<id>', 'the id of the trajectory')
        .argument('<phase>', 'the id of the phase in the template, such as search')
        .requiredOption('--reason <text>', 'why; it is kept with the decision')
        .option('--key <text>', 'sent again under the same key it is carried out once')
        .option(...AS),
      async ([id = '', phase = ''], options, around) =>
        (await import('./verbs/trajectory.js')).decidePhase(name, id, phase, options, around),
    );
  const send = verbs
    .add(program, 'send', 'Send any command: overstap send trajectory ID hold-intake --data \'{"on": "2026-09-10"}\'')
    .argument('<aggregate>', 'agency, template, programme, cohort, participant, trajectory or coach')
    .argument('<id>', 'whose command it is')
    .argument('<command>', 'the command in kebab case')
    .option('--data <json>', 'its fields as a JSON object, or @file.json')
    .option('--key <text>', 'sent again under the same key it is carried out once')
    .option('--if-match <revision>', 'only if nothing was changed since this revision')
    .option(...AS);
  verbs.does<SendOptions>(send, async ([aggregate = '', id = '', command = ''], options, around) =>
    (await import('./verbs/send.js')).sendCommand(aggregate, id, command, options, around),
  );
}
