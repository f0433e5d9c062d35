import { type CommandHandler, commandIdOf } from '@overstap/commands';
import { type RecordedEvent } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type Reactor } from '@overstap/projections';

/** A closing day or another definition of a calendar: every clock that counts by it is computed again. */
export const calendarChange = (database: Database, commands: CommandHandler): Reactor => ({
  name: 'calendar_change',
  types: ['CalendarDayClosed', 'CalendarDefined'],
  from: 'start',
  async react(event: RecordedEvent): Promise<void> {
    const { rows } = await database.worker.query<{ aggregate: 'trajectory' | 'programme'; aggregate_id: string }>(
      'SELECT DISTINCT aggregate, aggregate_id FROM read_model.reminder_due WHERE tenant = $1 ORDER BY 1, 2',
      [event.tenant],
    );
    for (const { aggregate, aggregate_id: id } of rows) {
      const outcome = await commands.handle({
        tenant: event.tenant,
        aggregate,
        id,
        type: 'RecomputeClocks',
        data: {},
        actor: { type: 'SYSTEM', id: 'calendar-change' },
        commandId: commandIdOf('calendar-change', event.id, aggregate, id),
        causation: event.id,
      });
      if (outcome.outcome === 'conflict') throw new Error('Clocks met a concurrent change');
    }
  },
});
