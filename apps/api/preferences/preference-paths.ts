import { type QuietHours } from '@overstap/calendar';
import { type JsonObject } from '@overstap/kernel';
import { LANGUAGES, MAIL_PREFERENCES } from '@overstap/reminders';
import { get, post } from '../http/paths.js';
import { flag, named, object, objectOf, oneOf, orNull, text } from '../http/shapes.js';
import { SetDefaultPreference, SetPreference } from './preference-controller.js';

const HOLDS = {
  mail: orNull(oneOf(MAIL_PREFERENCES)),
  quietHours: objectOf<QuietHours>({ from: text, to: text, weekends: flag, holidays: flag }),
};
const PREFERENCE = named('MessagePreference', object({ ...HOLDS, language: orNull(oneOf(Object.keys(LANGUAGES))) }));

/** The routes of the preference controller, for OpenAPI. */
export const PREFERENCE_PATHS: Readonly<Record<string, JsonObject>> = {
  '/message-preference': {
    ...get('messagePreference', 'How whoever acts is told, as it holds now', PREFERENCE),
    ...post(
      'setMessagePreference',
      'How you want to be told, in the place of what you said before',
      SetPreference,
      PREFERENCE,
    ),
  },
  '/message-preference/default': post(
    'setDefaultMessagePreference',
    'How everybody is told who did not say',
    SetDefaultPreference,
    object(HOLDS),
  ),
};
