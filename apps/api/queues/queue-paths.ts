import { type JsonObject } from '@overstap/kernel';
import { QUEUE_NAMES } from '@overstap/projections';
import { inPath, post } from '../http/paths.js';
import { always, list, named, object, objectOf, oneOf, text, uuid, whole } from '../http/shapes.js';
import { QUEUE_VIEW } from '../queries/task-shapes.js';
import { type BulkAnswer, type BulkItem } from './bulk.js';
import { BULK_ACTIONS, BulkOnTasks } from './bulk-body.js';
import { SaveQueueView } from './view-body.js';

const KEY: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key again changes no task twice',
  schema: { type: 'string' },
};

const BULK = named(
  'BulkAnswer',
  objectOf<BulkAnswer>({
    action: oneOf<string>(Object.keys(BULK_ACTIONS)),
    done: whole,
    unchanged: whole,
    failed: whole,
    items: list(
      objectOf<BulkItem>(
        { id: text, outcome: oneOf(['done', 'unchanged', 'refused', 'conflict', 'not-found']) },
        { revision: whole, duplicate: always(true), code: text, message: text },
      ),
    ),
  }),
);

const operation = (name: string): string => `${name.replace('-', '_')}_queue`;

/** The routes of the queue controller, for OpenAPI: a path each, beside the queries of the same queue. */
export const QUEUE_PATHS: Readonly<Record<string, JsonObject>> = Object.fromEntries(
  QUEUE_NAMES.flatMap((name) => [
    [
      `/queues/${name}/bulk`,
      post(`${operation(name)}_bulk`, 'Do the same to many tasks, each with an outcome of its own', BulkOnTasks, BULK, [
        KEY,
      ]),
    ],
    [
      `/queues/${name}/views`,
      post(`${operation(name)}_save_view`, 'Keep a filter under a name of one’s own', SaveQueueView, QUEUE_VIEW),
    ],
    [
      `/queues/${name}/views/{id}/remove`,
      post(`${operation(name)}_remove_view`, 'Keep it no more', undefined, object({ removed: uuid }), [inPath('id')]),
    ],
  ]),
);
