import { COACHING, decidedFact, fact, PARTICIPANT_ALONE, PROGRAM } from '../trajectory/fact.js';
import * as report from './events.js';
import { ReportVersion } from './report-version.js';

export const REPORT_FACTS = {
  DraftReport: fact(report.ReportDrafted, 'any', COACHING, 'Draft a report about the trajectory'),
  PreviewReport: fact(
    report.ReportPreviewed,
    'any',
    ['COACH', 'SYSTEM'],
    'Lay a report before the participant, who may object',
  ),
  ObjectToReport: fact(report.ReportObjected, 'any', PARTICIPANT_ALONE, 'Object to a report about oneself'),
  ApproveReport: fact(
    report.ReportApproved,
    'any',
    ['COACH', 'PARTICIPANT', 'TEAM_LEAD'],
    'Approve a report for sharing',
  ),
  ShareReport: decidedFact(
    report.ReportShared,
    ReportVersion,
    'any',
    ['COACH', 'PROGRAMME_MANAGER'],
    'Share an approved report',
  ),
  WithdrawReport: fact(report.ReportWithdrawn, 'any', ['COACH', 'QUALITY_OFFICER'], 'Withdraw a report'),
  GiveConsent: fact(
    report.ConsentGiven,
    'any',
    PARTICIPANT_ALONE,
    'Consent to one purpose, for one recipient, until a day',
  ),
  WithdrawConsent: fact(report.ConsentWithdrawn, 'any', PARTICIPANT_ALONE, 'Withdraw a consent'),
  OptOutOfReminders: fact(report.RemindersOptedOut, 'any', PARTICIPANT_ALONE, 'Ask for no more reminders'),
  OptInToReminders: fact(report.RemindersOptedIn, 'any', PARTICIPANT_ALONE, 'Ask for reminders again'),
  HoldDisclosure: fact(
    report.DisclosureHeld,
    'any',
    PROGRAM,
    'Keep what happens from the employer while the person’s data may not be processed freely',
  ),
  ReleaseDisclosure: fact(report.DisclosureReleased, 'any', PROGRAM, 'Let the employer hear again of what happens'),
  StartRetention: fact(
    report.RetentionStarted,
    'any',
    ['SYSTEM', 'QUALITY_OFFICER'],
    'Start the time for which a category of the file is kept',
  ),
} as const;
