import { type JsonObject } from '@overstap/kernel';
import { inPath, post } from '../http/paths.js';
import { list, object, text, uuid, whole } from '../http/shapes.js';
import { ReplayWebhook, SubscribeWebhook } from './webhook-bodies.js';
import { WEBHOOK_EVENT } from './webhook-queries.js';

const SUBSCRIBED = object({ id: uuid, origin: text, events: list(WEBHOOK_EVENT), secret: text });

/** The routes of the webhook controller, for OpenAPI. */
export const WEBHOOK_PATHS: Readonly<Record<string, JsonObject>> = {
  '/webhooks': post('subscribeWebhook', 'Have a program called when something happens', SubscribeWebhook, SUBSCRIBED),
  '/webhooks/{id}/remove': post('removeWebhook', 'Call it no more', undefined, object({ removed: uuid }), [
    inPath('id'),
  ]),
  '/webhooks/{id}/replay': post(
    'replayWebhook',
    'Make again the calls that were given up',
    ReplayWebhook,
    object({ replayed: whole }),
    [inPath('id')],
  ),
};
