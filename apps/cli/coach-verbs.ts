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
  addTeamVerbs(program, verbs);

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

/** Who is in which team, and so whom a team lead leads. */
function addTeamVerbs(program: Command, verbs: Verbs): void {
  const team = verbs.add(program, 'team', 'The teams of coaches');
  verbs.does<AnswerOptions>(verbs.add(team, 'list', 'Every team, with its coaches'), async (_args, options, around) =>
    (await import('./verbs/teams.js')).listTeams(options, around),
  );
  const create = verbs
    .add(team, 'create', 'Create a team; whoever gets an account with TEAM_LEAD:id leads it')
    .argument('<id>', 'the team, such as team-north: letters, digits and - _ . only')
    .argument('<name>', 'what people call it');
  verbs.does<AnswerOptions>(create, async ([id = '', name = ''], options, around) =>
    (await import('./verbs/teams.js')).createTeam(id, name, options, around),
  );
  const put = verbs
    .add(team, 'put', 'Put a coach in a team, out of the one they were in')
    .argument('<team>', 'the team')
    .argument('<coach>', 'the coach');
  verbs.does<AnswerOptions>(put, async ([to = '', coach = ''], options, around) =>
    (await import('./verbs/teams.js')).putInTeam(to, coach, options, around),
  );
  const takeOut = verbs.add(team, 'take-out', 'Take a coach out of their team').argument('<coach>', 'the coach');
  verbs.does<AnswerOptions>(takeOut, async ([coach = ''], options, around) =>
    (await import('./verbs/teams.js')).takeOutOfTeam(coach, options, around),
  );
}
