import { type CohortRow } from '@overstap/cohort-files';
import { type LocalDate } from '@overstap/kernel';
import { type ParticipantRegistered, type ReferParticipant } from '@overstap/mobility';

/** What a row of the file becomes: a registered person and a referral. */
export interface Enrolment {
  readonly line: number;
  readonly participantId: string;
  readonly trajectoryId: string;
  readonly wave: number;
  readonly language: string;
  readonly registration: ParticipantRegistered;
  readonly referral: ReferParticipant;
}

interface EnrolmentTerms {
  readonly programme: string;
  readonly employer: string;
  readonly templateId: string;
  readonly templateVersion: number;
  readonly cohort: string;
  readonly today: LocalDate;
}

const FULL_TIME_HOURS = 40;

export function enrolmentOf(
  row: CohortRow,
  participantId: string,
  trajectoryId: string,
  terms: EnrolmentTerms,
): Enrolment {
  const language = row.language ?? 'nl';
  const wave = row.wave ?? 1;
  const { today } = terms;
  return {
    line: row.line,
    participantId,
    trajectoryId,
    wave,
    language,
    registration: {
      participantId,
      employerId: terms.employer,
      externalId: row.externalId,
      firstName: row.firstName,
      lastName: row.lastName,
      email: row.email,
      language,
      ...(row.phone === undefined ? {} : { phone: row.phone }),
      ...(row.birthYear === undefined ? {} : { birthYear: row.birthYear }),
    },
    referral: {
      trajectoryId,
      participantId,
      programmeId: terms.programme,
      templateId: terms.templateId,
      templateVersion: terms.templateVersion,
      cohortId: terms.cohort,
      wave,
      referredOn: today,
      notifiedOn: row.notifiedOn,
      redundancyOn: row.redundantOn,
      contractEndOn: row.contractEndsOn,
      source: 'IMPORT',
      origin: 'IMPOSED',
      ...(row.function === undefined ? {} : { functionCode: row.function }),
      ...(row.level === undefined ? {} : { functionLevel: row.level }),
      ...(row.site === undefined ? {} : { site: row.site }),
      ...(row.hoursPerWeek === undefined
        ? {}
        : { hoursPerWeek: row.hoursPerWeek, fte: Math.round((row.hoursPerWeek / FULL_TIME_HOURS) * 10_000) / 10_000 }),
      ...(row.grossMonthlyCents === undefined ? {} : { grossMonthlyCents: row.grossMonthlyCents }),
      ...(row.employedSince === undefined ? {} : { tenureMonths: monthsBetween(row.employedSince, today) }),
      ...(row.birthYear === undefined ? {} : { ageBand: ageBandOf(Number(today.slice(0, 4)) - row.birthYear) }),
    } as ReferParticipant,
  };
}

function monthsBetween(from: LocalDate, to: LocalDate): number {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
  return Math.max(0, (toYear - fromYear) * 12 + toMonth - fromMonth);
}

/** The cut of the OVAL survey. */
const ageBandOf = (age: number): string => (age < 40 ? 'UNDER_40' : age < 57 ? 'FROM_40_TO_56' : 'FROM_57');
