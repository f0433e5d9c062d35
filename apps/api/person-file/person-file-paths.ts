import { ACCOUNT_LANGUAGES, ACCOUNT_STATUSES } from '@overstap/access';
import { type JsonObject } from '@overstap/kernel';
import { CONSENT_PURPOSES, ParticipantRegistered } from '@overstap/mobility';
import {
  type FiledConsent,
  type FiledTrajectory,
  type FileEvent,
  type KeptFile,
  type PersonFile,
  type WorkingNote,
} from '@overstap/person-file';
import { LANGUAGES, MAIL_PREFERENCES, MESSAGES } from '@overstap/reminders';
import { get, inPath, inQuery, post } from '../http/paths.js';
import {
  always,
  anyObject,
  category,
  date,
  fieldsIn,
  flag,
  instant,
  list,
  named,
  names,
  object,
  objectOf,
  oneOf,
  orNull,
  pageOf,
  role,
  text,
  uuid,
} from '../http/shapes.js';
import { EVENT_TYPE } from '../queries/trajectory-shapes.js';
import { MakeFile } from './person-file-controller.js';

const KEPT = named('KeptFile', objectOf<KeptFile>({ id: uuid, madeAt: instant, expiresAt: instant }));

const EVENT = named(
  'FileEvent',
  objectOf<FileEvent>(
    { id: uuid, type: EVENT_TYPE, at: instant, recordedAt: instant, by: role, data: anyObject },
    { erased: list(category) },
  ),
);
const FILE = named(
  'PersonFile',
  objectOf<PersonFile>({
    version: always(1),
    participant: text,
    madeAt: instant,
    details: object({}, fieldsIn(ParticipantRegistered)),
    accounts: list(
      object({
        email: text,
        name: text,
        language: oneOf(ACCOUNT_LANGUAGES),
        status: oneOf(ACCOUNT_STATUSES),
        createdAt: instant,
        signedInAt: orNull(instant),
      }),
    ),
    events: list(EVENT),
    trajectories: list(objectOf<FiledTrajectory>({ id: text, programme: orNull(text), events: list(EVENT) })),
    workingFile: list(objectOf<WorkingNote>({ trajectory: text, at: instant })),
    consents: list(
      objectOf<FiledConsent>(
        { trajectory: text, consentId: text, givenAt: instant, withdrawnAt: orNull(instant) },
        { purpose: oneOf<string>(CONSENT_PURPOSES), recipient: text, until: date },
      ),
    ),
    messages: list(object({ at: instant, message: oneOf(MESSAGES), read: flag })),
    preferences: list(
      object({ mail: orNull(oneOf(MAIL_PREFERENCES)), language: orNull(oneOf(Object.keys(LANGUAGES))) }),
    ),
    accessLog: list(objectOf<PersonFile['accessLog'][number]>({ day: date, said: names })),
  }),
);

/** The routes of the person-file controller, for OpenAPI. */
export const PERSON_FILE_PATHS: Readonly<Record<string, JsonObject>> = {
  '/participants/{id}/files': {
    ...post(
      'makePersonFile',
      'Make a copy of everything about a person; it can be fetched for a week',
      MakeFile,
      KEPT,
      [inPath('id')],
    ),
    ...get('personFiles', 'The copies that can be fetched', pageOf(KEPT), [inPath('id')]),
  },
  '/participants/{id}/files/{file}': {
    get: {
      operationId: 'personFile',
      summary: 'The copy itself',
      tags: ['operation'],
      parameters: [
        inPath('id'),
        inPath('file'),
        inQuery('format', 'json or pdf; json unless told'),
        inQuery('language', 'Of the PDF: nl or en; nl unless told'),
      ],
      responses: {
        '200': {
          description: 'The copy',
          content: {
            'application/json': { schema: FILE },
            'application/pdf': { schema: { type: 'string', format: 'binary' } },
          },
        },
      },
    },
  },
};
