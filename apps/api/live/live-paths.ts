import { type JsonObject } from '@overstap/kernel';

/** The route of the live controller, for OpenAPI. */
export const LIVE_PATHS: Readonly<Record<string, JsonObject>> = {
  '/live': {
    get: {
      operationId: 'live',
      summary:
        'Server-sent events: what changed, of what whoever asks may see; to be asked for again by whoever shows it',
      tags: ['operation'],
      parameters: [
        {
          name: 'Last-Event-ID',
          in: 'header',
          required: false,
          schema: { type: 'string' },
          description: 'Where one was',
        },
      ],
      responses: {
        '200': {
          description: '`open`, `changed` with `{changed: [{kind, id}]}`, and `reload` when too much did to say',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
      },
    },
  },
};
