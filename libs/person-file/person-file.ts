import {
  type Category,
  type Instant,
  type JsonObject,
  type LocalDate,
  type RecordedEvent,
  type Role,
} from '@overstap/kernel';
import { type NameOf, ownEvents } from './own-events.js';

/** Something recorded about the person. Who recorded it is told by role: who they are is theirs. */
export interface FileEvent {
  readonly id: string;
  readonly type: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly by: Role;
  readonly data: JsonObject;
  /** Categories that were destroyed. */
  readonly erased?: readonly Category[];
}

/** A note of the coach's own that was not shared: when there is one, and not what it says. */
export interface WorkingNote {
  readonly trajectory: string;
  readonly at: Instant;
}

export interface FiledTrajectory {
  readonly id: string;
  readonly programme: string | null;
  readonly events: readonly FileEvent[];
}

export interface FiledConsent {
  readonly trajectory: string;
  readonly consentId: string;
  readonly purpose?: string;
  readonly recipient?: string;
  readonly givenAt: Instant;
  readonly until?: LocalDate;
  readonly withdrawnAt: Instant | null;
}

/** Everything there is about one person. */
export interface PersonFile {
  readonly version: 1;
  readonly participant: string;
  readonly madeAt: Instant;
  readonly details: JsonObject;
  readonly accounts: readonly JsonObject[];
  readonly events: readonly FileEvent[];
  readonly trajectories: readonly FiledTrajectory[];
  /** In the coach's working file, which is not part of this copy. */
  readonly workingFile: readonly WorkingNote[];
  readonly consents: readonly FiledConsent[];
  readonly messages: readonly JsonObject[];
  readonly preferences: readonly JsonObject[];
  /** Who looked at what, in words. */
  readonly accessLog: readonly {
    readonly day: LocalDate;
    readonly said: { readonly nl: string; readonly en: string };
  }[];
}

/** The events of one trajectory as the person may have them, and the notes of the coach's working file by their dates alone. */
export function filedTrajectory(
  id: string,
  programme: string | null,
  events: readonly RecordedEvent[],
  nameOf: NameOf,
): { readonly trajectory: FiledTrajectory; readonly workingFile: readonly WorkingNote[] } {
  const kept = new Set(notesNotShared(events));
  const isKept = ({ id: event, data }: RecordedEvent): boolean =>
    kept.has(event) || kept.has(String((data as { readonly eventId?: unknown }).eventId));
  return {
    trajectory: {
      id,
      programme,
      events: ownEvents(
        events.filter((event) => !isKept(event)),
        nameOf,
      ),
    },
    workingFile: events.filter((event) => kept.has(event.id)).map(({ occurredAt: at }) => ({ trajectory: id, at })),
  };
}

/** A correction may have shared a note later, or taken the sharing back. */
function notesNotShared(events: readonly RecordedEvent[]): readonly string[] {
  const shared = new Map<string, boolean>();
  for (const { id, type, data } of events) {
    if (type === 'SessionNoteRecorded') shared.set(id, isShared(data) === true);
    if (type !== 'FactCorrected') continue;
    const { eventId, changes } = data as { readonly eventId: string; readonly changes?: object };
    const now = isShared(changes ?? {});
    if (now !== undefined && shared.has(eventId)) shared.set(eventId, now);
  }
  return [...shared].flatMap(([id, is]) => (is ? [] : [id]));
}

const isShared = (data: object): boolean | undefined =>
  (data as { readonly sharedWithParticipant?: boolean }).sharedWithParticipant;

/** Every consent, with when it was withdrawn. */
export function consentsIn({ id, events }: FiledTrajectory): readonly FiledConsent[] {
  const withdrawn = new Map(
    events.flatMap(({ type, at, data }) =>
      type === 'ConsentWithdrawn' ? [[String(data['consentId']), at] as const] : [],
    ),
  );
  return events.flatMap(({ type, at, data }) => {
    if (type !== 'ConsentGiven') return [];
    const { consentId, purpose, recipient, until } = data as unknown as Omit<FiledConsent, 'trajectory'>;
    return [
      {
        ...{ trajectory: id, consentId, givenAt: at, withdrawnAt: withdrawn.get(consentId) ?? null },
        ...(purpose === undefined ? {} : { purpose }),
        ...(recipient === undefined ? {} : { recipient }),
        ...(until === undefined ? {} : { until }),
      },
    ];
  });
}
