import { type Command } from 'commander';
import { type Verbs } from './verb.js';
import { AS } from './verbs/acting.js';
import { type AnswerOptions } from './verbs/answer.js';
import { type CaseloadOptions, type MatchOptions } from './verbs/coaches.js';

/** Who has how much on their hands, and who could take whom. */
export function addCoachVerbs(program: Command, verbs: Verbs): void {
  const coach = verbs.add(program, 'coach', 'What coaches have on their hands');
  const caseload = verbs
    .add(coach, 'caseload', 'The weighted caseload of a coach against their limit')
    .argument('<id>', 'the coach')
    .option(...AS);
  verbs.does<CaseloadOptions>(caseload, async ([id = ''], options, around) =>
    (await import('./verbs/coaches.js')).showCaseload(id, options, around),
  );
  const rebalance = verbs.add(
    coach,
    'rebalance',
    'What would move to whom so that nobody is above their limit; a preview that changes nothing',
  );
  verbs.does<AnswerOptions>(rebalance, async (_args, options, around) =>
    (await import('./verbs/coaches.js')).showRebalancing(options, around),
  );

  const match = verbs.add(program, 'match', 'Which coach for whom');
  const propose = verbs
    .add(match, 'propose', 'Coaches for a trajectory, the best first, with the reasons')
    .argument('<trajectory>', 'the id of the trajectory')
    .option('--specialism <name>', 'the field of work, such as IT')
    .option('--region <name>', 'where, such as Groningen')
    .option('--language <code>', 'that of the invitation without it')
    .option('--level <number>', 'complexity of the career question, 1 to 6');
  const handOver = verbs
    .add(match, 'hand-over', 'What is to be seen to before another coach takes a trajectory over')
    .argument('<trajectory>', 'the id of the trajectory');
  verbs.does<AnswerOptions>(handOver, async ([id = ''], options, around) =>
    (await import('./verbs/coaches.js')).showHandOver(id, options, around),
  );
  verbs.does<MatchOptions>(propose, async ([id = ''], options, around) =>
    (await import('./verbs/coaches.js')).proposeCoaches(id, options, around),
  );
}
