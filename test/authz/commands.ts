/**
 * Who may give which command over HTTP, typed from the text of the requirements, whose chapters the numbers are, never from the registry of commands: a command that was enrolled
 * for the wrong roles is found by this table. A command that is not here fails the suite; say it, with the place of the text it follows from.
 *
 * What the text says of reading bounds writing: nobody records what they may not read (6.2), but for what the text gives them as a task of their own (chapter 11).
 */
type Table = readonly (readonly [path: string, commands: string, who: string])[];

const DESK = 'PLANNER PROGRAMME_MANAGER';
const CARRIES_OUT = 'COACH TEAM_LEAD PROGRAMME_MANAGER PLANNER';
const BOTH = 'COACH PARTICIPANT';
/** "A task's owner, whatever the role, has a list of their own tasks" (6.2). */
const OWNERS = `PARTICIPANT ${CARRIES_OUT} BACK_OFFICE QUALITY_OFFICER TRAINER EMPLOYER_HR EMPLOYER_CASE_MANAGER`;
/** Levels 3 and 4 of the ladder, the planner of R1 and R2, and whom breaches of the law go to (10.1). */
const ESCALATED_TO = 'TEAM_LEAD PROGRAMME_MANAGER PLANNER QUALITY_OFFICER';
/** The tasks of E (11.2, 11.3); the agency's manager writes down what the employer says. */
const FOR_THE_EMPLOYER = 'PROGRAMME_MANAGER EMPLOYER_HR';
const OF_TASKS: readonly (readonly [string, string])[] = [
  ['complete-task start-task claim-task block-task unblock-task snooze-task undo-task', OWNERS],
  // "Cancel needs reason and team-lead role" where the task is mandatory (7): that the decision sees to.
  ['cancel-task assign-task', CARRIES_OUT],
  ['acknowledge-escalation resolve-escalation', ESCALATED_TO],
];

