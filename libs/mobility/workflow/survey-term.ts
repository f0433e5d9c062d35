import { addDays, daysBetween } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { cancelClock, reconcileClock, stopped } from './clock-reconciliation.js';
import { type Fact, type FactLog, factsOf } from './facts.js';
import { overBy } from './phases.js';
import { clocksIn, isOpenClock } from './state.js';
import { type Consequence, type Present, type Subject, type WorkflowRules } from './subject.js';

/** The code of the clock that times how long a survey waits for its answer. No template has it, and the end of a trajectory does not end it. */
export const SURVEY_ANSWER = 'SURVEY_ANSWER';

/** How long where whoever sent it named no day. */
const ANSWER_DAYS = 28;

/** A survey that was sent: the n-th of its moment. */
export interface SentSurvey {
  readonly clockId: string;
  readonly moment: string;
  readonly on: LocalDate;
  /** The last day on which it can be answered. */
  readonly answerBy: LocalDate;
}

export function sentSurveys(facts: FactLog): readonly SentSurvey[] {
  const times = new Map<string, number>();
  return factsOf(facts, 'SurveySent').map(({ on, data }) => {
    const moment = String(data['moment']);
    const nth = (times.get(moment) ?? 0) + 1;
    times.set(moment, nth);
    const answerBy = (data['answerBy'] as LocalDate | undefined) ?? addDays(on, ANSWER_DAYS);
    return { clockId: `survey.${moment}.${nth}`, moment, on, answerBy };
  });
}

/** A wait: nobody misses anything by it. An answer ends it, as does the next survey of the same moment; a pause of the whole stops it. */
export function settleSurveys(subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  // It outlasts the end, as aftercare does; whose data is erased is asked nothing any more.
  const surveys = overBy(subject, { aftercare: true }) ? [] : sentSurveys(subject.facts);
  const known = new Set(surveys.map(({ clockId }) => clockId));
  return [
    ...clocksIn(subject.workflow)
      .filter(({ code, clockId }) => code === SURVEY_ANSWER && !known.has(clockId))
      .flatMap((clock) => cancelClock(clock, present)),
    ...surveys.flatMap((survey, index) => {
      const overOn = answerOf(survey, subject.facts)?.on ?? nextOf(survey, surveys.slice(index + 1))?.on;
      return settleOne(survey, overOn, subject, rules, present);
    }),
  ];
}

/** What was answered before it was sent did not answer it. */
const answerOf = ({ moment, on }: SentSurvey, facts: FactLog): Fact | undefined =>
  factsOf(facts, 'SurveyCompleted').find((fact) => fact.data['moment'] === moment && fact.on >= on);

const nextOf = ({ moment }: SentSurvey, later: readonly SentSurvey[]): SentSurvey | undefined =>
  later.find((each) => each.moment === moment);

function settleOne(
  { clockId, on, answerBy }: SentSurvey,
  overOn: LocalDate | undefined,
  subject: Subject,
  rules: WorkflowRules,
  present: Present,
): Consequence[] {
  const clock = subject.workflow.clocks[clockId];
  if (overOn !== undefined)
    return clock && isOpenClock(clock)
      ? [{ occurredAt: present.now, ...stopped(clockId, clock.generation, 'ENDED', overOn) }]
      : [];
  return reconcileClock(
    {
      clockId,
      code: SURVEY_ANSWER,
      times: 'DEADLINE',
      kind: 'PERSONAL',
      due: { anchor: 'event.SurveySent', offset: { value: daysBetween(on, answerBy), unit: 'calendarDays' } },
      armedOn: on,
      wait: true,
    },
    subject,
    rules,
    present,
  );
}
