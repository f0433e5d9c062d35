import { type JsonObject } from '@overstap/kernel';
import { LANGUAGES } from '@overstap/reminders';
import { inPath, post } from '../http/paths.js';
import { object, oneOf, text, uuid } from '../http/shapes.js';
import { AddFeed } from './feed-controller.js';

const ADDED = object({ id: uuid, language: oneOf(Object.keys(LANGUAGES)), url: text });

/** The routes of the feed controller, for OpenAPI. */
export const FEED_PATHS: Readonly<Record<string, JsonObject>> = {
  '/calendar-feeds': post('addCalendarFeed', 'A private address for your calendar program', AddFeed, ADDED),
  '/calendar-feeds/{id}/revoke': post(
    'revokeCalendarFeed',
    'Make the address lead nowhere',
    undefined,
    object({ revoked: uuid }),
    [inPath('id')],
  ),
  '/feeds/{file}': {
    get: {
      operationId: 'calendarFeed',
      summary: 'What is due and planned for whoever was given this address, as iCalendar',
      tags: ['operation'],
      parameters: [inPath('file')],
      responses: {
        '200': { description: 'The calendar', content: { 'text/calendar': { schema: { type: 'string' } } } },
        '404': {
          description:
            'There is no such address, it was revoked, or whoever made it may not come in any more, or not in this role',
        },
      },
    },
  },
};
