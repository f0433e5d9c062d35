import { addDays, daysBetween, daysOf } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import {
  type DutyKind,
  dutyOfThing,
  type DutyWorld,
  rulesOfDuties,
  subjectOfDuties,
  thingOfDuty,
} from '../duties/duties.js';
import { type RungDefinition, type TaskDefinition } from '../programme-template/definition.js';
import { type LegalParameterRow, timeByLaw } from '../programme-template/parts.js';
import { factsOf } from '../workflow/facts.js';
import { type Run } from '../workflow/settling.js';
import { type ParticipantEvent } from './catalogue.js';
import { type SubjectRequestFulfilled, type SubjectRequestReceived, type SubjectRequestRefused } from './events.js';
import { evolveParticipant, type ParticipantState } from './state.js';

/** What a decision about a person's requests reads elsewhere. */
export interface ParticipantWorld extends DutyWorld {
  /** What the agency knows of the law. */
  readonly parameters: readonly LegalParameterRow[];
  /** What was put right on the trajectory of theirs that the command names. */
  readonly corrections?: readonly string[];
}

/** The legal parameter that says how long an answer may take. */
const ANSWER_WITHIN = 'AVG_REQUEST';

const rung = (days: number, level: number): RungDefinition => ({
  rung: `day${days}`,
  at: { value: days, unit: 'calendarDays' },
  from: 'armed',
  to: ['QUALITY_OFFICER'],
  channel: 'APP_MAIL',
  action: 'NOTIFY',
  level,
});

/** R18: a person asked for one of their rights. */
export const SUBJECT_REQUEST: DutyKind = {
  code: 'SUBJECT_REQUEST',
  names: { nl: 'Verzoek van een betrokkene beantwoorden', en: 'Answer a request of a person about their data' },
  ladder: [rung(14, 1), rung(25, 1), rung(30, 2)],
};

/** A request as the person made it. */
export interface SubjectRequest extends SubjectRequestReceived {
  readonly receivedOn: LocalDate;
  readonly fulfilled: boolean;
  /** The day of the answer, whichever it was. */
  readonly answeredOn?: LocalDate;
  /** The events by which it was put right. */
  readonly corrections?: readonly string[];
  /** Why it was refused; empty once the key that sealed the reason is destroyed. */
  readonly refusedFor?: string;
}

export function requestsOf({ facts }: Pick<ParticipantState, 'facts'>): readonly SubjectRequest[] {
  const answerTo = (type: string, id: string) => factsOf(facts, type).find(({ data }) => data['requestId'] === id);
  return factsOf(facts, 'SubjectRequestReceived').map(({ on, data }) => {
    const request = data as unknown as SubjectRequestReceived;
    const done = answerTo('SubjectRequestFulfilled', request.requestId);
    const refused = answerTo('SubjectRequestRefused', request.requestId);
    const { corrections } = (done?.data ?? {}) as Partial<SubjectRequestFulfilled>;
    const { reason = '' } = (refused?.data ?? {}) as Partial<SubjectRequestRefused>;
    const answeredOn = done?.on ?? refused?.on;
    return {
      ...{ ...request, receivedOn: on, fulfilled: done !== undefined },
      ...(answeredOn === undefined ? {} : { answeredOn }),
      ...(corrections ? { corrections } : {}),
      ...(refused ? { refusedFor: reason } : {}),
    };
  });
}

/** The last day for an answer; undefined where the agency has no such parameter for the day on which the request came in. */
export function dueOnOf(receivedOn: LocalDate, { parameters }: ParticipantWorld): LocalDate | undefined {
  const time = timeByLaw(parameters, ANSWER_WITHIN, receivedOn);
  return time && addDays(receivedOn, daysOf(time, receivedOn));
}

/** One task for each request; who is erased has nothing left that could be answered. */
const taskOf = ({ requestId, receivedOn, dueOn }: SubjectRequest): TaskDefinition => ({
  code: dutyOfThing(SUBJECT_REQUEST, requestId),
  names: SUBJECT_REQUEST.names,
  owners: ['QUALITY_OFFICER'],
  due: {
    anchor: dutyOfThing(SUBJECT_REQUEST, requestId),
    offset: { value: daysBetween(receivedOn, dueOn), unit: 'calendarDays' },
  },
  kind: 'STATUTORY',
  mandatory: true,
  evidence: 'CONFIRM',
  doneBy: {
    any: [
      { event: 'SubjectRequestFulfilled', where: { requestId } },
      { event: 'SubjectRequestRefused', where: { requestId } },
      { event: 'SubjectErased' },
    ],
  },
  ladder: SUBJECT_REQUEST.code,
});

/** A person as the engine sees them. */
export const runOfParticipant = (world: ParticipantWorld): Run<ParticipantState, ParticipantEvent> => ({
  evolve: evolveParticipant,
  rules: (state) => rulesOfDuties(SUBJECT_REQUEST, { tasks: requestsOf(state).map(taskOf) }, world),
  subject: (state) =>
    subjectOfDuties(state.facts, state.workflow, (duty) => {
      const asked = thingOfDuty(SUBJECT_REQUEST, duty);
      return requestsOf(state).find(({ requestId }) => requestId === asked)?.receivedOn;
    }),
});
