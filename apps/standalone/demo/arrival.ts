import { addDays, instantAt } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { factsOf, HOME_ZONE, type TrajectoryState } from '@overstap/mobility';
import { COACHES } from './agency.js';
import { type Act, type TrajectoryLife } from './life.js';
import { ODDS } from './odds.js';

/** From the invitation to the intake, or to the day on which it is clear that there will be none. */
export function arrive(life: TrajectoryLife): void {
  const { chance, person } = life;
  const { arrival } = ODDS;
  const invitedOn = person.notifiedOn;
  if (chance.happens(arrival.declines)) {
    const on = life.after(invitedOn, [2, 16]);
    return life.tell([
      { on, type: 'DeclineParticipation', data: { reason: chance.weighted(arrival.declineReasons), on } },
    ]);
  }
  // The planner's tasks see to who does not answer: calls, and in the end the expiry.
  if (chance.happens(arrival.silent)) return;
  const contactOn = firstContact(life, invitedOn);
  matchCoach(life, contactOn);
  if (chance.happens(arrival.portal)) {
    const on = life.after(contactOn, [0, 9]);
    life.tell([{ on, type: 'ActivatePortalAccount', data: { on } }]);
  }
  if (chance.happens(arrival.neverComes)) {
    const on = life.after(contactOn, [60, 95]);
    return life.tell([
      {
        on,
        type: 'CloseTrajectory',
        data: { on, closureClass: 'INTERRUPTED', reason: chance.of(['WITHDRAWN', 'UNREACHABLE']) },
      },
    ]);
  }
  life.tell(intake(life, contactOn));
}

function firstContact(life: TrajectoryLife, invitedOn: LocalDate): LocalDate {
  const { chance } = life;
  const { inTime, onDay, late, lateDays, veryLateDays } = ODDS.arrival.contact;
  const luck = chance.next();
  const called = addDays(invitedOn, Number(chance.weighted(onDay)));
  // Nobody calls on a Sunday, and two days are two days: then it is done on the day of the invitation.
  const soon = life.calendar.isWorking(called) ? called : invitedOn;
  const reachedOn = luck < inTime ? soon : life.after(invitedOn, luck < inTime + late ? lateDays : veryLateDays);
  const attempt = addDays(invitedOn, 1);
  life.tell([
    ...(attempt < reachedOn
      ? [
          {
            on: attempt,
            type: 'AttemptFirstContact',
            data: {
              n: 1,
              channel: 'PHONE',
              outcome: chance.of(['NO_ANSWER', 'VOICEMAIL', 'WRONG_NUMBER']),
              occurredOn: attempt,
            },
          },
        ]
      : []),
    {
      on: reachedOn,
      type: 'MakeFirstContact',
      data: { on: reachedOn, channel: chance.of(['PHONE', 'PHONE', 'VIDEO', 'ON_SITE']) },
    },
  ]);
  return reachedOn;
}

function matchCoach(life: TrajectoryLife, contactOn: LocalDate): void {
  const [coach] = life.chance.of(COACHES);
  life.coach = coach;
  life.tell([
    { on: life.after(contactOn, [0, 4]), type: 'MatchCoach', data: { coachId: coach, overrideReason: 'The nearest' } },
  ]);
}

/** A date is made, sometimes moved, sometimes in vain; then the talk is held, and a slip of the pen in its date is put right. */
function intake(life: TrajectoryLife, contactOn: LocalDate): readonly Act[] {
  const { chance } = life;
  const { intakeAfterDays, intakeNoShow, intakeRescheduled, intakeCorrected } = ODDS.arrival;
  const mode = chance.of(['ONSITE', 'ONSITE', 'VIDEO']);
  const plannedFor = (on: LocalDate, day: LocalDate): Act => ({
    on,
    type: 'ScheduleIntake',
    data: { at: instantAt(HOME_ZONE, day, chance.of(['09:30', '11:00', '14:00'])), mode, occurredOn: on },
  });
  let day = life.after(contactOn, intakeAfterDays);
  const acts = [plannedFor(contactOn, day)];
  if (chance.happens(intakeRescheduled)) {
    const moved = life.after(day, [1, 6]);
    acts.push(plannedFor(addDays(day, -1) > contactOn ? addDays(day, -1) : contactOn, moved));
    day = moved;
  }
  if (chance.happens(intakeNoShow)) {
    acts.push({ on: day, type: 'RecordIntakeNoShow', data: { on: day, excused: chance.happens(0.5) } });
    const again = life.after(day, [3, 8]);
    acts.push(plannedFor(day, again));
    day = again;
  }
  acts.push({ on: day, type: 'HoldIntake', data: { on: day, minutes: chance.of([60, 75, 90]), mode } });
  if (chance.happens(intakeCorrected)) acts.push(correctionOfIntake(life.after(day, [4, 12])));
  return acts;
}

const correctionOfIntake = (on: LocalDate): Act => ({
  on,
  type: 'CorrectFact',
  by: 'COACH',
  data: (state: TrajectoryState) => {
    const held = factsOf(state.facts, 'IntakeHeld')[0];
    return (
      held && {
        eventId: held.id,
        changes: { on: addDays(held.on, -1) },
        reason: 'Een dag verkeerd ingevoerd',
      }
    );
  },
});
