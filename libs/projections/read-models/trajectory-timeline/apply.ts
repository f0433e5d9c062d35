import { type JsonObject, type StoredEvent } from '@overstap/kernel';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { textIn } from '../standing.js';
import { type TimelineEntry } from './table.js';

const STRIKES: Readonly<Record<string, string>> = { FactCorrected: 'CORRECTED', FactVoided: 'VOIDED' };

/** The entry that the event strikes out. */
export const entriesOf = ({ type, data }: StoredEvent): readonly string[] =>
  type in STRIKES ? [String(data['eventId'])] : [];

export function applyToTimeline(rows: Rows<TimelineEntry>, event: ProjectedEvent): void {
  const data = event.data as JsonObject;
  const strikes = STRIKES[event.type];
  const target = strikes === undefined ? undefined : rows.get(String(data['eventId']));
  if (target && strikes !== undefined) rows.put(target.event, { ...target, struck: strikes, struck_by: event.id });
  rows.put(event.id, {
    event: event.id,
    trajectory: event.trajectory ?? '',
    stream: event.stream,
    revision: event.revision,
    type: event.type,
    schema_version: event.schemaVersion,
    subject: event.subject ?? null,
    occurred_at: event.occurredAt,
    recorded_at: event.recordedAt,
    actor_role: event.actor.type,
    actor: event.actor.id,
    clear: data,
    sealed: event.sealed,
    placement: textIn(data, 'placementId'),
    struck: null,
    struck_by: null,
  });
}
