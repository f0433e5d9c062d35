import { type ShippedTemplate } from '../../templates/index.js';
import { type TrajectoryLife } from '../../testing/trajectory-life.js';

/** Something that happens to a trajectory so that its tasks and deadlines come up. */
type Bring = (life: TrajectoryLife) => TrajectoryLife;

const asked: Bring = (life) =>
  life.tell('RecordOrganisationQuestion', { category: 'MISMATCH', item: 'JOB_CRAFTING', statement: 'x' });

const offered: Bring = (life) =>
  life
    .tell('SubmitApplication', {
      applicationId: 'a-1',
      occupation: 'x',
      sector: 'x',
      channel: 'VACANCY',
      on: life.today,
    })
    .tell('RecordOffer', { applicationId: 'a-1', on: life.today });

/** A match that is proposed, disputed and tried. */
const redeployed: Bring = (life) =>
  life
    .tell('ProposeInternalMatch', { vacancyId: 'v-1', fit: 60 })
    .tell('DisputeSuitability', { offerId: 'o-1', on: life.today, committee: 'x' })
    .tell('StartTrialPeriod', { vacancyId: 'v-1', to: '2026-11-21' });

const searched: Bring = (life) => offered(asked(life).until('2027-02-03'));

/** A settlement and a dismissal permission: what a collective dismissal brings. */
const dismissed =
  (coolingOffDays: number): Bring =>
  (life) => {
    life.until('2026-09-21').say.settle(coolingOffDays, '2027-01-31');
    return redeployed(life.tell('RecordDismissalPermission', { on: life.today, employmentEndsOn: '2027-01-31' }));
  };

const external: Bring = (life) => {
  asked(life).until('2026-10-20').say.done('NO_MATCH_DECISION');
  return offered(life.until('2027-02-01'));
};

/** A job that is offered as suitable and refused, evaluations, a plan that is signed. */
const obliged: Bring = (life) => {
  redeployed(asked(life).until('2026-09-21'));
  const offer = { internal: true, scaleDelta: 0, travelMinutes: 30, respondBy: '2026-10-05' };
  life.tell('OfferSuitableJob', { offerId: 'o-2', ...offer });
  return life;
};
const refused: Bring = (life) => life.tell('RefuseSuitableJob', { offerId: 'o-2', on: life.today });
const metAllThree: Bring = (life) =>
  life.tell('HoldThreeWayMeeting', { on: life.today, attendees: ['COACH', 'PARTICIPANT'], agreedGoals: 'x' });

const ill =
  (firstDay: string): Bring =>
  (life) =>
    life.tell('ReportSickLeave', { firstDay });
const secondTrack: Bring = (life) => {
  ill('2025-08-25')(asked(life)).tell('HoldFirstYearEvaluation', { on: '2026-08-24' });
  life.say.session().tell('RecordSessionNoShow', { sessionId: 's-9', excused: false });
  return life.tell('ImposeWageSanction', { on: life.today, weeks: 52 });
};

const inBusiness: Bring = (life) =>
  life
    .tell('GrantStartPeriod', { from: life.today, to: '2027-03-15' })
    .tell('StartBusiness', { legalForm: 'SOLE_TRADER', on: life.today, hours: 20 })
    .until('2026-10-01')
    .tell('ReviewBusinessViability', { months: 1, revenueBand: 'NONE', viable: false });

const returned: Bring = (life) => {
  life.until('2026-11-02').say.placement(undefined, { startsOn: '2026-12-01' });
  return life.until('2026-12-15').say.reopen(300);
};

/** What a participant who does everything but one thing has to have been brought. */
export const BROUGHT_EARLY: Readonly<Partial<Record<ShippedTemplate, Bring>>> = {
  'VWNW-24': obliged,
  'VWNW-18-RIJK': obliged,
  'SP2-12': secondTrack,
  'ZZP-6': inBusiness,
};

const ableUntil =
  (validUntil: string): Bring =>
  (life) =>
    life.tell('RecordLoadCapacity', {
      hoursPerDay: 4,
      hoursPerWeek: 20,
      abilities: ['sitting'],
      limits: [],
      validUntil,
      profession: 'COMPANY_DOCTOR',
    });

/** By template, each a life of its own: what must happen for the rest of its reminders to be seen. */
export const BROUGHT: Readonly<Partial<Record<ShippedTemplate, readonly Bring[]>>> = {
  'IND-6': [searched],
  'IND-3': [searched],
  'IND-9': [searched],
  'IND-12': [searched],
  'COL-12': [external, dismissed(14), dismissed(21)],
  'VWNW-24': [obliged, (life) => refused(obliged(life)), (life) => metAllThree(life).say.plan()],
  'VWNW-18-RIJK': [obliged, (life) => refused(obliged(life)), (life) => metAllThree(life).say.plan(), returned],
  'SP2-12': [secondTrack, ill('2026-03-02'), ableUntil('2026-11-30')],
  'INT-FM': [
    (life) => redeployed(asked(life)),
    (life) => life.tell('DecideInternalMatch', { vacancyId: 'v-1', fit: 60, decision: 'NO_MATCH', reason: 'x' }),
  ],
  'SPR-3': [asked],
  'ZZP-6': [(life) => inBusiness(asked(life))],
  'CC-8': [(life) => offered(asked(life))],
};
