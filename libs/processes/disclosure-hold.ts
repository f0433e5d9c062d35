import { localDateOf } from '@overstap/calendar';
import { type Aggregates, type CommandHandler, commandIdOf } from '@overstap/commands';
import { type Clock, type EventStore, type RecordedEvent } from '@overstap/kernel';
import {
  disclosureIsHeld,
  HOME_ZONE,
  isRestricted,
  type ParticipantState,
  type TrajectoryState,
} from '@overstap/mobility';
import { type Database } from '@overstap/platform';
import { type Reactor } from '@overstap/projections';
import { trajectoriesOfPerson } from './trajectories-of-person.js';

export interface DisclosureHoldParts {
  readonly database: Pick<Database, 'worker'>;
  readonly store: Pick<EventStore, 'readAll'>;
  readonly aggregates: Pick<Aggregates, 'current'>;
  readonly commands: Pick<CommandHandler, 'handle'>;
  readonly clock: Clock;
}

/**
 * While a person's data may not be processed freely, nothing of any of their trajectories goes to the employer. Decided on what the person and the
 * trajectory are now, so that it can be taken again at any time.
 */
export const disclosureHold = (parts: DisclosureHoldParts): Reactor => ({
  name: 'disclosure_hold',
  types: ['ProcessingRestricted', 'ProcessingRestrictionLifted', 'ParticipantReferred'],
  from: 'start',
  async react({ id: cause, tenant, subject, trajectory }: RecordedEvent): Promise<void> {
    if (subject === undefined) return;
    const { state } = await parts.aggregates.current(tenant, 'participant', subject);
    const isHeld = isRestricted(state as ParticipantState);
    const own = trajectory === undefined ? await trajectoriesOfPerson(parts, tenant, subject) : [{ trajectory }];
    for (const each of own) await settle(parts, { tenant, id: each.trajectory, cause }, isHeld);
  },
});

async function settle(
  { aggregates, commands, clock }: DisclosureHoldParts,
  { tenant, id, cause }: { readonly tenant: string; readonly id: string; readonly cause: string },
  isHeld: boolean,
): Promise<void> {
  const { state, revision } = await aggregates.current(tenant, 'trajectory', id);
  if (revision < 0 || disclosureIsHeld((state as TrajectoryState).facts) === isHeld) return;
  const outcome = await commands.handle({
    tenant,
    aggregate: 'trajectory',
    id,
    type: isHeld ? 'HoldDisclosure' : 'ReleaseDisclosure',
    data: { on: localDateOf(HOME_ZONE, clock.now()) },
    actor: { type: 'SYSTEM', id: 'disclosure-hold' },
    commandId: commandIdOf('disclosure-hold', id, String(revision)),
    expectedRevision: revision,
    causation: cause,
  });
  if (outcome.outcome === 'conflict') throw new Error('A hold on what the employer hears met a concurrent change');
  if (outcome.outcome === 'refused')
    throw new Error(`A hold on what the employer hears is refused: ${outcome.refusal.code}`);
}
