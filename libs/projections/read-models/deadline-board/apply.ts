import { type StoredEvent } from '@overstap/kernel';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { foldClock, isOnTime, isPutRight } from '../clock-line.js';
import { type BoardedClock } from './table.js';

/** A clock is a partition of its own; an event about none is not for the board. */
export function clockRowOf({ stream, data }: Pick<StoredEvent, 'stream' | 'data'>): string | undefined {
  const { clockId } = data as { clockId?: string };
  return clockId === undefined ? undefined : `${stream}/${clockId}`;
}

/** `trajectory-<id>` and the like. */
export const addressOf = (stream: string): { readonly aggregate: string; readonly aggregate_id: string } => ({
  aggregate: stream.slice(0, stream.indexOf('-')),
  aggregate_id: stream.slice(stream.indexOf('-') + 1),
});

export function applyToBoard(rows: Rows<BoardedClock>, event: ProjectedEvent): void {
  const id = clockRowOf(event as unknown as StoredEvent);
  if (id === undefined) return;
  const line = foldClock(rows.get(id)?.line, event);
  if (!line) return;
  rows.put(id, {
    id,
    clock: line.clockId,
    ...addressOf(event.stream),
    programme: event.programme ?? null,
    code: line.code,
    times: line.times,
    kind: line.kind,
    generation: line.generation,
    status: line.status,
    armed_on: line.armedOn,
    due_on: line.dueOn,
    due_at: instantOf(line.dueAt),
    legal_on: line.legalOn,
    stopped_on: line.stoppedOn,
    how: line.how,
    expired_at: line.expiredAt,
    on_time: isOnTime(line),
    put_right: isPutRight(line),
    line,
  });
}

const IN_FULL = /^.{19}\.\d{3}Z$/;

/** An event may write a moment with an offset or without milliseconds; tables hold it one way. */
export const instantOf = (moment: string | null): string | null =>
  moment === null || IN_FULL.test(moment) ? moment : new Date(moment).toISOString();