const TABLE: Table = [
  // Settings of the agency are ADMIN's (6.1); templates and parameters the programme manager's (P0, RW).
  ['/agencies/{id}', 'register-employer create-team define-calendar', 'ADMIN PROGRAMME_MANAGER'],
  ['/agencies/{id}', 'close-calendar-day set-legal-parameter', 'ADMIN PROGRAMME_MANAGER'],
  ['/templates/{id}', 'publish-template retire-template', 'PROGRAMME_MANAGER'],
  ['/programmes', 'open-programme', 'PROGRAMME_MANAGER'],
  ['/programmes/{id}', 'create-programme open-prepared-programme upgrade-programme-template', 'PROGRAMME_MANAGER'],
  ['/programmes/{id}', 'record-legal-context change-context agree-landing-definition', 'PROGRAMME_MANAGER'],
  ['/programmes/{id}', 'set-performance-target set-budget record-budget-threshold', 'PROGRAMME_MANAGER'],
  ['/programmes/{id}', 'agree-retention-policy set-report-schedule assign-provider', 'PROGRAMME_MANAGER'],
  ['/programmes/{id}', 'hold-committee-meeting close-programme', 'PROGRAMME_MANAGER'],
  ['/programmes/{id}', 'assign-programme-manager assign-planner unassign-planner', 'PROGRAMME_MANAGER ADMIN'],
  ['/programmes/{id}', 'open-internal-vacancy fill-internal-vacancy', FOR_THE_EMPLOYER],
  ...OF_TASKS.map(([commands, who]) => ['/programmes/{id}', commands, who] as const),
  // A date of the programme is its manager's to move, a personal one its owner's, whatever the role (time.md, clocks): the decision asks which it is.
  ['/programmes/{id}', 'move-clock undo-clock-move', OWNERS],
  ['/trajectories/{id}', 'move-clock undo-clock-move', OWNERS],
  // The list is the planner's, waves are the manager's too (11.2).
  ['/cohorts', 'create-cohort', DESK],
  ['/cohorts/{id}', 'release-cohort-wave', DESK],

  // P5: the person RW, whom the intake desk enters (6.1); coach and programme manager R; the quality officer P5 for requests.
  ['/participants', 'register-participant', 'PLANNER'],
  ['/participants/{id}', 'change-participant-details', 'PARTICIPANT PLANNER QUALITY_OFFICER'],
  // Rights and retention (10.2, R18 and R19).
  ['/participants/{id}', 'receive-subject-request', 'PARTICIPANT QUALITY_OFFICER'],
  // A coach may record what was put right (P2 and P3 are theirs to write); what is refused, the quality officer answers for.
  ['/participants/{id}', 'fulfil-subject-request', 'QUALITY_OFFICER COACH'],
  ['/participants/{id}', 'refuse-subject-request restrict-processing lift-processing-restriction', 'QUALITY_OFFICER'],
  ['/participants/{id}', 'place-retention-hold release-retention-hold', 'QUALITY_OFFICER'],
  ...OF_TASKS.map(([commands]) => ['/participants/{id}', commands, 'QUALITY_OFFICER'] as const),

  // Referral, activation, matching (8.B, block START): P1.
  ['/trajectories', 'refer-participant', DESK],
  ['/trajectories/{id}', 'invite-participant correct-referral', DESK],
  ['/trajectories/{id}', 'record-invitation-bounce', 'PLANNER'],
  ['/trajectories/{id}', 'expire-participation match-coach reassign-coach name-stand-in', 'PLANNER TEAM_LEAD'],
  ['/trajectories/{id}', 'end-stand-in propose-coach', 'PLANNER TEAM_LEAD'],
  ['/trajectories/{id}', 'attempt-first-contact make-first-contact', 'PLANNER COACH'],
  ['/trajectories/{id}', 'hold-chemistry-meeting book-interpreter', 'PLANNER COACH TEAM_LEAD'],
  ['/trajectories/{id}', 'record-interpreter-failure schedule-intake', 'PLANNER COACH TEAM_LEAD'],
  ['/trajectories/{id}', 'activate-portal-account', 'PARTICIPANT'],
  ['/trajectories/{id}', 'acknowledge-privacy-notice', BOTH],
  ['/trajectories/{id}', 'decline-participation', `${BOTH} PLANNER`],
  ['/trajectories/{id}', 'record-dismissal-permission', `${FOR_THE_EMPLOYER} PLANNER COACH`],
  ['/trajectories/{id}', 'sign-settlement revoke-settlement', `${FOR_THE_EMPLOYER} PLANNER ${BOTH}`],
  // 4.3: the employer names its case manager.
  ['/trajectories/{id}', 'name-case-manager', FOR_THE_EMPLOYER],

  // Clocks, phases, tasks (5, 8.D, 8.E): P1; the manager decides on extensions (R8), another person on waivers.
  ['/trajectories/{id}', 'pause-trajectory resume-trajectory', 'COACH TEAM_LEAD PLANNER'],
  ['/trajectories/{id}', 'request-extension request-waiver correct-fact void-fact add-task', CARRIES_OUT],
  [
    '/trajectories/{id}',
    'decide-extension decide-waiver decide-void migrate-trajectory',
    'TEAM_LEAD PROGRAMME_MANAGER',
  ],
  ['/trajectories/{id}', 'skip-phase reopen-phase', 'PROGRAMME_MANAGER'],
  ...OF_TASKS.map(([commands, who]) => ['/trajectories/{id}', commands, who] as const),

  // Intake (8.C). No-shows, conflicts and plans are P2: the planner reads none, the lead reads alone. Questions are P3: the coach's.
  ['/trajectories/{id}', 'hold-intake record-intake-no-show', 'COACH'],
  // That an adviser is independent is looked at by who chooses one (11.3, S4): the lead says it of another.
  ['/trajectories/{id}', 'disclose-conflict-of-roles', 'COACH TEAM_LEAD'],
  ['/trajectories/{id}', 'record-background formulate-career-question reframe-career-question', 'COACH'],
  ['/trajectories/{id}', 'assess-readiness assess-loss-processing', 'COACH'],
  ['/trajectories/{id}', 'assess-mobility-willingness assess-mobility-capacity', 'COACH'],
  ['/trajectories/{id}', 'raise-triage-concern reach-coach-limit propose-referral complete-referral', 'COACH'],
  ['/trajectories/{id}', 'accept-referral decline-referral agree-plan revise-plan', BOTH],
  ['/trajectories/{id}', 'record-availability-constraint rank-career-values', BOTH],
  ['/trajectories/{id}', 'record-organisation-question', `${FOR_THE_EMPLOYER} COACH`],
  // S6 is M's; S7 C's, and the month-18 talk of 11.3 C's and M's.
  ['/trajectories/{id}', 'agree-assignment', 'PROGRAMME_MANAGER'],
  ['/trajectories/{id}', 'hold-three-way-meeting', 'COACH PROGRAMME_MANAGER'],

  // Coaching (8.F). Trainers hold sessions (11.6) and know who came to theirs (6.2); S2 has the planner log the contact.
  ['/trajectories/{id}', 'schedule-session reschedule-session cancel-session', `${BOTH} PLANNER TEAM_LEAD`],
  ['/trajectories/{id}', 'hold-session record-session-no-show attend-workshop', 'COACH TRAINER'],
  ['/trajectories/{id}', 'record-session-note', 'COACH'],
  ['/trajectories/{id}', 'log-contact', 'PLANNER COACH'],
  ['/trajectories/{id}', 'book-hours', 'COACH TEAM_LEAD'],
  ['/trajectories/{id}', 'set-goal achieve-goal drop-goal record-goal-progress score-progress-dimension', BOTH],
  ['/trajectories/{id}', 'submit-check-in', 'PARTICIPANT'],
  ['/trajectories/{id}', 'enrol-in-workshop', `${BOTH} PLANNER`],

  // Analysis and search (8.G, 8.H): P2 RW for both, what is P3 of it the participant's own. The ledger of trainings is M's (11.3).
  ['/trajectories/{id}', 'assign-instrument discuss-instrument share-instrument-summary suggest-vacancy', 'COACH'],
  ['/trajectories/{id}', 'complete-instrument record-self-analysis-statement record-exclusion-criterion', BOTH],
  ['/trajectories/{id}', 'record-environment-analysis-statement approve-person-profile', BOTH],
  ['/trajectories/{id}', 'approve-search-profile broaden-search-profile record-competency-gap', BOTH],
  ['/trajectories/{id}', 'complete-labour-market-scan publish-cv-version propose-training', BOTH],
  ['/trajectories/{id}', 'start-training complete-training drop-training dismiss-vacancy', BOTH],
  ['/trajectories/{id}', 'approve-training', 'PROGRAMME_MANAGER'],
  ['/trajectories/{id}', 'submit-application advance-application reject-application withdraw-application', BOTH],
  ['/trajectories/{id}', 'lapse-application log-network-contact record-interview', BOTH],
  ['/trajectories/{id}', 'start-work-trial end-work-trial record-offer accept-offer decline-offer', BOTH],
  ['/trajectories/{id}', 'close-benefit-window', 'PARTICIPANT'],
  // The employer offers, the participant answers (11.3); the way to the committee is M's as well (11.2), its decision the committee's.
  ['/trajectories/{id}', 'offer-suitable-job', FOR_THE_EMPLOYER],
  ['/trajectories/{id}', 'accept-suitable-job refuse-suitable-job', BOTH],
  ['/trajectories/{id}', 'dispute-suitability', `${BOTH} PROGRAMME_MANAGER`],
  ['/trajectories/{id}', 'decide-suitability', 'PROGRAMME_MANAGER COMMITTEE_MEMBER'],

  // Outcome and aftercare (8.I, block CLOSE): details of placements are P2, pseudonymous for M; that one was verified is P1, and billed.
  ['/trajectories/{id}', 'record-placement start-placement end-placement start-business', BOTH],
  ['/trajectories/{id}', 'grant-start-period send-first-invoice', BOTH],
  ['/trajectories/{id}', 'correct-placement void-placement approve-business-plan review-business-viability', 'COACH'],
  ['/trajectories/{id}', 'verify-placement', 'COACH BACK_OFFICE'],
  ['/trajectories/{id}', 'reopen-trajectory close-trajectory', 'COACH PROGRAMME_MANAGER'],
  ['/trajectories/{id}', 'record-exit-without-work', 'COACH PROGRAMME_MANAGER PLANNER'],
  ['/trajectories/{id}', 'make-aftercare-contact record-follow-up-unreachable', 'COACH PLANNER'],

  // Inside the organisation (8.M, 11.2). Interest is P2 and P's.
  ['/trajectories/{id}', 'register-interest request-facility', BOTH],
  ['/trajectories/{id}', 'propose-internal-match start-trial-period', `${FOR_THE_EMPLOYER} COACH`],
  ['/trajectories/{id}', 'evaluate-trial-period', `${FOR_THE_EMPLOYER} ${BOTH}`],
  ['/trajectories/{id}', 'decide-internal-match confirm-internal-redeployment', FOR_THE_EMPLOYER],
  ['/trajectories/{id}', 'grant-facility refuse-facility', FOR_THE_EMPLOYER],

  // Re-integration (8.J, 11.4) is P4: E's and C's, the WIA P's too, and nothing of a programme manager. What limits somebody the employer never learns, so never tells.
  ['/trajectories/{id}', 'report-sick-leave merge-sick-leave report-recovery', 'EMPLOYER_CASE_MANAGER COACH'],
  ['/trajectories/{id}', 'receive-problem-analysis agree-action-plan', 'EMPLOYER_CASE_MANAGER COACH'],
  ['/trajectories/{id}', 'hold-periodic-evaluation hold-first-year-evaluation', 'EMPLOYER_CASE_MANAGER COACH'],
  ['/trajectories/{id}', 'report-week42 receive-labour-expert-report', 'EMPLOYER_CASE_MANAGER COACH'],
  ['/trajectories/{id}', 'start-second-track approve-reintegration-plan', 'EMPLOYER_CASE_MANAGER COACH'],
  ['/trajectories/{id}', 'impose-wage-sanction end-wage-sanction', 'EMPLOYER_CASE_MANAGER COACH'],
  ['/trajectories/{id}', 'receive-wia-form apply-for-wia', `EMPLOYER_CASE_MANAGER ${BOTH}`],
  ['/trajectories/{id}', 'record-load-capacity deliver-effort-report', 'COACH'],

  // Reports, consents, reading on, surveys (8.K, 8.L, privacy.md): the quality officer can stop a report.
  ['/trajectories/{id}', 'draft-report preview-report', 'COACH'],
  ['/trajectories/{id}', 'approve-report', `${BOTH} TEAM_LEAD`],
  ['/trajectories/{id}', 'share-report', 'COACH PROGRAMME_MANAGER'],
  ['/trajectories/{id}', 'withdraw-report', 'COACH QUALITY_OFFICER'],
  ['/trajectories/{id}', 'object-to-report give-consent withdraw-consent complete-survey', 'PARTICIPANT'],
  ['/trajectories/{id}', 'opt-out-of-reminders opt-in-to-reminders', 'PARTICIPANT'],
  ['/trajectories/{id}', 'open-break-glass', 'TEAM_LEAD QUALITY_OFFICER'],
  ['/trajectories/{id}', 'review-break-glass start-retention', 'QUALITY_OFFICER'],

  // Coaches: the lead's and the office's; what one offers and when one is away, one's own (R14 for credentials).
  ['/coaches', 'register-coach', 'TEAM_LEAD ADMIN'],
  ['/coaches/{id}', 'change-coach-capacity', 'TEAM_LEAD ADMIN'],
  ['/coaches/{id}', 'change-coach-profile', 'TEAM_LEAD ADMIN COACH'],
  ['/coaches/{id}', 'record-coach-credential', 'TEAM_LEAD ADMIN COACH QUALITY_OFFICER'],
  ['/coaches/{id}', 'put-coach-in-team take-coach-out-of-team', 'ADMIN PROGRAMME_MANAGER'],
  ['/coaches/{id}', 'start-coach-absence end-coach-absence', 'COACH TEAM_LEAD PLANNER'],
];

export const WHO_GIVES: ReadonlyMap<string, readonly string[]> = new Map(
  TABLE.flatMap(([path, commands, who]) =>
    commands.split(' ').map((command) => [`POST ${path}/${command}`, who.split(' ')] as const),
  ),
);
