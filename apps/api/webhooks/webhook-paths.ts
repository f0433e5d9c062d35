import { type JsonObject } from '@overstap/kernel';
import { inPath, post } from '../http/paths.js';
import { ReplayWebhook, SubscribeWebhook } from './webhook-bodies.js';

/** The routes of the webhook controller, for OpenAPI. */
export const WEBHOOK_PATHS: Readonly<Record<string, JsonObject>> = {
  '/webhooks': post('subscribeWebhook', 'Have a program called when something happens', SubscribeWebhook),
  '/webhooks/{id}/remove': post('removeWebhook', 'Call it no more', undefined, [inPath('id')]),
  '/webhooks/{id}/replay': post('replayWebhook', 'Make again the calls that were given up', ReplayWebhook, [
    inPath('id'),
  ]),
};
