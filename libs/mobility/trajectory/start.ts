import { addDays, daysOf } from '@overstap/calendar';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { type FactLog, firstFact } from '../workflow/facts.js';
import { momentOf, type TrajectoryEvent, type TrajectoryState } from './state.js';
import { type TrajectoryWorld } from './world.js';

/**
 * The trajectory starts with the intake, or with an earlier individual session: a consequence of the same append. When that is put right or
 * taken back later, the start follows as a correction, so that every reader sees the same T.
 */
export function startOf({ facts }: TrajectoryState, { template }: TrajectoryWorld, now: Instant): TrajectoryEvent[] {
  const started = firstFact(facts, 'TrajectoryStarted');
  const on = firstSubstantiveDay(facts);
  if (on === started?.data['on']) return [];
  if (on === undefined)
    return started
      ? [{ type: 'FactVoided', data: { eventId: started.id, reason: 'No intake or session is left' }, occurredAt: now }]
      : [];
  const dates = { on, plannedEndOn: addDays(on, daysOf(template.length, on)) };
  if (!started)
    return [
      {
        type: 'TrajectoryStarted',
        data: { ...dates, templateVersion: template.version },
        occurredAt: momentOf(on, now),
      },
    ];
  const data = { eventId: started.id, changes: dates, reason: 'The first intake or session was another day' };
  return [{ type: 'FactCorrected', data, occurredAt: now }];
}

const firstSubstantiveDay = (facts: FactLog): LocalDate | undefined =>
  facts.find(({ type, data }) => type === 'IntakeHeld' || (type === 'SessionHeld' && data['kind'] === 'INDIVIDUAL'))
    ?.on;
