/** The smallest template that keeps every rule, as the value of its YAML; tests break one thing of it. */
export const smallTemplate = () => ({
  code: 'TEST-1',
  version: 1,
  names: { nl: 'Proef', en: 'Test' },
  programmeType: 'INDIVIDUAL_OUTPLACEMENT',
  orientationNorm: 'CLIENT_LED',
  disclosureProfile: 'STATUS',
  calendar: 'nl',
  length: '26 calendarWeeks',
  landing: { counted: ['EMPLOYED_PERMANENT'], dateBasis: 'ACCEPTED', horizonDays: 365 },
  trajectory: {
    phases: [
      {
        id: 'intake',
        names: { nl: 'Intake', en: 'Intake' },
        from: { anchor: 'start', offset: 'P0D' },
        to: { anchor: 'start', offset: 'P21D' },
        exit: { event: 'TrajectoryPlanAgreed' },
        ladder: 'phase',
      },
      {
        id: 'search',
        names: { nl: 'Zoeken', en: 'Search' },
        from: { anchor: 'start', offset: 'P21D' },
        after: ['intake'],
        to: { anchor: 'start', offset: 'P24W' },
        exit: { all: [{ event: 'OfferAccepted' }, { not: { phase: 'landing' } }] },
      },
      { id: 'landing', names: { nl: 'Landing', en: 'Landing' }, enter: { landed: true }, aftercare: true },
    ],
    deadlines: [
      {
        code: 'END',
        names: { nl: 'Einde', en: 'End' },
        kind: 'CONTRACT',
        due: { anchor: 'start', offset: '26 calendarWeeks' },
      },
    ],
    tasks: [
      {
        code: 'INTAKE',
        names: { nl: 'Intakegesprek', en: 'Intake talk' },
        owners: ['COACH'],
        due: { anchor: 'invited', offset: '10 workingDays' },
        mandatory: true,
        doneBy: { event: 'IntakeHeld', where: { mode: { in: ['ONSITE', 'VIDEO'] } } },
        ladder: 'coach',
      },
      {
        code: 'STORY',
        names: { nl: 'Verhaal', en: 'Story' },
        owners: ['PARTICIPANT'],
        phase: 'search',
        due: { anchor: 'phase.search', offset: '14 calendarDays' },
        doneBy: { any: [{ task: 'INTAKE' }, { event: 'CvVersionPublished' }] },
        ladder: 'participant',
      },
      {
        code: 'REVIEW',
        names: { nl: 'Bespreken', en: 'Review' },
        owners: ['COACH'],
        raised: true,
      },
    ],
  },
  ladders: {
    phase: [
      {
        rung: 'before',
        at: '-5 workingDays',
        to: ['COACH'],
        channel: 'APP',
        action: 'RAISE_TASK',
        level: 0,
        task: 'REVIEW',
      },
      { rung: 'due', at: '0 workingDays', to: ['COACH'], channel: 'APP_MAIL', action: 'NOTIFY', level: 1 },
    ],
    coach: [
      { rung: 'before', at: '-5 workingDays', to: ['COACH'], channel: 'DIGEST', action: 'NOTIFY', level: 0 },
      { rung: 'due', at: '0 workingDays', to: ['COACH'], channel: 'APP_MAIL', action: 'NOTIFY', level: 1 },
    ],
    participant: [
      { rung: 'due', at: 'P0D', to: ['PARTICIPANT', 'COACH'], channel: 'APP_MAIL', action: 'NOTIFY', level: 1 },
    ],
  },
});
