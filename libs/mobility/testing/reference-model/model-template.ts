import { calendarNamed } from '@overstap/calendar';
import { isRefusal } from '@overstap/kernel';
import { stringify } from 'yaml';
import { EVENT_CATALOGUE } from '../../event-catalogue.js';
import { loadTemplate } from '../../programme-template/loader.js';
import { TrajectoryLife } from '../trajectory-life.js';
import { CLOSED_DAYS } from './reference-model.js';

const names = { nl: 'Proef', en: 'Test' };
const rung = (rung: string, days: number) => ({
  rung,
  at: `${days} workingDays`,
  to: ['COACH', 'PARTICIPANT'],
  channel: 'APP_MAIL',
  action: 'NOTIFY',
  level: 1,
});

/** Four weeks with one of each: a working-day clock, a calendar clock, a task per fact, a raised one, a contract's end. */
const TEMPLATE = {
  code: 'MODEL-1',
  version: 1,
  names,
  programmeType: 'INDIVIDUAL_OUTPLACEMENT',
  orientationNorm: 'CLIENT_LED',
  disclosureProfile: 'STATUS',
  calendar: 'none',
  length: '4 calendarWeeks',
  landing: { counted: ['EMPLOYED_PERMANENT'], dateBasis: 'ACCEPTED', horizonDays: 365 },
  trajectory: {
    phases: [{ id: 'work', names, from: { anchor: 'start', offset: '0 calendarDays' } }],
    deadlines: [
      {
        code: 'END',
        names,
        kind: 'CONTRACT',
        due: { anchor: 'start', offset: '4 calendarWeeks' },
        metBy: { any: [{ landed: true }, { event: 'TrajectoryClosed' }] },
        onExpiry: 'CLOSING',
      },
    ],
    tasks: [
      {
        code: 'PLAN',
        names,
        owners: ['COACH'],
        due: { anchor: 'start', offset: '5 workingDays' },
        doneBy: { event: 'TrajectoryPlanAgreed' },
        ladder: 'usual',
      },
      {
        code: 'TALK',
        names,
        owners: ['COACH'],
        phase: 'work',
        due: { anchor: 'start', offset: '10 calendarDays' },
        ladder: 'usual',
      },
      {
        code: 'OFFER',
        names,
        owners: ['PARTICIPANT'],
        on: 'OfferReceived',
        due: { anchor: 'trigger', offset: '3 calendarDays' },
        ladder: 'usual',
      },
      { code: 'CLOSING', names, owners: ['COACH'], raised: true, doneBy: { event: 'TrajectoryClosed' } },
    ],
  },
  ladders: { usual: [rung('before', -2), rung('due', 0), rung('late', 2)] },
};

const loaded = loadTemplate(stringify(TEMPLATE), 'model.yaml', EVENT_CATALOGUE);
if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
const { template } = loaded;
const calendar = calendarNamed('none', CLOSED_DAYS);
if (isRefusal(calendar)) throw new Error(calendar.message);
const world = {
  ...{ template, calendar, landing: template.landing },
  ...{ programmeOpen: true, catalogue: EVENT_CATALOGUE, parameters: [] },
};

/** Referred, and the intake held on Monday 14 September 2026 at ten. */
export function modelLife(): TrajectoryLife {
  const life = new TrajectoryLife(world).until('2026-09-14');
  life.checksShapes = false;
  return life.refer().say.intake();
}
