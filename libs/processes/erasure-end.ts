import { type CommandHandler, commandIdOf } from '@overstap/commands';
import { type EventStore, type RecordedEvent } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type Reactor } from '@overstap/projections';
import { trajectoriesOfPerson } from './trajectories-of-person.js';

export interface ErasureEndParts {
  readonly database: Pick<Database, 'worker'>;
  readonly store: Pick<EventStore, 'readAll'>;
  readonly commands: Pick<CommandHandler, 'handle'>;
}

/** Whatever runs about a person ends when they are erased: no clock, task or reminder is about somebody of whom nothing is left. */
export const erasureEnd = (parts: ErasureEndParts): Reactor => ({
  name: 'erasure_end',
  types: ['SubjectErased'],
  from: 'start',
  async react({ id: cause, tenant, subject }: RecordedEvent): Promise<void> {
    if (subject === undefined) return;
    for (const { trajectory } of await trajectoriesOfPerson(parts, tenant, subject)) {
      const outcome = await parts.commands.handle({
        tenant,
        aggregate: 'trajectory',
        id: trajectory,
        type: 'EndForErasure',
        data: {},
        actor: { type: 'SYSTEM', id: 'erasure' },
        commandId: commandIdOf('erasure-end', cause, trajectory),
        causation: cause,
      });
      if (outcome.outcome === 'conflict')
        throw new Error('The end of an erased person’s trajectory met a concurrent change');
      if (outcome.outcome === 'refused')
        throw new Error(`The end of an erased person’s trajectory is refused: ${outcome.refusal.code}`);
    }
  },
});
