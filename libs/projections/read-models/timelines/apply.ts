import { type JsonObject, type StoredEvent } from '@overstap/kernel';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { textIn } from '../standing.js';
import { type Taken, type TimelineAudience } from './audience.js';
import { type TimelineEntry } from './table.js';

const STRIKES: Readonly<Record<string, string>> = { FactCorrected: 'CORRECTED', FactVoided: 'VOIDED' };

/** The entry that the event strikes out. */
export const entriesOf = ({ type, data }: StoredEvent): readonly string[] =>
  type in STRIKES ? [String(data['eventId'])] : [];

export function applyToTimeline(
  rows: Rows<TimelineEntry>,
  event: ProjectedEvent,
  audience: TimelineAudience,
  taken: Taken | undefined,
): void {
  if (!taken || !isHeld(event, audience)) return;
  const strikes = STRIKES[event.type];
  if (strikes !== undefined) {
    // Of what the audience does not have it is not told either that it was put right.
    const target = rows.get(String((event.data as JsonObject)['eventId']));
    if (!target) return;
    if (audience.own && isTakenBack(event)) return rows.delete(target.event);
    rows.put(target.event, { ...target, struck: strikes, struck_by: event.id });
  }
  rows.put(event.id, entryOf(event, audience, taken));
}

function isHeld(event: ProjectedEvent, { only, own }: TimelineAudience): boolean {
  if (only !== undefined && event.sealed[only] === undefined) return false;
  const unshared = event.type === 'SessionNoteRecorded' && (event.data as JsonObject)['sharedWithParticipant'] !== true;
  return !(own && unshared);
}

/** It was recorded on the wrong person, or never happened; or a note was shared by mistake. */
function isTakenBack({ type, data }: ProjectedEvent): boolean {
  const { changes } = data as { readonly changes?: JsonObject };
  return type === 'FactVoided' || changes?.['sharedWithParticipant'] === false;
}

function entryOf(event: ProjectedEvent, { own }: TimelineAudience, { fields, blocks }: Taken): TimelineEntry {
  const data = event.data as JsonObject;
  return {
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
    actor: own && event.actor.type !== 'COACH' ? null : event.actor.id,
    clear: part(data, fields),
    sealed: part(event.sealed, blocks),
    placement: textIn(data, 'placementId'),
    struck: null,
    struck_by: null,
  };
}

/** The named ones of these, and no others. */
function part<Value>(
  whole: Readonly<Record<string, Value | undefined>>,
  names: readonly string[],
): Readonly<Record<string, Value>> {
  const named: Record<string, Value> = {};
  for (const name of names) {
    const value = whole[name];
    if (value !== undefined) named[name] = value;
  }
  return named;
}
