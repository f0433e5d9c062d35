import { type ExitCode } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { itemsOf, rowsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { answer, type AnswerOptions } from './answer.js';
import { orMissing } from './missing.js';
import { filterOf, noView, type QueueFilterOptions } from './queue.js';

export interface ViewOptions extends AnswerOptions {
  readonly as?: string;
}
export type SaveViewOptions = ViewOptions & QueueFilterOptions;

export function showViews(queue: string, options: ViewOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const views = await program.get(pathOf('queues', queue, 'views'), {}, headers);
    return answer(around, options, views, () =>
      rowsText(
        itemsOf(views),
        [
          ['id', 'View'],
          ['name', 'Name'],
          ['filter', 'Shows'],
        ],
        'You have saved no view of this queue.',
      ),
    );
  });
}

export function saveView(
  queue: string,
  name: string,
  options: SaveViewOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const body = { name, filter: filterOf(options) };
    const view = (await program.post(pathOf('queues', queue, 'views'), body, { headers })) as { readonly id?: string };
    return answer(around, options, view, () => `Saved; show it with: overstap queue ${queue} --view ${view.id}\n`);
  });
}

export function removeView(queue: string, id: string, options: ViewOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const removed = await orMissing(
      program.post(pathOf('queues', queue, 'views', id, 'remove'), {}, { headers }),
      ...noView(queue, id),
    );
    return answer(around, options, removed, () => `View ${id} is removed.\n`);
  });
}
