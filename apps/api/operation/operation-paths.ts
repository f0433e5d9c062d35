import { type JsonObject } from '@overstap/kernel';
import { answering, get, inPath, inQuery, post } from '../http/paths.js';
import { always, either, instant, list, object, text, uuid, whole } from '../http/shapes.js';
import {
  ErasePerson,
  MoveClock,
  Rebuild,
  ReleaseWave,
  SettleParked,
  TakeBackup,
  UndoImport,
  Verify,
} from './operation-bodies.js';
import {
  BACKUP,
  CLOCK_STANDS,
  DIAGNOSIS,
  HEALTH,
  IMPORTED,
  PARKED,
  PROGRESS,
  REWRAPPED,
  SETTLED,
  VERIFIED,
  WAVE,
} from './operation-shapes.js';

/** The routes of the operation controller, for OpenAPI. */
export const OPERATION_PATHS: Readonly<Record<string, JsonObject>> = {
  '/health/live': get('healthLive', 'Is the process alive?', HEALTH),
  '/health/ready': get('healthReady', 'Can it serve?', HEALTH),
  '/metrics': {
    get: {
      operationId: 'metrics',
      summary: 'Prometheus metrics',
      tags: ['operation'],
      responses: {
        '200': { description: 'The metrics', content: { 'text/plain': { schema: { type: 'string' } } } },
      },
    },
  },
  '/clock': {
    ...get('clock', 'Where the clock stands', CLOCK_STANDS),
    ...post(
      'moveClock',
      'Move a virtual clock forward; answers when all that falls due until then has happened',
      MoveClock,
      object({ now: instant }),
    ),
  },
  '/programmes/{id}/imports': {
    post: {
      operationId: 'importCohort',
      summary: 'Import a cohort from an HR export (.csv, .xlsx)',
      tags: ['operation'],
      parameters: [
        inPath('id'),
        inQuery('dryRun', 'true: report, change nothing'),
        inQuery('cohort', 'The cohort’s label; the programme’s code unless told'),
        inQuery('mapping', 'JSON object of header to field'),
      ],
      requestBody: {
        required: true,
        content: {
          'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
          'multipart/form-data': {
            schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
          },
        },
      },
      responses: answering(IMPORTED),
    },
  },
  '/programmes/{id}/imports/progress': get('importProgress', 'How far a running import is', PROGRESS, [inPath('id')]),
  '/programmes/{id}/imports/{batch}/undo': post(
    'undoImport',
    'Take an import back, until somebody of it was contacted',
    UndoImport,
    object({ undone: whole }),
    [inPath('id'), inPath('batch')],
  ),
  '/programmes/{id}/waves/{wave}/release': post('releaseWave', 'Invite everybody of a wave', ReleaseWave, WAVE, [
    inPath('id'),
    inPath('wave'),
  ]),
  '/programmes/{id}/waves/{wave}': get('waveProgress', 'How far the invitations of a wave are', WAVE, [
    inPath('id'),
    inPath('wave'),
  ]),
  '/inbox/{id}/read': post(
    'readMessage',
    'Mark a message of your inbox as read',
    undefined,
    object({ id: uuid, read: always(true) }),
    [inPath('id')],
  ),
  '/participants/{id}/erase': post(
    'erasePerson',
    'Destroy the keys of a person’s data',
    ErasePerson,
    object({ erased: uuid }),
    [inPath('id')],
  ),
  '/operation/doctor': get('doctor', 'What is running, and what is wrong', DIAGNOSIS),
  '/operation/roots': get(
    'roots',
    'The last link of every sealed log, to be kept outside the database',
    object({ roots: list(text) }),
  ),
  '/operation/verify': post(
    'verify',
    'Check the seals of the logs, and hold them against roots that were kept',
    Verify,
    VERIFIED,
  ),
  '/operation/backup': post('backup', 'Write a backup while the program runs', TakeBackup, BACKUP),
  '/operation/rebuild': post(
    'rebuild',
    'Build read models anew beside the live ones',
    Rebuild,
    object({ rebuilt: either(list(text), always('all')) }),
  ),
  '/operation/rotate-keys': post(
    'rotateKeys',
    'Put a new master key in the place of the one in its file, and wrap everything under it',
    undefined,
    REWRAPPED,
  ),
  '/operation/rewrap-keys': post(
    'rewrapKeys',
    'Wrap every person’s keys under the present master key',
    undefined,
    REWRAPPED,
  ),
  '/operation/parked': {
    ...get('parked', 'Events that a read model could not take', PARKED),
    ...post('settleParked', 'Retry or skip what is parked', SettleParked, SETTLED),
  },
};
