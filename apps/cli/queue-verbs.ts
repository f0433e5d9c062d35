import { Argument, type Command, Option } from 'commander';
import { type QueueOptions } from './verbs/queue.js';
import { AS } from './verbs/acting.js';
import { type BulkOptions } from './verbs/queue-bulk.js';
import { type SaveViewOptions, type ViewOptions } from './verbs/queue-views.js';
import { paged, type Verbs } from './verb.js';

/** Written out, so that the help needs nothing of the program's libraries. */
export const QUEUES = ['coach', 'team', 'planner', 'programme-manager', 'quality-officer'] as const;
const TABS = ['assigned', 'overdue', 'today', 'week', 'waiting', 'snoozed', 'completed'];
const CLOCKS = ['STATUTORY', 'CONTRACT', 'PROGRAMME', 'PERSONAL'];
const ACTIONS = [
  'complete',
  'snooze',
  'reassign',
  'claim',
  'block',
  'unblock',
  'undo',
  'move',
  'acknowledge',
  'resolve',
  'extend',
  'decide',
];
const WAITING_ON = ['PARTICIPANT', 'EMPLOYER', 'COACH', 'UWV', 'PHYSICIAN', 'THIRD_PARTY'];
const UNDOABLE = ['COMPLETION', 'SNOOZE', 'ASSIGNMENT', 'MOVE'];
const UNDO_REASONS = ['MISTAKE', 'WRONG_TASK', 'NOT_DONE', 'OTHER'];
const MOVE_REASONS = ['AGREED', 'PLAN_CHANGED', 'WAITING_ON_OTHERS', 'NO_CAPACITY'];
const OUTCOMES = ['AGREED', 'REASSIGNED', 'HELPED', 'NOT_NEEDED', 'OTHER'];
const WHOSE: Readonly<Record<(typeof QUEUES)[number], string>> = {
  coach: 'of the coaches',
  team: 'of a team and its lead',
  planner: 'of the planners',
  'programme-manager': 'of the programme managers',
  'quality-officer': 'of the quality officer',
};

/** Work to be done, by whom and in which order. */
export function addQueueVerbs(program: Command, verbs: Verbs): void {
  const queue = verbs.add(program, 'queue', 'Open work, in the order in which to do it');
  for (const whose of QUEUES) {
    const shown = filtered(paged(verbs.add(queue, whose, `The open work ${WHOSE[whose]}`)))
      .addOption(new Option('--tab <name>', 'which part of the queue; assigned without it').choices(TABS))
      .option('--search <words>', 'of a task’s name, a code or a pseudonymous id; names of people are not searched')
      .option('--view <id>', 'as a view that you saved; options beside it go before it')
      .option('--counts', 'how many there are in each tab, instead of which')
      .option(...AS);
    verbs.does<QueueOptions>(shown, async (_args, options, around) =>
      (await import('./verbs/queue.js')).showQueue(whose, options, around),
    );
  }
  addBulk(queue, verbs);
  addViews(queue, verbs);
}

/** The same to many tasks at once, each with an outcome of its own. */
function addBulk(queue: Command, verbs: Verbs): void {
  const bulk = verbs
    .add(queue, 'bulk', 'Do the same to many tasks of a queue; each has an outcome of its own')
    .addArgument(new Argument('<queue>', 'whose queue it is').choices(QUEUES))
    .addArgument(new Argument('<action>', 'what to do').choices(ACTIONS))
    .argument('<task...>', 'the tasks, by id as the queue has them; - reads one per line from standard input')
    .option('--on <date>', 'complete: the day on which they were done; today without it')
    .option('--evidence <id>', 'complete: the document or form that shows it, where the tasks ask for one')
    .option('--confirmed', 'complete: it was done as it is to be done, where the tasks ask that it be confirmed')
    .option('--until <date>', 'snooze: until that day')
    .option('--to <id>', 'reassign: to whom')
    .addOption(new Option('--waiting-on <whom>', 'block: for whom they wait').choices(WAITING_ON))
    .addOption(new Option('--undoes <what>', 'undo: what is taken back').choices(UNDOABLE))
    .addOption(new Option('--reason <code>', 'undo: why').choices(UNDO_REASONS))
    .option('--date <date>', 'move: the day on which they are due from now on')
    .addOption(new Option('--why <code>', 'move: why').choices(MOVE_REASONS))
    .addOption(new Option('--outcome <code>', 'resolve: what came of the escalation').choices(OUTCOMES))
    .option('--days <n>', 'extend: ask that their trajectories end so many calendar days later')
    .option('--because <text>', 'extend: why')
    .option('--cost-cents <n>', 'extend: what it costs for each; 0 without it')
    .option('--granted', 'decide: what was asked for is granted')
    .option('--refused', 'decide: it is not')
    .option('--key <text>', 'an Idempotency-Key: the same once more changes nothing twice')
    .option(...AS);
  verbs.does<BulkOptions>(bulk, async ([whose, action, tasks], options, around) =>
    (await import('./verbs/queue-bulk.js')).inBulk(
      String(whose),
      String(action),
      [tasks ?? []].flat(),
      options,
      around,
    ),
  );
}

/** How somebody looks at a queue, kept under a name. */
function addViews(queue: Command, verbs: Verbs): void {
  const whose = (): Argument => new Argument('<queue>', 'whose queue it is').choices(QUEUES);
  const shown = verbs
    .add(queue, 'views', 'The views of a queue that you have saved')
    .addArgument(whose())
    .option(...AS);
  verbs.does<ViewOptions>(shown, async ([of = ''], options, around) =>
    (await import('./verbs/queue-views.js')).showViews(of, options, around),
  );
  const save = filtered(verbs.add(queue, 'save-view', 'Keep a filter of a queue under a name of your own'))
    .addArgument(whose())
    .argument('<name>', 'what you call it; no names of people. One of the same name is replaced')
    .addOption(new Option('--tab <name>', 'which part of the queue').choices(TABS))
    .option(...AS);
  verbs.does<SaveViewOptions>(save, async ([of = '', name = ''], options, around) =>
    (await import('./verbs/queue-views.js')).saveView(of, name, options, around),
  );
  const remove = verbs
    .add(queue, 'remove-view', 'Keep a view no more')
    .addArgument(whose())
    .argument('<view>', 'the view, by id as the list has it')
    .option(...AS);
  verbs.does<ViewOptions>(remove, async ([of = '', id = ''], options, around) =>
    (await import('./verbs/queue-views.js')).removeView(of, id, options, around),
  );
}

/** What a queue can be narrowed down to. */
const filtered = (command: Command): Command =>
  command
    .option('--programme <code>', 'the work of one programme')
    .option('--assignee <id>', 'the work of one person')
    .option('--team <id>', 'the work of one team; its own lead sees no other')
    .option('--mine', 'the work of whoever --as names')
    .option('--unassigned', 'what nobody has')
    .option('--escalated', 'what somebody above its owner was asked to look at')
    .option('--role <code>', 'of the task’s owner, such as TRAINER')
    .option('--phase <id>', 'the work of one phase, such as search, and of whoever is in it')
    .option('--code <code>', 'one kind of task, by the code of the template')
    .addOption(new Option('--clock <kind>', 'tasks timed by such a clock').choices(CLOCKS))
    .option('--language <code>', 'participants who are written to in it, such as en');
