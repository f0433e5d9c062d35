import { type JsonObject } from '@overstap/kernel';
import { get, post } from '../http/paths.js';
import { SetDefaultPreference, SetPreference } from './preference-controller.js';

/** The routes of the preference controller, for OpenAPI. */
export const PREFERENCE_PATHS: Readonly<Record<string, JsonObject>> = {
  '/message-preference': {
    ...get('messagePreference', 'How whoever acts is told, as it holds now'),
    ...post('setMessagePreference', 'How you want to be told, in the place of what you said before', SetPreference),
  },
  '/message-preference/default': post(
    'setDefaultMessagePreference',
    'How everybody is told who did not say',
    SetDefaultPreference,
  ),
};
