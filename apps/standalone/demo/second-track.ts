import { addDays, type Calendar } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { createdProgramme, type ProgrammeState } from '@overstap/mobility';
import { DEFAULT_TENANT, type Program } from '../../program/program.js';
import { type DemoProgramme } from './agency.js';
import { type Chance } from './chance.js';
import { type Counter } from './counter.js';
import { Life } from './life.js';

/** Who is named in the one second track of the demo, as their accounts call them. */
export const NAMED_IN_DEMO = {
  EMPLOYER_CASE_MANAGER: 'case-manager-1',
  LINE_MANAGER: 'line-manager-1',
  COMMITTEE_MEMBER: 'committee-member-1',
  TRAINER: 'trainer-1',
} as const;

/** So long before the end of the history it comes, and so long ago the person fell ill. */
export const SECOND_TRACK_DAYS_AGO = 35;
const ILL_DAYS = 400;
const CODE = 'TWEEDE-SPOOR';
const COACH = 'coach-1';

/**
 * One person on the second track, for those whom an account of the demo shows nothing else: somebody has the case at the employer, a line manager sat in
 * the three-way meeting, a member of a committee has a dispute to decide, and a trainer somebody who comes. Told at once; what falls due on it
 * afterwards does as on any other.
 */
export async function beginSecondTrack(
  { program, counter, calendar }: { readonly program: Program; readonly counter: Counter; readonly calendar: Calendar },
  { employer, manager }: Pick<DemoProgramme, 'employer' | 'manager'>,
  day: LocalDate,
  chance: Chance,
): Promise<readonly Life[]> {
  const names = { nl: 'Tweede spoor', en: 'Second track' };
  await counter.send('programme', CODE, 'OpenProgramme', {
    ...{
      code: CODE,
      names,
      employer,
      template: 'SP2-12',
      startsOn: day,
      endsOn: addDays(day, 730),
      headcountPlanned: 1,
    },
  });
  await counter.send('programme', CODE, 'AssignProgrammeManager', { userId: manager });
  const { state } = await program.aggregates.current(DEFAULT_TENANT, 'programme', CODE);
  const created = createdProgramme(state as ProgrammeState);
  if (!created) throw new Error('The second track has no programme');
  const participant = program.ids.next();
  await counter.send('participant', participant, 'RegisterParticipant', {
    ...{ participantId: participant, employerId: created.employerId, externalId: `${CODE}-1` },
    ...{ firstName: 'Marleen', lastName: 'Terpstra', email: 'tweede-spoor-1@voorbeeld.example', language: 'nl' },
    birthYear: 1974,
  });
  const trajectory = program.ids.next();
  for (const [type, data] of storyOf(trajectory, participant, created, day))
    await counter.send('trajectory', trajectory, type, data);
  const programme = {
    code: CODE,
    names,
    employer,
    manager,
    template: 'SP2-12',
    cohorts: [{ daysAgo: 0, people: 1 }],
  } as const;
  return [
    new Life('programme', CODE, programme, chance, calendar),
    new Life('trajectory', trajectory, programme, chance, calendar),
  ];
}

function storyOf(
  trajectoryId: string,
  participantId: string,
  {
    programmeId,
    templateId,
    templateVersion,
  }: Record<'programmeId' | 'templateId', string> & { templateVersion: number },
  on: LocalDate,
): readonly (readonly [string, object])[] {
  const offer = { offerId: 'offer-1', internal: false, scaleDelta: -1, travelMinutes: 55 };
  const able = {
    hoursPerDay: 5,
    hoursPerWeek: 25,
    abilities: ['Zittend werk met afwisseling'],
    limits: ['Niet tillen'],
  };
  return [
    [
      'ReferParticipant',
      {
        ...{ trajectoryId, participantId, programmeId, templateId, templateVersion },
        ...{
          referredOn: on,
          notifiedOn: on,
          source: 'EMPLOYER',
          origin: 'IMPOSED',
          functionCode: 'Magazijnmedewerker',
        },
        ...{ hoursPerWeek: 36, ageBand: 'FROM_40_TO_56' },
      },
    ],
    ['InviteParticipant', { channel: 'MAIL', language: 'nl' }],
    ['NameCaseManager', { caseManagerId: NAMED_IN_DEMO.EMPLOYER_CASE_MANAGER }],
    ['MakeFirstContact', { on, channel: 'PHONE' }],
    ['MatchCoach', { coachId: COACH, overrideReason: 'Kent de wet' }],
    ['HoldIntake', { on, minutes: 75, mode: 'ONSITE' }],
    ['ReportSickLeave', { firstDay: addDays(on, -ILL_DAYS) }],
    ['ReceiveProblemAnalysis', { on: addDays(on, -ILL_DAYS + 40) }],
    ['AgreeActionPlan', { on: addDays(on, -ILL_DAYS + 54) }],
    ['HoldFirstYearEvaluation', { on: addDays(on, -ILL_DAYS + 364) }],
    ['StartSecondTrack', { on, basis: 'FIRST_YEAR_EVALUATION' }],
    ['RecordLoadCapacity', { ...able, validUntil: addDays(on, 180), profession: 'COMPANY_DOCTOR' }],
    [
      'HoldThreeWayMeeting',
      {
        ...{ on, attendees: ['PARTICIPANT', 'COACH', 'LINE_MANAGER'], lineManagerId: NAMED_IN_DEMO.LINE_MANAGER },
        agreedGoals: 'Binnen een halfjaar passend werk, eerst vier ochtenden per week',
      },
    ],
    ['EnrolInWorkshop', { workshopId: 'netwerken', on, trainerId: NAMED_IN_DEMO.TRAINER }],
    ['OfferSuitableJob', { ...offer, respondBy: addDays(on, 14) }],
    ['RefuseSuitableJob', { offerId: offer.offerId, on }],
    [
      'DisputeSuitability',
      { offerId: offer.offerId, on, committee: 'Geschillencommissie', members: [NAMED_IN_DEMO.COMMITTEE_MEMBER] },
    ],
  ];
}
