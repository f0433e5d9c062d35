import { type LocalDate } from '@overstap/kernel';
import { type Act, type TrajectoryLife } from './life.js';
import { ODDS } from './odds.js';

/** An application that does not end in work: most of them do not. */
export function application(life: TrajectoryLife, on: LocalDate): readonly Act[] {
  const { chance } = life;
  const odds = ODDS.application;
  const applicationId = life.number('application');
  const acts: Act[] = [submitted(life, applicationId, on)];
  const rejected = (day: LocalDate, stage: string): Act => ({
    on: day,
    type: 'RejectApplication',
    by: 'PARTICIPANT',
    data: { applicationId, stage },
  });
  if (chance.happens(odds.interview)) {
    const first = life.after(on, [7, 16]);
    acts.push(interview(applicationId, 1, first));
    const last = chance.happens(odds.secondRound) ? life.after(first, [4, 10]) : first;
    if (last !== first) acts.push(interview(applicationId, 2, last));
    if (chance.happens(odds.offerDeclined)) acts.push(...declined(life, applicationId, life.after(last, [2, 7])));
    else acts.push(rejected(life.after(last, [2, 9]), 'INTERVIEW'));
  } else if (chance.happens(odds.rejected)) acts.push(rejected(life.after(on, [5, 24]), 'SUBMITTED'));
  else if (chance.happens(odds.withdrawn))
    acts.push({
      on: life.after(on, [3, 12]),
      type: 'WithdrawApplication',
      by: 'PARTICIPANT',
      data: { applicationId, reason: 'Reistijd te lang' },
    });
  return acts;
}

export const submitted = ({ chance, person }: TrajectoryLife, applicationId: string, on: LocalDate): Act => ({
  on,
  type: 'SubmitApplication',
  by: 'PARTICIPANT',
  data: {
    applicationId,
    occupation: person.function,
    sector: chance.of(['zorg', 'techniek', 'logistiek', 'overheid', 'handel']),
    channel: chance.of(['VACANCY', 'VACANCY', 'VACANCY', 'NETWORK', 'OPEN', 'AGENCY', 'UWV']),
    on,
  },
});

export const interview = (applicationId: string, round: number, on: LocalDate): Act => ({
  on,
  type: 'RecordInterview',
  by: 'PARTICIPANT',
  data: { applicationId, round, on },
});

/** An offer that the person does not want. */
export const declined = (life: TrajectoryLife, applicationId: string, offeredOn: LocalDate): readonly Act[] => {
  const on = life.after(offeredOn, [1, 5]);
  return [
    { on: offeredOn, type: 'RecordOffer', by: 'PARTICIPANT', data: { applicationId, on: offeredOn } },
    { on, type: 'DeclineOffer', by: 'PARTICIPANT', data: { applicationId, on, reason: 'Loon te laag' } },
  ];
};
