import { type ExitCode } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { itemsOf, rowsText } from '../text/shown.js';
import { answer } from './answer.js';
import { type PageOptions, pageOf, sayWhatFollows } from './pages.js';

export interface QueueOptions extends PageOptions {
  readonly assignee?: string;
  readonly programme?: string;
  readonly tab?: string;
}

/** The work of the coaches or of the planners, in the order in which to do it. */
export function showQueue(of: 'coach' | 'planner', options: QueueOptions, around: Surroundings): Promise<ExitCode> {
  const { assignee, programme, tab } = options;
  return withProgram(around, async (program) => {
    const page = await program.get(`/queues/${of}`, { assignee, programme, tab, ...pageOf(options) });
    sayWhatFollows(page, around);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['dueOn', 'Due'],
          ['overdue', 'Overdue'],
          ['urgency', 'Urgency'],
          ['code', 'Task'],
          ['names.en', ''],
          ['status', 'Status'],
          ['assignee', 'Assignee'],
          ['programme', 'Programme'],
          ['trajectory', 'Trajectory'],
        ],
        'There is nothing to do in this queue.',
      ),
    );
  });
}
