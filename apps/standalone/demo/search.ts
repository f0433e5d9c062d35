import { addDays, instantAt } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { HOME_ZONE, type TrajectoryState } from '@overstap/mobility';
import { COACHES } from './agency.js';
import { application } from './applications.js';
import { findWork } from './landing.js';
import { type Act, type TrajectoryLife } from './life.js';
import { ODDS, WORKING_DAYS_IN_MONTH } from './odds.js';

/** What may happen on a working day to somebody who is on the way to other work. */
export function searchOn(life: TrajectoryLife, state: TrajectoryState, today: LocalDate): void {
  const { chance } = life;
  const { perDay } = ODDS;
  const searching = state.workflow.phases['search']?.enteredOn !== undefined;
  const on = life.workingDay(addDays(today, 1));
  if (chance.happens(ODDS.pause.perDay)) return life.tell(pause(life, on));
  if (chance.happens(perDay.session)) life.tell(session(life, on));
  if (chance.happens(perDay.talk)) life.tell([talk(life, on)]);
  if (chance.happens(searching ? perDay.application : perDay.earlyApplication)) life.tell(application(life, on));
  if (chance.happens(ODDS.coachChangesPerDay)) life.tell(changeCoach(life, on));
  if (today <= life.promisedUntil) return;
  if (chance.happens(hazardOn(life, state, today))) findWork(life, on);
  else if (chance.happens(leavingOn(life, today))) life.tell(leave(life, on));
}

function hazardOn(life: TrajectoryLife, { workflow: { phases } }: TrajectoryState, today: LocalDate): number {
  const { landing } = ODDS;
  const age = life.ageOn(today);
  const monthly = age < 40 ? landing.UNDER_40 : age < 57 ? landing.FROM_40_TO_56 : landing.FROM_57;
  const inside = life.programme.template === 'COL-12' && phases['external']?.enteredOn === undefined;
  const searching = phases['search']?.enteredOn !== undefined;
  const by = inside ? landing.duringInternalRound : searching ? landing.inSearch : landing.beforeSearch;
  return (monthly * by) / WORKING_DAYS_IN_MONTH;
}

const leavingOn = (life: TrajectoryLife, today: LocalDate): number =>
  life.ageOn(today) >= 62 ? ODDS.leaving.retirementPerDayFrom62 : ODDS.leaving.perDay;

function session(life: TrajectoryLife, on: LocalDate): readonly Act[] {
  const { chance } = life;
  const sessionId = life.number('session');
  const planned = { sessionId, at: instantAt(HOME_ZONE, on, '10:00'), minutes: 60, mode: 'ONSITE', by: 'COACH' };
  const held = (day: LocalDate): Act => ({
    on: day,
    type: 'HoldSession',
    data: {
      sessionId,
      on: day,
      minutes: chance.of([45, 60, 60, 90]),
      kind: 'INDIVIDUAL',
      serviceRole: chance.of(['COACH', 'COACH', 'ADVISE', 'MEDIATE']),
      attendance: chance.of(['PRESENT', 'PRESENT', 'PRESENT', 'LATE']),
    },
  });
  if (chance.happens(ODDS.sessionNoShow))
    return [{ on, type: 'RecordSessionNoShow', data: { sessionId, excused: chance.happens(0.6) } }];
  if (!chance.happens(ODDS.sessionRescheduled)) return [held(on)];
  const moved = life.after(on, [2, 7]);
  const again = { ...planned, at: instantAt(HOME_ZONE, moved, '13:00'), by: 'PARTICIPANT', noticeHours: 24 };
  return [{ on, type: 'ScheduleSession', data: planned }, { on, type: 'RescheduleSession', data: again }, held(moved)];
}

const talk = ({ chance }: TrajectoryLife, on: LocalDate): Act => ({
  on,
  type: 'LogNetworkContact',
  by: 'PARTICIPANT',
  data: {
    contactType: chance.of(['PEER', 'PEER', 'INSIDER', 'DECISION_MAKER', 'RECRUITER']),
    on,
    outcome: chance.of(['TALKED', 'TALKED', 'REFERRED_ON', 'LEAD', 'NO_ANSWER']),
  },
});

function pause(life: TrajectoryLife, from: LocalDate): readonly Act[] {
  const { reasons, days, shifts } = ODDS.pause;
  const expectedResumeOn = life.after(from, days);
  const on = life.chance.happens(shifts) ? life.after(expectedResumeOn, [1, 12]) : expectedResumeOn;
  return [
    { on: from, type: 'PauseTrajectory', data: { from, expectedResumeOn, reason: life.chance.weighted(reasons) } },
    { on, type: 'ResumeTrajectory', data: { on } },
  ];
}

function changeCoach(life: TrajectoryLife, on: LocalDate): readonly Act[] {
  const [to] = life.chance.of(COACHES);
  life.coach = to;
  return [
    {
      on,
      type: 'ReassignCoach',
      by: 'TEAM_LEAD',
      data: { to, reason: 'Caseload', handoverDone: true, overrideReason: 'Agreed with both' },
    },
  ];
}

/** Leaving for something else than work: retirement, care, another provider, or no wish to go on. */
function leave(life: TrajectoryLife, on: LocalDate): readonly Act[] {
  const closed = (reason: string, closureClass = 'INTERRUPTED', more: object = {}): Act => ({
    on,
    type: 'CloseTrajectory',
    data: { on, closureClass, reason, ...more },
  });
  const exit = (outcomeType: string): Act => ({ on, type: 'RecordExitWithoutWork', data: { outcomeType, on } });
  if (life.ageOn(on) >= 62) return [exit('RETIREMENT'), closed('RETIRED')];
  const reason = life.chance.weighted(ODDS.leaving.reasons);
  switch (reason) {
    case 'CARE':
      return [exit('CARE'), closed('WITHDRAWN')];
    case 'DISABILITY':
      return [exit('DISABILITY'), closed('OTHER', 'INTERRUPTED', { healthReason: 'ILLNESS' })];
    case 'OTHER_PROVIDER':
      return [closed(reason, 'TRANSFERRED')];
    default:
      return [closed(reason)];
  }
}
