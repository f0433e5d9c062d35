import { addDays } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { declined, interview, submitted } from './applications.js';
import { type Act, type TrajectoryLife } from './life.js';
import { ODDS } from './odds.js';

type Outcome = keyof typeof ODDS.landing.outcomes | 'INTERNAL_REDEPLOYED';

const CONTRACTS: Readonly<Partial<Record<Outcome, string>>> = {
  EMPLOYED_PERMANENT: 'PERMANENT',
  EMPLOYED_FIXED_6M_PLUS: 'FIXED_TERM',
  EMPLOYED_FIXED_SHORT: 'FIXED_TERM',
  TEMP_AGENCY: 'TEMP_AGENCY',
  SECONDMENT: 'SECONDMENT',
  SELF_EMPLOYED: 'OWN_BUSINESS',
  INTERNAL_REDEPLOYED: 'PERMANENT',
  SUBSIDISED_WORK: 'FIXED_TERM',
};

/** The application that ends in an offer, from letter to signature, and what becomes of it. */
export function findWork(life: TrajectoryLife, on: LocalDate): void {
  const { chance } = life;
  const outcome = chance.weighted(ODDS.landing.outcomes);
  if (outcome === 'STUDY') return study(life, on);
  const applicationId = life.number('application');
  const first = life.after(on, [5, 12]);
  const second = chance.happens(0.5) ? life.after(first, [3, 8]) : first;
  const offeredOn = life.after(second, [2, 7]);
  const before = [
    submitted(life, applicationId, on),
    interview(applicationId, 1, first),
    ...(second === first ? [] : [interview(applicationId, 2, second)]),
  ];
  if (chance.happens(ODDS.landing.offerDeclined))
    return life.tell([...before, ...declined(life, applicationId, offeredOn)]);
  const acceptedOn = life.after(offeredOn, [1, 5]);
  life.promisedUntil = addDays(acceptedOn, ODDS.recordingLag.most);
  life.tell([
    ...before,
    { on: offeredOn, type: 'RecordOffer', by: 'PARTICIPANT', data: { applicationId, on: offeredOn } },
    { on: acceptedOn, type: 'AcceptOffer', by: 'PARTICIPANT', data: { applicationId, on: acceptedOn } },
    ...placement(life, outcome, acceptedOn, life.after(acceptedOn, [6, 40])),
  ]);
}

/** Goes back to school: work by the broad basis alone. */
function study(life: TrajectoryLife, on: LocalDate): void {
  life.promisedUntil = on;
  const [placed] = placement(life, 'STUDY', on, addDays(on, 30));
  const closed = { on, type: 'CloseTrajectory', data: { on, closureClass: 'INTERRUPTED', reason: 'WITHDRAWN' } };
  life.tell(placed ? [placed, closed] : [closed]);
}

/** The placement with what follows: the first day, a slip put right, an end in the trial period or later, and the closing of the file. */
export function placement(
  life: TrajectoryLife,
  outcomeType: Outcome,
  acceptedOn: LocalDate,
  startsOn: LocalDate,
): readonly Act[] {
  const { chance, person } = life;
  const { failsInTrial, endsLater, corrected, closedInTheEnd } = ODDS.landing;
  const internal = outcomeType === 'INTERNAL_REDEPLOYED';
  const placementId = life.number('placement');
  life.placement = placementId;
  const ratio = chance.whole(internal ? 95 : 82, internal ? 103 : 112) / 100;
  const contractType = CONTRACTS[outcomeType];
  const acts: Act[] = [
    {
      on: acceptedOn,
      type: 'RecordPlacement',
      by: 'COACH',
      data: {
        placementId,
        outcomeType,
        ...(contractType ? { contractType } : {}),
        acceptedOn,
        startsOn,
        hoursPerWeek: Math.max(8, Math.min(40, person.hoursPerWeek + chance.of([-8, -4, 0, 0, 0, 4]))),
        grossMonthlyCents: Math.round(person.grossMonthly * ratio) * 100,
        salaryRatio: ratio,
        sector: chance.of(['zorg', 'techniek', 'logistiek', 'overheid', 'handel']),
        sameFunction: chance.happens(internal ? 0.4 : 0.25),
        sameSector: internal || chance.happens(0.4),
        channel: internal ? 'INTERNAL' : chance.of(['VACANCY', 'VACANCY', 'NETWORK', 'NETWORK', 'AGENCY', 'OPEN']),
        subsidised: outcomeType === 'SUBSIDISED_WORK',
        internal,
      },
    },
    { on: startsOn, type: 'StartPlacement', by: 'COACH', data: { placementId, on: startsOn } },
  ];
  if (chance.happens(corrected))
    acts.push({
      on: addDays(startsOn, 6),
      type: 'CorrectPlacement',
      data: { placementId, hoursPerWeek: person.hoursPerWeek, reason: 'Uren volgens het getekende contract' },
    });
  if (outcomeType === 'SUBSIDISED_WORK')
    return [...acts, closing(life.after(startsOn, [5, 20]), 'END_OF_TERM', 'TERM_ENDED')];
  if (!internal && chance.happens(failsInTrial))
    return [...acts, ...back(life, placementId, life.after(startsOn, [9, 55]), true)];
  if (!internal && chance.happens(endsLater))
    return [...acts, ...back(life, placementId, life.after(startsOn, [80, 150]), false)];
  // Aftercare is known after half a year; then most files are closed.
  if (chance.happens(closedInTheEnd)) acts.push(closing(life.after(startsOn, [186, 240]), 'RESULT', 'LANDED'));
  return acts;
}

/** The job ends and the person is back; the trajectory goes on with time of its own. */
function back(life: TrajectoryLife, placementId: string, endedOn: LocalDate, withinProbation: boolean): readonly Act[] {
  const on = life.after(endedOn, [1, 6]);
  const cause = life.chance.happens(0.85) ? 'RELAPSE' : 'UNSUITABLE';
  const reason = withinProbation ? 'Proeftijd niet doorgekomen' : 'Tijdelijk contract niet verlengd';
  return [
    { on: endedOn, type: 'EndPlacement', by: 'COACH', data: { placementId, on: endedOn, reason, withinProbation } },
    { on, type: 'ReopenTrajectory', by: 'COACH', data: { on, cause, remainingDays: life.chance.of([61, 91, 122]) } },
  ];
}

const closing = (on: LocalDate, closureClass: string, reason: string): Act => ({
  on,
  type: 'CloseTrajectory',
  by: 'COACH',
  data: { on, closureClass, reason },
});
