import { addDays } from '@overstap/calendar';
import { type LocalDate, type Role } from '@overstap/kernel';
import { evidenceAsAsked, factsOf, firstFact, type TaskState, type TrajectoryState } from '@overstap/mobility';
import { type Act, type Life, TrajectoryLife } from './life.js';
import { ODDS } from './odds.js';

/** What somebody does when they get to a task: they record the fact that does it, or tick it off. */
type Duty = (on: LocalDate, life: TrajectoryLife, task: TaskState) => readonly Act[];

/** Tasks that the story itself does, by the facts it tells. */
const LIVED = [
  'S1_INVITATION',
  'S2_FIRST_CONTACT',
  'S4_COACH_PROPOSAL',
  'S5_INTAKE',
  'MATCH_DECISION',
  'SUITABILITY_COMMITTEE',
  'TRIAL_EVALUATION',
  'ORIENTATION_TALKS',
  'LEGAL_DATES',
  'IMPORT_COHORT',
  'RELEASE_WAVES',
  'MATCH_PROPOSALS',
];
export const isLived = ({ code }: TaskState): boolean => LIVED.includes(code);

export function actsFor(task: TaskState, on: LocalDate, life: Life): readonly Act[] {
  const duty = DUTIES[task.code];
  const acts = duty && life instanceof TrajectoryLife ? duty(on, life, task) : [];
  // Where no fact comes of it, the decision itself is what was asked for.
  if (acts.length > 0) return acts;
  return task.code === 'NO_MATCH_DECISION' ? [ticked(task, on, life), chooseNoMore(on)] : [ticked(task, on, life)];
}

const ticked = (task: TaskState, on: LocalDate, { chance }: Life): Act => ({
  on,
  type: 'CompleteTask',
  by: task.role as Role,
  data: { taskId: task.taskId, on, ...evidenceAsAsked(task), minutes: chance.of([15, 30, 45, 60, 90]) },
});

/** With the decision, the choice that somebody might have made earlier is none any more. */
const chooseNoMore = (on: LocalDate): Act => ({
  on,
  type: 'CancelTask',
  by: 'PROGRAMME_MANAGER',
  data: { taskId: 'EXTERNAL_CHOICE', reason: 'NOT_NEEDED' },
});

const one =
  (type: string, data: (life: TrajectoryLife, on: LocalDate) => Act['data']): Duty =>
  (on, life) => [{ on, type, data: data(life, on) }];

/** Drafted and laid before the participant, approved by them or, once their days are over, by the coach, and shared. */
const report =
  (type: string, covers: number): Duty =>
  (on, life) => {
    const document = {
      reportId: life.number('report'),
      type,
      audience: 'EMPLOYER_HR',
      from: addDays(on, -covers),
      to: on,
      hash: HASH,
    };
    const step = (act: string, day: LocalDate, by: Role = 'COACH'): Act => ({
      ...{ on: day, type: act, by },
      data: { ...document, occurredOn: day },
    });
    const isRead = life.chance.happens(ODDS.report.approves);
    const approvedOn = life.after(on, isRead ? ODDS.report.readAfterDays : ODDS.report.afterDays);
    return [
      step('DraftReport', on),
      step('PreviewReport', on),
      step('ApproveReport', approvedOn, isRead ? 'PARTICIPANT' : 'COACH'),
      step('ShareReport', approvedOn),
    ];
  };
const HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const survey =
  (moment: string): Duty =>
  (on, life) => {
    const { chance } = life;
    const sent = { on, type: 'SendSurvey', data: { moment } };
    if (!chance.happens(ODDS.survey.answers)) return [sent];
    const answer = {
      moment,
      nps: chance.of([5, 6, 7, 7, 8, 8, 9, 10]),
      grade: chance.of([6, 7, 7, 8, 8, 9]),
      items: [{ item: 'fairness', score: chance.whole(4, 9) }],
      anonymous: false,
    };
    return [sent, { on: life.after(on, ODDS.survey.afterDays), type: 'CompleteSurvey', data: answer }];
  };

const aftercare =
  (day: number): Duty =>
  (on, { chance }) =>
    chance.happens(0.06)
      ? [{ on, type: 'RecordFollowUpUnreachable', data: { day, attempts: 2 } }]
      : [
          {
            on,
            type: 'MakeAftercareContact',
            data: { day, status: chance.weighted({ SAME_JOB: 88, OTHER_JOB: 8, NOT_WORKING: 2, UNKNOWN: 2 }) },
          },
        ];

const QUESTIONS = ['CHOICE', 'PROGRESS', 'MEANING', 'BLOCKAGE', 'STRESS'] as const;

