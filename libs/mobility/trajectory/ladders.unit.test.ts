import { describe, expect, it } from '@jest/globals';
import { addDays } from '@overstap/calendar';
import { firedRungs, publishedRungs } from '../testing/ladder-coverage.js';
import { begun } from '../testing/random-life.js';
import { TrajectoryLife, worldOf } from '../testing/trajectory-life.js';
import { isOpenTask } from '../workflow/state.js';

type Code = 'IND-6' | 'COL-12';

/** Everything of a trajectory comes up, in its order, and nobody does anything that is not needed to come there. */
function neglected(code: Code): TrajectoryLife {
  const life = begun(code).tell('RecordOrganisationQuestion', {
    category: 'MISMATCH',
    item: 'JOB_CRAFTING',
    statement: 'x',
  });
  if (code === 'COL-12') life.until('2026-10-20').tell('CompleteTask', { taskId: 'NO_MATCH_DECISION' });
  return life
    .until(code === 'COL-12' ? '2027-02-01' : '2026-11-20')
    .tell('SubmitApplication', {
      applicationId: 'a-1',
      occupation: 'x',
      sector: 'x',
      channel: 'VACANCY',
      on: life.today,
    })
    .tell('RecordOffer', { applicationId: 'a-1', on: life.today })
    .until('2028-06-01');
}

/** A participant who does everything but one thing, so that no nudge about another stands in the way of one about that. */
function allBut(left: string): (code: Code) => TrajectoryLife {
  return (code) => {
    const life = begun(code).tell('RecordOffer', { applicationId: 'a-1', on: '2026-09-14' });
    for (let day = life.today; day < '2027-06-01'; day = addDays(day, 7)) {
      life.until(day);
      for (const { taskId, code: its, role } of Object.values(life.state.workflow.tasks).filter(isOpenTask))
        if (its !== left && (role === 'PARTICIPANT' || its === 'NO_MATCH_DECISION'))
          life.tell('CompleteTask', { taskId });
    }
    return life;
  };
}

/** Found work with a first day some weeks ahead, and closed; whatever comes after that is neglected. */
function landed(code: Code): TrajectoryLife {
  const life = begun(code).until('2026-11-02').say.placement(undefined, { startsOn: '2026-12-01' });
  return life
    .until('2026-12-15')
    .say.close(undefined, { closureClass: 'RESULT', reason: 'LANDED' })
    .until('2029-01-01');
}

/** The intake is recorded the day after: what was due on the day itself is due at once. */
const lateIntake = (code: Code): TrajectoryLife =>
  begun(code, false).say.invite().until('2026-09-14').say.intake('2026-09-11').until('2026-10-01');

const PARTICIPANT = { type: 'PARTICIPANT', id: 'p-1' } as const;

/** What waits for an answer, a day or a review; nobody gives it. */
const unanswered = (code: Code): TrajectoryLife =>
  begun(code)
    .tell('AssessLossProcessing', { intensity: 2, blocksSearch: false, reviewOn: '2026-10-05' })
    .tell('CloseBenefitWindow', { start: '2026-08-17', end: '2026-09-13', activities: 4, target: 4 })
    .tell('SubmitCheckIn', { period: '2026-W38', goalsStatus: 'STUCK', supportNeededRef: 'note-1' }, PARTICIPANT)
    .until('2026-10-30')
    .tell('CloseTrajectory', { on: '2026-10-30', closureClass: 'END_OF_TERM', reason: 'TERM_ENDED' })
    .tell('StartRetention', { class: 'coaching', until: '2028-10-30' })
    .until('2028-11-01');

/** A session, a suitable offer and a report to read, each in a quiet week of its own, so that no cap stands in the way; and nobody comes. */
const asked = (code: Code): TrajectoryLife => {
  const life = begun(code).tell('OfferSuitableJob', {
    offerId: 'o-1',
    internal: false,
    scaleDelta: 0,
    travelMinutes: 20,
    respondBy: '2026-09-25',
  });
  if (code === 'COL-12') life.tell('RegisterInterest', { preferences: ['anything'] });
  const meeting = { minutes: 60, mode: 'VIDEO', by: 'COACH' };
  life.tell('ScheduleSession', { sessionId: 's-1', at: '2026-10-07T09:00:00.000Z', ...meeting });
  for (const sessionId of ['s-2', 's-3', 's-4']) life.tell('RecordSessionNoShow', { sessionId, excused: false });
  for (const to of ['MEANING', 'STRESS'])
    life.tell('ReframeCareerQuestion', { from: 'CHOICE', to, reason: 'DISGUISED' });
  const report = { reportId: 'r-1', type: 'FINAL', audience: 'EMPLOYER_HR', from: '2026-09-14', to: '2026-10-01' };
  return life
    .until('2026-10-02')
    .tell('PreviewReport', { ...report, hash: 'ab12' })
    .until('2026-10-20');
};

/** A settlement, a dismissal permission, a match that is disputed and tried: what a collective dismissal brings. */
const dismissed = (coolingOffDays: number) => (): TrajectoryLife => {
  const life = begun('COL-12').until('2026-09-21').say.settle(coolingOffDays, '2027-01-31');
  life.tell('RecordDismissalPermission', { on: life.today, employmentEndsOn: '2027-01-31' });
  life.tell('ProposeInternalMatch', { vacancyId: 'v-1', fit: 60 });
  life.tell('DisputeSuitability', { offerId: 'o-1', on: life.today, committee: 'x' });
  life.tell('StartTrialPeriod', { vacancyId: 'v-1', to: '2026-11-21' });
  return life.until('2027-09-01');
};

const LIVES: readonly ((code: Code) => TrajectoryLife)[] = [
  (code) => begun(code, false).say.invite().until('2027-01-01'),
  neglected,
  lateIntake,
  landed,
  unanswered,
  asked,
  ...['TALENT_STORY', 'NETWORK_MAP', 'LABOUR_MARKET_SCAN', 'CV', 'ORIENTATION_TALKS', 'OFFER_CHECK'].map(allBut),
];
const DISMISSALS: readonly ((code: Code) => TrajectoryLife)[] = [14, 21].map(dismissed);

function neverFired(code: Code): string[] {
  const { template } = worldOf(code);
  const lives = (code === 'COL-12' ? [...LIVES, ...DISMISSALS] : LIVES).map((live) => live(code));
  const fired = lives.map((life) => firedRungs(life, template.trajectory));
  return publishedRungs(template.trajectory, template).filter((rung) => !fired.some((set) => set.has(rung)));
}

describe('every rung that a template publishes for a trajectory is seen to fire', () => {
  it.each(['IND-6', 'COL-12'] as const)('%s', (code) => {
    expect(neverFired(code)).toEqual([]);
  });
});
