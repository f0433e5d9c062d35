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
