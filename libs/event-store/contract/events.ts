import { randomUUID } from 'node:crypto';
import { type EventToAppend } from '@overstap/kernel';

/** Events of one command, as a handler would hand them to the store. */
export function eventsOf(count: number, part: Partial<EventToAppend> = {}): EventToAppend[] {
  const command = part.command ?? randomUUID();
  return Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    type: 'IntakeHeld',
    schemaVersion: 1,
    occurredAt: '2026-09-01T08:00:00.000Z',
    recordedAt: '2026-09-01T08:00:01.250Z',
    actor: { type: 'COACH', id: 'coach-1' },
    command,
    correlation: command,
    data: { index, note: 'quote " backslash \\ newline \n snowman ☃ null \u0000' },
    sealed: {},
    ...part,
  }));
}
