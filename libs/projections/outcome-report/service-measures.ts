import { addDays, type Calendar, daysBetween, offset } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { type ClockKind } from '@overstap/mobility';
import { kaplanMeier, LANDED, medianTime, riskTable } from '@overstap/statistics';
import { type SurvivalDeadline } from '../read-models/survival-base/table.js';
import { estimate, type Measure, share } from './measure.js';
import { hasStarted, isConcluded, type Person } from './person.js';

const ACTIVATION_DAYS = 14;
const CONTACT_DAYS = 2;
const INTAKE_WORKING_DAYS = 10;
const KINDS: readonly ClockKind[] = ['STATUTORY', 'CONTRACT', 'PROGRAMME', 'PERSONAL'];

/** Started of all referred, and M7: started within 14 days, of those whose 14 days have passed. */
export function activation(people: readonly Person[], asOf: LocalDate): readonly Measure[] {
  const waiting = people.filter((person) => !hasStarted(person) && !isConcluded(person)).length;
  const windowEnd = ({ referredOn }: Person): LocalDate => addDays(referredOn ?? asOf, ACTIVATION_DAYS);
  const passed = people.filter((person) => windowEnd(person) <= asOf);
  const inTime = passed.filter((person) => person.startedOn !== null && person.startedOn <= windowEnd(person));
  return [
    share('ACTIVATED', 'Started of all referred', people.filter(hasStarted).length, people.length, {
      censored: waiting,
    }),
    share('M7', `Started within ${ACTIVATION_DAYS} days of the referral`, inTime.length, passed.length, {
      censored: people.length - passed.length,
    }),
  ];
}

/** M8: first contact and intake, counted from the notification: median days, and the share in time. */
export function firstSteps(people: readonly Person[], asOf: LocalDate, calendar?: Calendar): readonly Measure[] {
  const contactBy = (notified: LocalDate): LocalDate => addDays(notified, CONTACT_DAYS);
  return [
    ...stepMeasures(
      'CONTACT',
      'first contact',
      `${CONTACT_DAYS} days`,
      people,
      asOf,
      ({ firstContactOn }) => firstContactOn,
      contactBy,
    ),
    ...stepMeasures(
      'INTAKE',
      'intake',
      `${INTAKE_WORKING_DAYS} working days`,
      people,
      asOf,
      ({ intakeOn }) => intakeOn,
      calendar && ((notified) => offset(calendar, notified, { value: INTAKE_WORKING_DAYS, unit: 'workingDays' })),
    ),
  ];
}

function stepMeasures(
  code: string,
  step: string,
  limit: string,
  people: readonly Person[],
  asOf: LocalDate,
  stepOn: (person: Person) => LocalDate | null,
  lastDay: ((notified: LocalDate) => LocalDate) | undefined,
): readonly Measure[] {
  const known = people.flatMap((person) =>
    person.notifiedOn === null ? [] : [{ person, notified: person.notifiedOn }],
  );
  const unknown = people.length - known.length;
  const observations = known
    .filter(({ notified }) => notified <= asOf)
    .map(({ person, notified }) => {
      const on = stepOn(person);
      const until = on ?? person.concludedOn ?? asOf;
      return { time: Math.max(0, daysBetween(notified, until)), cause: on === null ? null : LANDED };
    });
  const done = observations.filter(({ cause }) => cause !== null).length;
  const median = estimate(
    `M8.${code}`,
    `Median days from notification to ${step}`,
    done,
    observations.length,
    medianTime(kaplanMeier(riskTable(observations))),
    { censored: observations.length - done, unknown },
  );
  if (!lastDay) return [median];
  const passed = known.filter(({ notified }) => lastDay(notified) <= asOf);
  const inTime = passed.filter(({ person, notified }) => (stepOn(person) ?? '9999-12-31') <= lastDay(notified));
  const rest = { censored: known.length - passed.length, unknown };
  return [
    median,
    share(`M8.${code}.IN_TIME`, `Within ${limit} of the notification: ${step}`, inTime.length, passed.length, rest),
  ];
}

/** M20: deadlines met in time of those that were met or had passed, per kind; and how many of them were put right afterwards. */
export function onTime(
  people: readonly Person[],
  asOf: LocalDate,
  counted: (code: string) => boolean,
): readonly Measure[] {
  const deadlines = people.flatMap((person) => person.deadlines).filter(({ code }) => counted(code));
  return KINDS.flatMap((kind) => {
    const standing = deadlines
      .filter((deadline) => deadline.kind === kind)
      .map((deadline) => ({ deadline, how: outcomeOn(deadline, asOf) }));
    if (standing.length === 0) return [];
    const met = standing.filter(({ how }) => how === 'IN_TIME');
    const due = standing.filter(({ how }) => how === 'IN_TIME' || how === 'LATE');
    const name = kind.toLowerCase();
    return [
      share(`M20.${kind}`, `Deadlines met in time: ${name}`, met.length, due.length, {
        censored: standing.filter(({ how }) => how === 'OPEN').length,
        unknown: standing.filter(({ how }) => how === 'HELD').length,
      }),
      share(
        `M20.${kind}.PUT_RIGHT`,
        `Of these recorded late: ${name}`,
        met.filter(({ deadline }) => deadline.putRight).length,
        met.length,
      ),
    ];
  });
}

/** GONE: cancelled or waived, so that nothing is owed. HELD: a pause holds it, and its last day is not known. */
function outcomeOn(
  { lastDay, stoppedOn, how, expired }: SurvivalDeadline,
  asOf: LocalDate,
): 'IN_TIME' | 'LATE' | 'OPEN' | 'HELD' | 'GONE' {
  const stopped = stoppedOn !== null && stoppedOn <= asOf;
  if (stopped && how !== 'MET') return 'GONE';
  if (lastDay === null) return stopped ? 'IN_TIME' : 'HELD';
  if (stopped) return stoppedOn <= lastDay ? 'IN_TIME' : 'LATE';
  // On the day itself the cut-off tells: the clock has expired or not.
  return lastDay < asOf || (lastDay === asOf && expired) ? 'LATE' : 'OPEN';
}
