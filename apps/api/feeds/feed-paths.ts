import { type JsonObject } from '@overstap/kernel';
import { inPath, post } from '../http/paths.js';
import { AddFeed } from './feed-controller.js';

/** The routes of the feed controller, for OpenAPI. */
export const FEED_PATHS: Readonly<Record<string, JsonObject>> = {
  '/calendar-feeds': post('addCalendarFeed', 'A private address for your calendar program', AddFeed),
  '/calendar-feeds/{id}/revoke': post('revokeCalendarFeed', 'Make the address lead nowhere', undefined, [inPath('id')]),
  '/feeds/{file}': {
    get: {
      operationId: 'calendarFeed',
      summary: 'What is due and planned for whoever was given this address, as iCalendar',
      tags: ['operation'],
      parameters: [inPath('file')],
      responses: {
        '200': { description: 'The calendar', content: { 'text/calendar': { schema: { type: 'string' } } } },
        '404': { description: 'There is no such address, or it was revoked' },
      },
    },
  },
};
