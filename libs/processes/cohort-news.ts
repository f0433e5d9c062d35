import { type CommandHandler, commandIdOf } from '@overstap/commands';
import { type RecordedEvent } from '@overstap/kernel';
import { type Reactor } from '@overstap/projections';

/** A programme's own tasks wait for imports and releases of its cohorts: it looks again after each. */
export const cohortNews = (commands: CommandHandler): Reactor => ({
  name: 'cohort_news',
  types: ['CohortCreated', 'CohortImportCompleted', 'CohortWaveReleased'],
  from: 'start',
  async react(event: RecordedEvent): Promise<void> {
    if (event.programme === undefined) return;
    const outcome = await commands.handle({
      tenant: event.tenant,
      aggregate: 'programme',
      id: event.programme,
      type: 'RecomputeClocks',
      data: {},
      actor: { type: 'SYSTEM', id: 'cohort-news' },
      commandId: commandIdOf('cohort-news', event.id),
      causation: event.id,
    });
    if (outcome.outcome === 'conflict') throw new Error('A programme met a concurrent change');
  },
});
