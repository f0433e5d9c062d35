import { localDateOf } from '@overstap/calendar';
import { type DecisionContext } from '@overstap/kernel';
import {
  type DutyKind,
  dutyOfThing,
  type DutyWorld,
  rulesOfDuties,
  subjectOfDuties,
  thingOfDuty,
} from '../duties/duties.js';
import { type DeadlineDefinition, type RungDefinition } from '../programme-template/definition.js';
import { type Run } from '../workflow/settling.js';
import { isOpenClock } from '../workflow/state.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type CoachEvent } from './catalogue.js';
import { type CoachState, evolveCoach } from './state.js';

const rung = (name: string, days: number, level: number): RungDefinition => ({
  rung: name,
  at: { value: days, unit: 'calendarDays' },
  to: ['COACH', 'QUALITY_OFFICER'],
  channel: 'APP_MAIL',
  action: 'NOTIFY',
  level,
});

/** R14: a registration that runs out. */
export const CREDENTIAL: DutyKind = {
  code: 'CREDENTIAL',
  names: { nl: 'Registratie loopt af: verlengen', en: 'Registration runs out: renew it' },
  ladder: [rung('ninety', -90, 1), rung('thirty', -30, 1), rung('due', 0, 2)],
};

/** Every register has a clock, and keeps it until that is settled. */
function deadlinesOf({ credentials, workflow }: CoachState): readonly DeadlineDefinition[] {
  const timed = Object.values(workflow.clocks).filter(isOpenClock);
  const registers = [...credentials.keys(), ...timed.flatMap(({ code }) => thingOfDuty(CREDENTIAL, code) ?? [])];
  return [...new Set(registers)].map((register) => ({
    code: dutyOfThing(CREDENTIAL, register),
    names: CREDENTIAL.names,
    kind: 'PROGRAMME',
    due: { anchor: dutyOfThing(CREDENTIAL, register), offset: { value: 0, unit: 'calendarDays' } },
    ladder: CREDENTIAL.code,
  }));
}

/** A registration whose last day is behind does not hold any more: a consequence, not something that anybody has to record. */
function lapsed({ credentials }: CoachState, { now }: DecisionContext): CoachEvent[] {
  const today = localDateOf(HOME_ZONE, now);
  return [...credentials]
    .filter(([, validUntil]) => validUntil < today)
    .map(([register, validUntil]) => ({
      type: 'CoachCredentialExpired',
      data: { register, validUntil },
      occurredAt: now,
    }));
}

/** A coach as the engine runs them. */
export const runOfCoach = (world: DutyWorld, context: DecisionContext): Run<CoachState, CoachEvent> => ({
  evolve: evolveCoach,
  rules: (state) => rulesOfDuties(CREDENTIAL, { deadlines: deadlinesOf(state) }, world),
  subject: ({ credentials, workflow }) =>
    subjectOfDuties([], workflow, (duty) => credentials.get(thingOfDuty(CREDENTIAL, duty) ?? '')),
  before: (state) => lapsed(state, context),
});
