import { type Instant, type StoredEvent } from '@overstap/kernel';
import { defineReadModel, type ProjectedEvent, type Rows } from '../../runner/index.js';

export * from './queries.js';

/** A talk that is planned or was: process facts (P1) alone. Whose it is, the trajectory's summary says. */
export interface Appointment {
  /** Trajectory and session: ids of sessions repeat between trajectories. */
  id: string;
  trajectory: string;
  kind: 'INTAKE' | 'SESSION';
  starts_at: Instant;
  /** Null where nobody said how long. */
  minutes: number | null;
  planned_at: Instant;
}

const INTAKE = 'intake';

function appointmentOf({ trajectory, type, data }: Pick<StoredEvent, 'trajectory' | 'type' | 'data'>) {
  const session = type === 'IntakeScheduled' ? INTAKE : data['sessionId'];
  return trajectory === undefined ? undefined : `${trajectory}/${String(session)}`;
}

function applyToAppointments(rows: Rows<Appointment>, event: ProjectedEvent): void {
  const { at, minutes } = event.data as { readonly at: string; readonly minutes?: number };
  const id = appointmentOf(event as unknown as StoredEvent);
  if (id === undefined || event.trajectory === undefined) return;
  if (event.type === 'SessionCancelled') return rows.delete(id);
  rows.put(id, {
    id,
    trajectory: event.trajectory,
    kind: event.type === 'IntakeScheduled' ? 'INTAKE' : 'SESSION',
    starts_at: new Date(at).toISOString(),
    minutes: minutes ?? null,
    planned_at: event.recordedAt,
  });
}

export const appointments = defineReadModel<Appointment>({
  name: 'appointments',
  version: 1,
  columns: {
    id: 'text',
    trajectory: 'text',
    kind: 'text',
    starts_at: 'timestamptz',
    minutes: 'integer',
    planned_at: 'timestamptz',
  },
  key: 'id',
  partition: 'id',
  indexes: [['trajectory']],
  types: ['IntakeScheduled', 'SessionScheduled', 'SessionRescheduled', 'SessionCancelled'],
  aggregates: ['trajectory'],
  partitionOf: appointmentOf,
  apply: applyToAppointments,
});
