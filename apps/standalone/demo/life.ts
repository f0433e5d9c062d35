import { addDays, dayOfWeek } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { COACHES } from './agency.js';
import { type Chance } from './chance.js';

/** Something that somebody records about a person on a day. */
export interface Act {
  readonly on: LocalDate;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Monthly hazards of landing that give the trade association's shares after a year, by age. */
const HAZARD = { young: 0.1155, middle: 0.1003, old: 0.0594 } as const;
const DAYS_IN_MONTH = 30.4;

/** What happens to one person from the invitation on, in the order of its days. */
export function lifeOf(invitedOn: LocalDate, chance: Chance): readonly Act[] {
  const acts: Act[] = [];
  const act = (on: LocalDate, type: string, data: object): void => void acts.push({ on, type, data: { ...data } });
  const after = (day: LocalDate, low: number, high: number): LocalDate =>
    weekday(addDays(day, chance.whole(low, high)));
  if (chance.happens(0.06)) {
    const on = after(invitedOn, 3, 20);
    act(on, 'DeclineParticipation', { reason: chance.of(['OWN_NETWORK', 'NO_NEED', 'RETIRING'] as const), on });
    return acts;
  }
  if (chance.happens(0.08)) return acts;
  const contactOn = after(invitedOn, 1, 8);
  act(contactOn, 'MakeFirstContact', { on: contactOn, channel: 'PHONE' });
  act(contactOn, 'MatchCoach', { coachId: chance.of(COACHES) });
  if (chance.happens(0.05)) return acts;
  const start = after(contactOn, 2, 14);
  act(start, 'HoldIntake', { on: start, minutes: 60, mode: chance.of(['ONSITE', 'VIDEO'] as const) });
  act(start, 'AcknowledgePrivacyNotice', { version: '1', language: 'nl' });
  const landsAfter = 20 + chance.wait(DAYS_IN_MONTH / chance.of([HAZARD.young, HAZARD.middle, HAZARD.old] as const));
  const leavesAfter = chance.happens(0.08) ? chance.whole(30, 150) : Infinity;
  const until = Math.min(landsAfter, leavesAfter, 182);
  const during = (day: number, type: string, data: object): void => {
    if (day < until) act(weekday(addDays(start, day)), type, data);
  };
  const spread = (day: number): number => day + chance.whole(0, 12);
  const signed = spread(8);
  during(signed, 'AgreePlan', plan(weekday(addDays(start, signed))));
  during(spread(30), 'AssessReadiness', { dimension: 'SELF_ANALYSIS', level: chance.whole(2, 5), by: 'COACH' });
  for (const question of ['WHO_AM_I', 'WHAT_DO_I_WANT', 'WHAT_CAN_I_DO'] as const)
    during(spread(42), 'RecordSelfAnalysisStatement', { question, ref: 'Zie verslag', confidence: chance.whole(2, 5) });
  for (let day = 60; day < 182; day += chance.whole(9, 16)) {
    const applicationId = `a-${day}`;
    const on = weekday(addDays(start, day));
    during(day, 'SubmitApplication', {
      applicationId,
      occupation: 'planner',
      sector: 'logistiek',
      channel: chance.of(['VACANCY', 'NETWORK', 'OPEN'] as const),
      on,
    });
  }
  if (chance.happens(0.1) && until > 90) {
    const [from, on] = [weekday(addDays(start, 50)), weekday(addDays(start, 50 + chance.whole(7, 30)))];
    act(from, 'PauseTrajectory', { from, expectedResumeOn: on, reason: chance.of(['SICK', 'CARE', 'WORK'] as const) });
    act(on, 'ResumeTrajectory', { on });
  }
  if (leavesAfter < Math.min(landsAfter, 182)) {
    const on = weekday(addDays(start, Math.round(leavesAfter)));
    act(on, 'CloseTrajectory', { on, closureClass: 'INTERRUPTED', reason: 'WITHDRAWN' });
  } else if (landsAfter < 182) landing(weekday(addDays(start, Math.round(landsAfter))), act, chance);
  else if (chance.happens(0.7)) {
    const on = weekday(addDays(start, 190));
    act(on, 'CloseTrajectory', { on, closureClass: 'END_OF_TERM', reason: 'TERM_ENDED' });
  }
  return acts.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function landing(
  acceptedOn: LocalDate,
  act: (on: LocalDate, type: string, data: object) => void,
  chance: Chance,
): void {
  const startsOn = weekday(addDays(acceptedOn, chance.whole(10, 35)));
  const outcomeType = chance.of([
    'EMPLOYED_PERMANENT',
    'EMPLOYED_FIXED_6M_PLUS',
    'EMPLOYED_FIXED_6M_PLUS',
    'EMPLOYED_FIXED_SHORT',
    'TEMP_AGENCY',
    'SELF_EMPLOYED',
  ] as const);
  act(acceptedOn, 'RecordPlacement', {
    placementId: 'p-1',
    outcomeType,
    acceptedOn,
    startsOn,
    hoursPerWeek: chance.of([24, 32, 36, 40] as const),
    sector: chance.of(['zorg', 'techniek', 'logistiek', 'overheid'] as const),
    sameFunction: chance.happens(0.2),
    sameSector: chance.happens(0.4),
    channel: chance.of(['VACANCY', 'NETWORK', 'AGENCY'] as const),
    subsidised: chance.happens(0.04),
    internal: false,
  });
  act(startsOn, 'StartPlacement', { placementId: 'p-1', on: startsOn });
  for (const day of [30, 90, 180, 365] as const)
    act(weekday(addDays(startsOn, day + 3)), 'MakeAftercareContact', {
      day,
      status: chance.happens(0.9) ? 'SAME_JOB' : 'OTHER_JOB',
    });
}

const plan = (signedOn: LocalDate): object => ({
  planVersion: 1,
  approach: 'SELF_MANAGEMENT',
  goals: ['Passend werk'],
  activities: ['Netwerken'],
  facilities: [],
  duties: [],
  evaluationDates: [addDays(signedOn, 84)],
  signedOn,
});

/** The day itself, or the Monday after a weekend. */
function weekday(day: LocalDate): LocalDate {
  const ahead = Math.max(0, 8 - dayOfWeek(day));
  return dayOfWeek(day) < 6 ? day : addDays(day, ahead);
}
