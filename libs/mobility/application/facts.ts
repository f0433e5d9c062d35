import { COACH_OR_PARTICIPANT, EMPLOYER_SIDE, fact } from '../trajectory/fact.js';
import * as application from './events.js';

export const APPLICATION_FACTS = {
  SuggestVacancy: fact(application.VacancySuggested, 'started', ['COACH', 'SYSTEM'], 'Suggest a vacancy'),
  DismissVacancy: fact(application.VacancyDismissed, 'started', COACH_OR_PARTICIPANT, 'Dismiss a suggested vacancy'),
  SubmitApplication: fact(application.ApplicationSubmitted, 'started', COACH_OR_PARTICIPANT, 'Record an application'),
  AdvanceApplication: fact(
    application.ApplicationAdvanced,
    'started',
    COACH_OR_PARTICIPANT,
    'Record that an application came a stage further',
  ),
  RejectApplication: fact(
    application.ApplicationRejected,
    'started',
    COACH_OR_PARTICIPANT,
    'Record that an application was rejected',
  ),
  WithdrawApplication: fact(
    application.ApplicationWithdrawn,
    'started',
    COACH_OR_PARTICIPANT,
    'Withdraw an application',
  ),
  LapseApplication: fact(
    application.ApplicationLapsed,
    'started',
    ['SYSTEM', 'COACH', 'PARTICIPANT'],
    'Let an application lapse that nobody answers',
  ),
  LogNetworkContact: fact(
    application.NetworkContactLogged,
    'started',
    COACH_OR_PARTICIPANT,
    'Log a conversation in the network',
  ),
  RecordInterview: fact(application.InterviewHeld, 'started', COACH_OR_PARTICIPANT, 'Record a job interview'),
  StartWorkTrial: fact(application.WorkTrialStarted, 'started', COACH_OR_PARTICIPANT, 'Record that a work trial began'),
  EndWorkTrial: fact(application.WorkTrialEnded, 'started', COACH_OR_PARTICIPANT, 'Record that a work trial ended'),
  RecordOffer: fact(application.OfferReceived, 'started', COACH_OR_PARTICIPANT, 'Record a job offer'),
  AcceptOffer: fact(application.OfferAccepted, 'started', COACH_OR_PARTICIPANT, 'Record that an offer was accepted'),
  DeclineOffer: fact(application.OfferDeclined, 'started', COACH_OR_PARTICIPANT, 'Record that an offer was declined'),
  OfferSuitableJob: fact(
    application.SuitableJobOffered,
    'referred',
    EMPLOYER_SIDE,
    'Offer a job that the employer holds suitable',
  ),
  AcceptSuitableJob: fact(application.SuitableJobAccepted, 'referred', COACH_OR_PARTICIPANT, 'Accept a suitable job'),
  RefuseSuitableJob: fact(
    application.SuitableJobRefused,
    'referred',
    COACH_OR_PARTICIPANT,
    'Refuse a job offered as suitable',
  ),
  DisputeSuitability: fact(
    application.SuitabilityDisputed,
    'referred',
    ['PARTICIPANT', 'COACH', 'PROGRAMME_MANAGER'],
    'Lay the suitability of an offer before the committee; its members, where named, read the case and decide it',
  ),
  DecideSuitability: fact(
    application.SuitabilityDecided,
    'referred',
    ['PROGRAMME_MANAGER', 'COMMITTEE_MEMBER'],
    'Record what the committee decided',
  ),
  CloseBenefitWindow: fact(
    application.BenefitWindowClosed,
    'started',
    ['SYSTEM', 'PARTICIPANT'],
    'Count the activities of a benefit window',
  ),
} as const;
