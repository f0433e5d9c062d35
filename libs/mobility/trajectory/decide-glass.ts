import { conflict, type DecisionContext, invalid, type Refusal } from '@overstap/kernel';
import { type OpenBreakGlass, type ReviewBreakGlass } from '../break-glass/commands.js';
import { glassesIn } from '../break-glass/glasses.js';
import { given } from '../same-values.js';
import { type TrajectoryEvent, type TrajectoryState } from './state.js';

type Decided = readonly TrajectoryEvent[] | Refusal;

/** Opens it from now on; nobody has two on one trajectory at a time. Who leads a team with others is one of several. */
export function openBreakGlass(
  { reason, minutes }: OpenBreakGlass,
  { facts }: TrajectoryState,
  { now, actor, account, newId }: DecisionContext,
): Decided {
  const open = glassesIn(facts).some(
    ({ by, account: whose, until }) => by.type === actor.type && by.id === actor.id && whose === account && until > now,
  );
  if (open)
    return conflict('glass-open', 'You have a broken glass here that is still open; open another when it has ended.');
  const until = new Date(Date.parse(now) + minutes * 60_000).toISOString();
  const data = { glassId: newId(), reason, minutes, until, ...(account === undefined ? {} : { account }) };
  return [{ type: 'BreakGlassOpened', data, occurredAt: now }];
}

export function reviewBreakGlass(
  { glassId, finding, comment }: ReviewBreakGlass,
  { facts }: TrajectoryState,
  { now, actor, account }: DecisionContext,
): Decided {
  const glass = glassesIn(facts).find((each) => each.glassId === glassId);
  if (!glass)
    return invalid(
      'glassId',
      'glass-unknown',
      'glassId names no broken glass of this trajectory; the list shows the ids.',
    );
  if (glass.reviewed)
    return conflict('glass-reviewed', 'This broken glass is reviewed already; what was found stays as it is.');
  const isSameAccount = account !== undefined && glass.account === account;
  if (isSameAccount || (glass.by.type === actor.type && glass.by.id === actor.id))
    return conflict(
      'glass-review-by-another',
      'A broken glass is reviewed by another person than the one who opened it.',
    );
  const data = given({ glassId, reviewer: actor.id, finding, comment }) as Extract<
    TrajectoryEvent,
    { type: 'BreakGlassReviewed' }
  >['data'];
  return [{ type: 'BreakGlassReviewed', data, occurredAt: now }];
}
