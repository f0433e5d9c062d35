import { describe, expect, it } from '@jest/globals';
import { addDays } from '@overstap/calendar';
import { SHIPPED_TEMPLATES, type ShippedTemplate } from '../templates/index.js';
import { firedRungs, publishedRungs } from '../testing/ladder-coverage.js';
import { begun } from '../testing/random-life.js';
import { type TrajectoryLife, worldOf } from '../testing/trajectory-life.js';
import { isOpenTask } from '../workflow/state.js';
import { BROUGHT, BROUGHT_EARLY } from './testing/what-comes-up.js';

type Live = (code: ShippedTemplate) => TrajectoryLife;

/** Long enough after the start for every ladder of a trajectory of two years. */
const LATE = '2029-06-01';

/** Everything of a trajectory comes up, in its order, and nobody does anything that is not needed to come there. */
const neglected: Live = (code) => begun(code).until(LATE);

/** A participant who does everything but one thing, so that no nudge about another stands in the way of one about that. */
const allBut =
  (left: string): Live =>
  (code) => {
    const life = begun(code);
    BROUGHT_EARLY[code]?.(life);
    life.tell('RecordOffer', { applicationId: 'a-1', on: '2026-09-14' });
    const { trajectory, ladders } = worldOf(code).template;
    const all = ladders[trajectory.tasks.find((each) => each.code === left)?.ladder ?? '']?.length ?? 0;
    const seen = () => new Set([...life.fired(`task.${left}`), ...life.fired(`task.${left}.1`)]).size;
    for (let day = life.today; day < '2027-12-01' && seen() < all; day = addDays(day, 7))
      doAllBut([left], life.until(day));
    return life;
  };

function doAllBut(left: readonly string[], life: TrajectoryLife): void {
  for (const { taskId, code, role } of Object.values(life.state.workflow.tasks).filter(isOpenTask))
    if (!left.includes(code) && (role === 'PARTICIPANT' || code === 'NO_MATCH_DECISION')) life.say.done(taskId);
}

/** The tasks about which a participant is nudged. */
const nudging = (code: ShippedTemplate): string[] => {
  const { trajectory, ladders } = worldOf(code).template;
  return trajectory.tasks
    .filter(({ ladder = '', repeat }) => !repeat && ladders[ladder]?.some(({ to }) => to.includes('PARTICIPANT')))
    .map((task) => task.code)
    .filter((task) => !ASKED.includes(task));
};

/** Found work with a first day some weeks ahead, and closed; whatever comes after that is neglected. */
const landed: Live = (code) => {
  const life = begun(code).until('2026-11-02').say.placement(undefined, { startsOn: '2026-12-01' });
  return life
    .until('2026-12-01')
    .tell('StartPlacement', { placementId: 'p-1', on: '2026-12-01' })
    .until('2026-12-15')
    .say.close(undefined, { closureClass: 'RESULT', reason: 'LANDED' })
    .until('2029-01-01');
};

/** Nobody is reached. */
const unreached: Live = (code) => begun(code, false).say.invite().until('2027-01-01');

/** The intake is recorded the day after: what was due on the day itself is due at once. */
const lateIntake: Live = (code) =>
  begun(code, false).say.invite().until('2026-09-14').say.intake('2026-09-11').until('2026-10-01');

const PARTICIPANT = { type: 'PARTICIPANT', id: 'p-1' } as const;

/** What waits for an answer, a day or a review; nobody gives it. */
const unanswered: Live = (code) =>
  begun(code)
    .tell('AssessLossProcessing', { intensity: 2, blocksSearch: false, reviewOn: '2026-10-05' })
    .tell('CloseBenefitWindow', { start: '2026-08-17', end: '2026-09-13', activities: 4, target: 4 })
    .tell('SubmitCheckIn', { period: '2026-W38', goalsStatus: 'STUCK', supportNeededRef: 'note-1' }, PARTICIPANT)
    .until('2026-10-30')
    .tell('CloseTrajectory', { on: '2026-10-30', closureClass: 'END_OF_TERM', reason: 'TERM_ENDED' })
    .tell('StartRetention', { class: 'coaching', until: '2028-10-30' })
    .until('2028-11-01');

const ASKED = ['PRE_MEETING', 'OFFER_RESPONSE', 'REPORT_PREVIEW'];

/** A session, a suitable offer and a report to read, each in a week of its own, so that no cap stands in the way; all else is done, and nobody comes. */
const asked: Live = (code) => {
  const offer = { internal: false, scaleDelta: 0, travelMinutes: 20, respondBy: '2026-09-25' };
  const life = begun(code).tell('OfferSuitableJob', { offerId: 'o-1', ...offer });
  const meeting = { minutes: 60, mode: 'VIDEO', by: 'COACH' };
  life.tell('ScheduleSession', { sessionId: 's-1', at: '2026-10-28T10:00:00.000Z', ...meeting });
  for (const sessionId of ['s-2', 's-3', 's-4']) life.tell('RecordSessionNoShow', { sessionId, excused: false });
  for (const to of ['MEANING', 'STRESS'])
    life.tell('ReframeCareerQuestion', { from: 'CHOICE', to, reason: 'DISGUISED' });
  for (let day = life.today; day <= '2026-10-29'; day = addDays(day, 1)) {
    doAllBut(ASKED, life.until(day));
    if (day === '2026-10-02')
      for (const step of ['DraftReport', 'PreviewReport'] as const) life.tell(step, life.say.reportBody('r-1'));
  }
  return life;
};

/** The coach waits for the participant, who does everything that is due before and nothing after. */
const awaited: Live = (code) => {
  const instrument = { instrumentId: 'i-1', theme: 'VALUES', questionTypes: ['CHOICE'] };
  const life = begun(code).until('2026-09-15').tell('AssignInstrument', instrument);
  return life.until('2026-10-01');
};

/** The benefit is applied for before the employment ends, and nobody looks for work. */
const onBenefit: Live = (code) => begun(code).until('2027-03-25').say.done('CONTRACT_END_7').until('2027-05-01');

function neverFired(code: ShippedTemplate): string[] {
  const { template } = worldOf(code);
  const left = new Set(publishedRungs(template.trajectory, template));
  const brought = (BROUGHT[code] ?? []).map(
    (bring): Live =>
      () =>
        bring(begun(code)).until(LATE),
  );
  for (const live of [
    neglected,
    ...brought,
    unreached,
    lateIntake,
    landed,
    unanswered,
    asked,
    awaited,
    onBenefit,
    ...nudging(code).map(allBut),
  ]) {
    if (left.size === 0) break;
    for (const rung of firedRungs(live(code), template.trajectory)) left.delete(rung);
  }
  return [...left];
}

describe('every rung that a template publishes for a trajectory is seen to fire', () => {
  it.each(SHIPPED_TEMPLATES)('%s', (code) => {
    expect(neverFired(code)).toEqual([]);
  });
});
