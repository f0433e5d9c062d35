import { addDays } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { type Act, type TrajectoryLife } from './life.js';
import { placement } from './landing.js';
import { ODDS } from './odds.js';

/** The round inside the employer, for some of the people of a social plan: proposed, decided, tried out, and back outside or in place. */
export function lookInside(life: TrajectoryLife): void {
  const { chance, person } = life;
  const { internal } = ODDS;
  if (life.programme.template !== 'COL-12' || !chance.happens(internal.matched)) return;
  const vacancyId = `${life.programme.code}-v${chance.whole(1, VACANCIES)}`;
  const fit = chance.whole(55, 95);
  const proposedOn = life.after(person.redundantOn, [30, 62]);
  const decidedOn = life.after(proposedOn, [4, 16]);
  const decision = chance.weighted(internal.decisions);
  const reason = decision === 'ACCEPTED' ? 'Past bij ervaring' : 'Te ver van het eigen werk';
  const acts: Act[] = [
    { on: proposedOn, type: 'ProposeInternalMatch', by: 'EMPLOYER_HR', data: { vacancyId, fit } },
    { on: decidedOn, type: 'DecideInternalMatch', by: 'EMPLOYER_HR', data: { vacancyId, fit, decision, reason } },
  ];
  if (decision === 'REFUSED_BY_PARTICIPANT' && chance.happens(internal.disputes))
    acts.push(...dispute(life, decidedOn));
  if (decision !== 'ACCEPTED') return tellUntil(life, acts);
  if (!chance.happens(internal.trial))
    return tellUntil(life, [...acts, ...inPlace(life, life.after(decidedOn, [3, 10]))]);
  const startsOn = life.after(decidedOn, [3, 10]);
  const to = addDays(startsOn, 42);
  const evaluatedOn = life.after(to, [-4, 6]);
  const passes = chance.happens(internal.trialPasses);
  acts.push(
    { on: startsOn, type: 'StartTrialPeriod', by: 'EMPLOYER_HR', data: { vacancyId, to, occurredOn: startsOn } },
    {
      on: evaluatedOn,
      type: 'EvaluateTrialPeriod',
      by: 'EMPLOYER_HR',
      data: { vacancyId, to, result: passes ? 'PASSED' : 'FAILED', occurredOn: evaluatedOn },
    },
  );
  tellUntil(life, passes ? [...acts, ...inPlace(life, life.after(evaluatedOn, [1, 6]))] : acts);
}

/** How many vacancies the employer opens inside. */
export const VACANCIES = 12;

/** Tells it, and from the day on which the last is told the round is over for this person. */
function tellUntil(life: TrajectoryLife, acts: readonly Act[]): void {
  life.tell(acts);
  life.matchOverOn = acts.reduce((last, { on }) => (on > last ? on : last), '');
}

function inPlace(life: TrajectoryLife, on: LocalDate): readonly Act[] {
  const startsOn = life.after(on, [5, 20]);
  life.promisedUntil = addDays(on, ODDS.recordingLag.most);
  return [
    {
      on,
      type: 'ConfirmInternalRedeployment',
      by: 'EMPLOYER_HR',
      data: { startsOn, scaleDelta: life.chance.of([-1, 0, 0, 0, 1]), salaryGuarantee: life.chance.happens(0.7) },
    },
    ...placement(life, 'INTERNAL_REDEPLOYED', on, startsOn),
  ];
}

function dispute(life: TrajectoryLife, refusedOn: LocalDate): readonly Act[] {
  const offerId = life.number('offer');
  const committee = 'Begeleidingscommissie';
  const on = life.after(refusedOn, [3, 9]);
  const decidedOn = life.after(on, [9, 20]);
  const decision = life.chance.of(['NOT_SUITABLE', 'NOT_SUITABLE', 'SUITABLE']);
  return [
    { on, type: 'DisputeSuitability', by: 'PARTICIPANT', data: { offerId, committee, on } },
    { on: decidedOn, type: 'DecideSuitability', data: { offerId, committee, decision, on: decidedOn } },
  ];
}

/** Who goes outside mostly signs a settlement on the way; a few think better of it. For the others the employer turns to UWV. */
export function settle(life: TrajectoryLife, on: LocalDate): void {
  const { chance } = life;
  if (!chance.happens(ODDS.internal.settles)) return permit(life, on);
  const signedOn = life.after(on, [8, 50]);
  const coolingOffDays = chance.of([14, 14, 14, 21]);
  const employmentEndsOn = addDays(signedOn, chance.whole(60, 120));
  const signed = (day: LocalDate): Act => ({
    on: day,
    type: 'SignSettlement',
    data: { on: day, coolingOffDays, employmentEndsOn },
  });
  const revokedOn = life.after(signedOn, [2, 9]);
  const revoked: Act = { on: revokedOn, type: 'RevokeSettlement', data: { on: revokedOn } };
  const again = chance.happens(ODDS.internal.revokes) ? [revoked, signed(life.after(revokedOn, [10, 20]))] : [];
  life.tell([signed(signedOn), ...again]);
}

function permit(life: TrajectoryLife, from: LocalDate): void {
  if (!life.chance.happens(ODDS.internal.permitted)) return;
  const on = life.after(from, [25, 70]);
  const employmentEndsOn = addDays(on, life.chance.whole(45, 110));
  life.tell([{ on, type: 'RecordDismissalPermission', data: { on, employmentEndsOn } }]);
}
