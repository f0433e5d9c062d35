import { type CommandHandler, commandIdOf } from '@overstap/commands';
import { type RecordedEvent } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type Reactor } from '@overstap/projections';

interface Released {
  readonly cohortId: string;
  readonly wave: number;
  readonly inviteOn: string;
}

/** A released wave invites its people, one trajectory at a time; whoever is invited already stays as they are. */
export const waveRelease = (database: Database, commands: CommandHandler): Reactor => ({
  name: 'wave_release',
  types: ['CohortWaveReleased'],
  from: 'start',
  async react(event: RecordedEvent): Promise<void> {
    const { cohortId, wave, inviteOn } = event.data as Released;
    const { rows } = await database.worker.query<{ trajectory: string; language: string }>(
      'SELECT trajectory, language FROM enrolment WHERE tenant = $1 AND cohort = $2 AND wave = $3 ORDER BY trajectory',
      [event.tenant, cohortId, wave],
    );
    for (const { trajectory, language } of rows) {
      const outcome = await commands.handle({
        tenant: event.tenant,
        aggregate: 'trajectory',
        id: trajectory,
        type: 'InviteParticipant',
        data: { channel: 'MAIL', language, occurredOn: inviteOn },
        actor: { type: 'SYSTEM', id: 'wave-release' },
        commandId: commandIdOf('wave-release', event.id, trajectory),
        causation: event.id,
        correlation: event.correlation,
      });
      if (outcome.outcome === 'conflict') throw new Error('An invitation met a concurrent change');
      // Somebody who declined or was closed meanwhile is not invited; the others are. An invitation that is no good itself must be seen: the
      // release is parked, and a retry invites everybody.
      if (outcome.outcome === 'refused' && outcome.refusal.kind === 'invalid')
        throw new Error(`An invitation is refused: ${outcome.refusal.code}`);
    }
  },
});
