import { type ExitCode } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { type Parameters } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { withNameInFull } from '../text/person-name.js';
import { factsText, itemsOf, rowsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { answer } from './answer.js';
import { orMissing } from './missing.js';
import { type PageOptions, pageOf, sayWhatFollows } from './pages.js';

/** What a queue is narrowed down to, named as the program's API names it. */
export interface QueueFilterOptions {
  readonly programme?: string;
  readonly assignee?: string;
  readonly team?: string;
  readonly mine?: boolean;
  readonly unassigned?: boolean;
  readonly escalated?: boolean;
  readonly role?: string;
  readonly phase?: string;
  readonly code?: string;
  readonly clock?: string;
  readonly language?: string;
  readonly tab?: string;
}

export interface QueueOptions extends PageOptions, QueueFilterOptions {
  readonly search?: string;
  readonly view?: string;
  readonly counts?: boolean;
  readonly as?: string;
}

const FILTERS = [
  'programme',
  'assignee',
  'team',
  'mine',
  'unassigned',
  'escalated',
  'role',
  'phase',
  'code',
  'clock',
  'language',
  'tab',
] as const satisfies readonly (keyof QueueFilterOptions)[];

/** The options that narrow a queue, as parameters of the program. */
export const filterOf = (options: QueueFilterOptions): Parameters =>
  Object.fromEntries(FILTERS.map((name) => [name, options[name]]));

export const noView = (queue: string, view: string): readonly [string, string] => [
  'view-unknown',
  `You have no view ${view} of this queue; overstap queue views ${queue} shows those that you have.`,
];

/** The work of one kind of reader, in the order in which to do it. */
export function showQueue(of: string, options: QueueOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const filter = { ...filterOf(options), search: options.search, view: options.view };
    const asked = (path: string, parameters: Parameters) =>
      orMissing(program.get(path, parameters, headers), ...noView(of, options.view ?? ''));
    if (options.counts) {
      const counts = await asked(`/queues/${of}/counts`, filter);
      return answer(around, options, counts, () => factsText(counts));
    }
    const page = await asked(`/queues/${of}`, { ...filter, ...pageOf(options) });
    sayWhatFollows(page, around);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page).map(withNameInFull),
        [
          ['dueOn', 'Due'],
          ['overdue', 'Overdue'],
          ['urgency', 'Urgency'],
          ['code', 'Task'],
          ['names.en', ''],
          ['name', 'About'],
          ['status', 'Status'],
          ['escalation', 'Escalation'],
          ['assignee', 'Assignee'],
          ['programme', 'Programme'],
          ['trajectory', 'Trajectory'],
          ['id', 'Id'],
        ],
        'There is nothing to do in this queue.',
      ),
    );
  });
}
