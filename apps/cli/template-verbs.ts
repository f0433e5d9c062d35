import { type Command } from 'commander';
import { type AnswerOptions } from './verbs/answer.js';
import { type MigrateOptions, type PlanOptions } from './verbs/migration.js';
import { type Verbs } from './verb.js';

/** Templates: checking, publishing, and bringing running trajectories to another version. */
export function addTemplateVerbs(program: Command, verbs: Verbs): void {
  const template = verbs.add(program, 'template', 'Programme templates');
  verbs.does<AnswerOptions>(
    verbs.add(template, 'lint', 'Check a template file; starts nothing').argument('<file>', 'a YAML file'),
    async ([file = ''], options, around) => (await import('./verbs/template.js')).lintTemplate(file, options, around),
  );
  verbs.does<AnswerOptions>(
    verbs.add(template, 'publish', 'Publish a version of a template').argument('<file>', 'a YAML file'),
    async ([file = ''], options, around) =>
      (await import('./verbs/template.js')).publishTemplate(file, options, around),
  );
  const plan = verbs
    .add(template, 'plan-migration', 'Write a plan for running trajectories to go on under another version or template')
    .argument('<from>', 'the template and version they are on, such as IND-6@1')
    .argument('<to>', 'the template and version to go to, such as IND-6@2')
    .requiredOption('--reason <text>', 'why they are migrated')
    .option('--programme <code>', 'only the trajectories of this programme')
    .option('--trajectory <id>', 'only this trajectory');
  verbs.does<PlanOptions>(plan, async ([from = '', to = ''], options, around) =>
    (await import('./verbs/migration.js')).planMigration(from, to, options, around),
  );
  const migrate = verbs
    .add(template, 'migrate', 'Show what a plan would do, then carry it out by the hash that is answered')
    .argument('[plan]', 'the plan as a JSON file; - is standard input')
    .option('--dry-run', 'show what the plan would do to every running trajectory, and change nothing')
    .option('--apply <hash>', 'carry out the dry run that has this hash; the same again carries on')
    .option('--report <hash>', 'how that went, or how far it is');
  verbs.does<MigrateOptions>(migrate, async ([file], options, around) =>
    (await import('./verbs/migration.js')).migrate(file, options, around),
  );
}
