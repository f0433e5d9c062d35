import { type Envelope, type EventToAppend, type StoredPayload } from '@overstap/kernel';

/** What lies beside a payload: KurrentDB has no field for it, and keeps it as the event's metadata. */
export type Beside = Omit<Envelope, 'id' | 'type' | 'tenant' | 'stream' | 'revision' | 'position'> &
  Pick<Partial<StoredPayload>, 'sealed'>;

/** Without what is sealed. */
export function besideOf(event: Omit<EventToAppend, 'data' | 'sealed'> & Pick<Envelope, 'origin'>): Beside {
  const {
    schemaVersion,
    programme,
    trajectory,
    subject,
    occurredAt,
    recordedAt,
    actor,
    command,
    causation,
    correlation,
    origin,
  } = event;
  return {
    ...(origin !== undefined && { origin }),
    schemaVersion,
    ...(programme !== undefined && { programme }),
    ...(trajectory !== undefined && { trajectory }),
    ...(subject !== undefined && { subject }),
    occurredAt,
    recordedAt,
    actor,
    command,
    ...(causation !== undefined && { causation }),
    correlation,
  };
}

/** No JSON of what lies beside a payload is longer: names of fields and marks, and six bytes to a character that is escaped. */
export function besideAtMost(event: EventToAppend): number {
  const { programme = '', trajectory = '', subject = '', causation = '', actor } = event;
  const texts = [programme, trajectory, subject, causation, actor.type, actor.id];
  const own = [event.occurredAt, event.recordedAt, event.command, event.correlation];
  return [...texts, ...own].reduce((length, text) => length + 6 * text.length, 400);
}
