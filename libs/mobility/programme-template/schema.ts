import { type JsonObject } from '@overstap/kernel';
import { PLACEMENT_OUTCOMES } from '../placement/codes.js';
import { DISCLOSURE_PROFILES, LANDING_DATE_BASES, PROGRAMME_TYPES } from '../programme/codes.js';
import { CHANNELS, CLOCK_KINDS, RUNG_ACTIONS } from '../workflow/events.js';
import { EVIDENCE } from '../workflow/evidence.js';

/**
 * JSON Schema (2020-12) of a template file: what an editor completes and what the loader checks first. What a schema cannot
 * say (a ladder that exists, a phase that is reached) is in `lint/`.
 */

const text: JsonObject = { type: 'string', pattern: '\\S', maxLength: 200 };
const code: JsonObject = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]{0,59}$' };
const reference: JsonObject = { type: 'string', minLength: 1, maxLength: 100 };
const time: JsonObject = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };
const flag: JsonObject = { type: 'boolean' };
const list = (items: JsonObject): JsonObject => ({ type: 'array', items, maxItems: 300 });
const oneOf = (...values: readonly string[]): JsonObject => ({ enum: [...values] });
const ref = (name: string): JsonObject => ({ $ref: `#/$defs/${name}` });
const object = (required: readonly string[], properties: { readonly [key: string]: JsonObject }): JsonObject => ({
  type: 'object',
  required: [...required],
  properties,
  additionalProperties: false,
});

/** Read by `parseDuration`; the description is what an editor shows. */
const duration: JsonObject = {
  type: 'string',
  maxLength: 40,
  description: '"10 workingDays", "-60 calendarDays", "6 calendarWeeks", "3 calendarMonths", or ISO-8601: P21D',
};

const scalar: JsonObject = { type: ['string', 'number', 'boolean'] };
const CONDITION_KINDS = ['event', 'task', 'phase', 'inPhase', 'landed', 'all', 'any', 'not'];

const condition: JsonObject = {
  ...object([], {
    event: reference,
    or: { type: 'array', items: reference, minItems: 1, maxItems: 20 },
    same: reference,
    sinceLast: reference,
    where: {
      type: 'object',
      minProperties: 1,
      additionalProperties: {
        anyOf: [
          scalar,
          object(['atLeast'], { atLeast: { type: 'number' } }),
          object(['in'], { in: { type: 'array', items: scalar, minItems: 1 } }),
        ],
      },
    },
    times: { type: 'integer', minimum: 1, maximum: 1000 },
    task: reference,
    phase: reference,
    inPhase: reference,
    landed: flag,
    all: { type: 'array', items: ref('condition'), minItems: 1 },
    any: { type: 'array', items: ref('condition'), minItems: 1 },
    not: ref('condition'),
  }),
  oneOf: CONDITION_KINDS.map((kind) => ({ required: [kind] })),
  dependentRequired: Object.fromEntries(['where', 'times', 'or', 'same', 'sinceLast'].map((key) => [key, ['event']])),
};

const moment = object(['anchor', 'offset'], {
  anchor: reference,
  select: oneOf('first', 'newest'),
  offset: duration,
  roll: oneOf('none', 'next', 'previous'),
});

const phase = object(['id', 'names'], {
  id: code,
  names: ref('names'),
  from: ref('moment'),
  after: list(reference),
  enter: ref('condition'),
  to: ref('moment'),
  exit: ref('condition'),
  repeats: object(['max'], { max: { type: 'integer', minimum: 2, maximum: 52 }, until: ref('condition') }),
  overlaps: flag,
  budgetMinutes: { type: 'integer', minimum: 1, maximum: 100_000 },
  ladder: reference,
  aftercare: flag,
});

const kind = oneOf(...CLOCK_KINDS);

const deadline = object(['code', 'names', 'kind', 'due'], {
  code,
  names: ref('names'),
  kind,
  due: ref('moment'),
  when: ref('condition'),
  metBy: ref('condition'),
  ladder: reference,
  onExpiry: reference,
  repeat: object(['every'], { every: duration }),
  pauseReasons: list(reference),
  imported: flag,
  aftercare: flag,
});

const task = object(['code', 'names', 'owners'], {
  code,
  names: ref('names'),
  phase: reference,
  owners: list(reference),
  due: ref('moment'),
  kind,
  mandatory: flag,
  evidence: oneOf(...EVIDENCE),
  when: ref('condition'),
  doneBy: ref('condition'),
  on: reference,
  repeat: object(['every'], { every: duration, until: ref('condition') }),
  raised: flag,
  onlyAhead: flag,
  ladder: reference,
  aftercare: flag,
});

const rung = object(['rung', 'at', 'to', 'channel', 'action', 'level'], {
  rung: code,
  at: duration,
  from: oneOf('due', 'armed'),
  time,
  to: { type: 'array', items: reference, minItems: 1, maxItems: 20 },
  channel: oneOf(...CHANNELS),
  action: oneOf(...RUNG_ACTIONS),
  level: { type: 'integer', minimum: 0, maximum: 4 },
  task: reference,
  unless: ref('condition'),
});

const workflow = object([], {
  phases: list(ref('phase')),
  deadlines: list(ref('deadline')),
  tasks: list(ref('task')),
});

export const TEMPLATE_SCHEMA: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Overstap programme template',
  ...object(
    [
      'code',
      'version',
      'names',
      'programmeType',
      'orientationNorm',
      'disclosureProfile',
      'calendar',
      'length',
      'landing',
      'trajectory',
      'ladders',
    ],
    {
      code,
      version: { type: 'integer', minimum: 1, maximum: 10_000 },
      names: ref('names'),
      programmeType: oneOf(...PROGRAMME_TYPES),
      orientationNorm: oneOf('CLIENT_LED', 'SUITABLE_WORK', 'MIXED'),
      disclosureProfile: oneOf(...DISCLOSURE_PROFILES),
      calendar: code,
      cutOff: time,
      length: duration,
      landing: object(['counted', 'dateBasis', 'horizonDays'], {
        counted: { type: 'array', items: oneOf(...PLACEMENT_OUTCOMES), minItems: 1, uniqueItems: true },
        dateBasis: oneOf(...LANDING_DATE_BASES),
        horizonDays: { type: 'integer', minimum: 1, maximum: 3650 },
      }),
      trajectory: ref('workflow'),
      programme: ref('workflow'),
      ladders: { type: 'object', additionalProperties: { type: 'array', items: ref('rung'), minItems: 1 } },
    },
  ),
  $defs: {
    names: object(['nl', 'en'], { nl: text, en: text }),
    moment,
    condition,
    phase,
    deadline,
    task,
    rung,
    workflow,
  },
};
