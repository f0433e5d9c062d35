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
    const all = worldOf(code).template.ladders[ladderOf(code, left)]?.length ?? 0;
    for (let day = life.today; day < '2027-12-01' && life.fired(`task.${left}`).length < all; day = addDays(day, 7)) {
      life.until(day);
      for (const { taskId, code: its, role } of Object.values(life.state.workflow.tasks).filter(isOpenTask))
        if (its !== left && (role === 'PARTICIPANT' || its === 'NO_MATCH_DECISION'))
          life.tell('CompleteTask', { taskId });
    }
    return life;
  };

const ladderOf = (code: ShippedTemplate, task: string): string =>
  worldOf(code).template.trajectory.tasks.find((each) => each.code === task)?.ladder ?? '';

/** The tasks about which a participant is nudged. */
const nudging = (code: ShippedTemplate): string[] => {
  const { trajectory, ladders } = worldOf(code).template;
  return trajectory.tasks
    .filter(({ ladder = '', repeat }) => !repeat && ladders[ladder]?.some(({ to }) => to.includes('PARTICIPANT')))
    .map((task) => task.code);
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

function neverFired(code: ShippedTemplate): string[] {
  const { template } = worldOf(code);
  const left = new Set(publishedRungs(template.trajectory, template));
  const brought = (BROUGHT[code] ?? []).map(
    (bring): Live =>
      () =>
        bring(begun(code)).until(LATE),
  );
  for (const live of [neglected, ...brought, unreached, lateIntake, landed, ...nudging(code).map(allBut)]) {
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
