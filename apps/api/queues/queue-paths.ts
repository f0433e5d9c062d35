import { type JsonObject } from '@overstap/kernel';
import { QUEUE_NAMES } from '@overstap/projections';
import { post } from '../http/paths.js';
import { BulkOnTasks } from './bulk-body.js';

const KEY: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key again changes no task twice',
  schema: { type: 'string' },
};

/** The routes of the queue controller, for OpenAPI: a path each, beside the queries of the same queue. */
export const QUEUE_PATHS: Readonly<Record<string, JsonObject>> = Object.fromEntries(
  QUEUE_NAMES.flatMap((name) => [
    [
      `/queues/${name}/bulk`,
      post(
        `${name.replace('-', '_')}_queue_bulk`,
        'Do the same to many tasks, each with an outcome of its own',
        BulkOnTasks,
        [KEY],
      ),
    ],
  ]),
);