/** By the code of the task; what is not here is ticked off by hand. */
const DUTIES: Readonly<Record<string, Duty>> = {
  S3_PRIVACY_TALK: one('AcknowledgePrivacyNotice', () => ({ version: '1', language: 'nl' })),
  S6_ASSIGNMENT: one('AgreeAssignment', (_life, on) => ({
    goal: 'Passend werk buiten de organisatie',
    method: 'Individuele begeleiding',
    reporting: 'Status, zonder inhoud van gesprekken',
    durationDays: 182,
    hours: 37,
    feeCents: 480_000,
    codeOfConduct: 'NOLOC',
    signedBy: ['PARTICIPANT', 'COACH', 'EMPLOYER_HR'],
    on,
  })),
  S8_CAREER_QUESTION: one('FormulateCareerQuestion', ({ chance }) => {
    const questionType = chance.of(QUESTIONS);
    const complexity = QUESTIONS.indexOf(questionType) + 1;
    return { questionType, secondary: [], statementRef: 'Zie intakeverslag', complexity, by: 'TOGETHER' };
  }),
  S9_PLAN: one('AgreePlan', ({ chance }, on) => ({
    planVersion: 1,
    approach: chance.of(['SELF_MANAGEMENT', 'DEVELOPMENT', 'MATCHING']),
    goals: ['Passend werk binnen een half jaar'],
    activities: ['Netwerken', 'Solliciteren'],
    facilities: [],
    duties: [],
    evaluationDates: [addDays(on, 84)],
    signedOn: on,
  })),
  S10_SURVEY_INTAKE: survey('INTAKE'),
  COHORT_SURVEY: survey('MID'),
  COHORT_SURVEY_END: survey('END'),
  Z4_SURVEY_END: survey('END'),
  INTEREST_FORM: one('RegisterInterest', ({ person, chance }) => ({
    preferences: [person.function, chance.of(['Planning', 'Kantoor', 'Magazijn'])],
  })),
  LOSS_TALK: one('AssessLossProcessing', ({ chance }, on) => {
    const intensity = chance.whole(1, 5);
    return { intensity, blocksSearch: intensity === 5 && chance.happens(0.4), reviewOn: addDays(on, 42) };
  }),
  INSTRUMENTS: (on, { chance }) => {
    const instrumentId = chance.of(['interests', 'career-anchors', 'values']);
    return [
      {
        on: addDays(on, -9),
        type: 'AssignInstrument',
        data: { instrumentId, theme: 'INTERESTS', questionTypes: ['CHOICE'] },
      },
      { on, type: 'DiscussInstrument', data: { instrumentId, on } },
    ];
  },
  MOBILITY_READING: (on, { chance }) =>
    (['AssessMobilityWillingness', 'AssessMobilityCapacity'] as const).map((type) => ({
      on,
      type,
      data: { score: chance.whole(35, 90), instrumentId: 'mobility', by: 'TOGETHER' },
    })),
  LABOUR_MARKET_SCAN: one('CompleteLabourMarketScan', ({ person, chance }) => ({
    region: chance.of(['Midden', 'Rijnmond', 'Noord', 'Zuidoost']),
    occupation: person.function,
    openVacancies: chance.whole(20, 900),
    tightness: chance.whole(8, 60) / 10,
  })),
  CV: one('PublishCvVersion', () => ({ version: 1, language: 'nl' })),
  MID_REVIEW: one('RevisePlan', () => ({
    planVersion: 2,
    reason: 'Tussenevaluatie',
    changes: ['Meer gesprekken met beslissers'],
  })),
  BROADENING_CHECK: one('BroadenSearchProfile', ({ chance }) => ({
    from: 'Eigen beroep',
    to: 'Verwante beroepen',
    dimension: chance.of(['OCCUPATION', 'SECTOR', 'REGION']),
    reason: 'Te weinig vacatures',
  })),
  PROGRESS_REPORT: report('PROGRESS', 90),
  PROGRESS_REPORT_END: report('PROGRESS', 90),
  Z2_FINAL_REPORT: report('FINAL', 180),
  Z3_VERIFY_PLACEMENT: one('VerifyPlacement', (life, on) => ({
    placementId: life.placement,
    method: life.chance.of(['CONTRACT', 'CONTRACT', 'EMPLOYER', 'STATEMENT']),
    on,
  })),
  Z6_RETENTION: one('StartRetention', (_life, on) => ({ class: 'search', until: addDays(on, 730) })),
  AFTERCARE_30: aftercare(30),
  AFTERCARE_90: aftercare(90),
  AFTERCARE_180: aftercare(180),
  AFTERCARE_365: aftercare(365),
  ACTIVATION_CALL_1: callAgain,
  ACTIVATION_CALL_2: callAgain,
  ACTIVATION_CALL_3: callAgain,
  EXPIRY_PROPOSAL: one('ExpireParticipation', (_life, on) => ({ on })),
  EXTENSION_DECISION: (on, life) =>
    on <= life.promisedUntil || life.chance.happens(ODDS.end.extended)
      ? [
          {
            on,
            type: 'RequestExtension',
            by: 'COACH',
            data: {
              days: life.chance.of([61, 91, 91]),
              reason: 'Kansrijke sollicitaties lopen nog',
              costCents: 95_000,
            },
          },
          { on, type: 'DecideExtension', by: 'PROGRAMME_MANAGER', data: { granted: true } },
        ]
      : [],
  CLOSING_DECISION: one('CloseTrajectory', (_life, on) => ({ on, closureClass: 'END_OF_TERM', reason: 'TERM_ENDED' })),
};

/** Nobody calls once the person was reached, by whomever: the task is struck off then. */
function callAgain(on: LocalDate, { chance }: TrajectoryLife, { taskId }: TaskState): readonly Act[] {
  const told = { channel: chance.of(['PHONE', 'TEXT', 'LETTER']), outcome: chance.of(['NO_ANSWER', 'VOICEMAIL']) };
  const isReached = ({ facts }: TrajectoryState): boolean => firstFact(facts, 'FirstContactMade') !== undefined;
  const call = (state: TrajectoryState) =>
    isReached(state) ? undefined : { n: factsOf(state.facts, 'FirstContactAttempted').length + 1, ...told };
  const strike = (state: TrajectoryState) => (isReached(state) ? { taskId, reason: 'NOT_NEEDED' } : undefined);
  return [
    { on, type: 'AttemptFirstContact', data: call },
    { on, type: 'CancelTask', by: 'PLANNER', data: strike },
  ];
}
