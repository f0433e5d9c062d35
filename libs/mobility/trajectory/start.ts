import { daysOf, addDays } from '@overstap/calendar';
import { type DomainEvent, type Instant } from '@overstap/kernel';
import { firstFact } from '../workflow/facts.js';
import { type TrajectoryStarted } from './events.js';
import { momentOf, type TrajectoryState } from './state.js';
import { type TrajectoryWorld } from './world.js';

/** The trajectory starts with the intake, or with an earlier individual session: a consequence of the same append. */
export function startOf(
  { facts }: TrajectoryState,
  { template }: TrajectoryWorld,
  now: Instant,
): DomainEvent<'TrajectoryStarted', TrajectoryStarted> | undefined {
  if (firstFact(facts, 'TrajectoryStarted')) return undefined;
  const session = facts.find(({ type, data }) => type === 'SessionHeld' && data['kind'] === 'INDIVIDUAL');
  const on = [firstFact(facts, 'IntakeHeld')?.on, session?.on].filter((day) => day !== undefined).sort()[0];
  if (on === undefined) return undefined;
  const plannedEndOn = addDays(on, daysOf(template.length, on));
  return { type: 'TrajectoryStarted', data: { on, plannedEndOn, templateVersion: template.version }, occurredAt: momentOf(on, now) };
}
