import { type Category, type JsonObject, type JsonValue, oncePer, type RecordedEvent } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { COACHES_NAMED, ownCopy, type Taken } from '@overstap/projections';
import { type FileEvent } from './person-file.js';

/** What a coach is called; undefined for one whose name nobody can read any more. */
export type NameOf = (coach: string) => string | undefined;

const STRIKES: readonly string[] = ['FactCorrected', 'FactVoided'];
/** The parts of a correction, apart by the category of what they correct. */
const CHANGES: readonly string[] = ['changes', 'searchChanges', 'coachingChanges', 'healthChanges', 'identityChanges'];

const own = oncePer((_catalogue: typeof EVENT_CATALOGUE): ReadonlyMap<string, Taken> => ownCopy());
const takenOf = (type: string): Taken | undefined => own(EVENT_CATALOGUE).get(type);

/**
 * The events of a person as their own timeline shows them: what it withholds is not taken over, a coach is told by name, and who recorded
 * something by role. What was voided was another's or never happened, and is not theirs.
 */
export function ownEvents(events: readonly RecordedEvent[], nameOf: NameOf): readonly FileEvent[] {
  const typeOf = new Map(events.map(({ id, type }) => [id, type]));
  const voided = new Set(events.filter(({ type }) => type === 'FactVoided').map(targetOf));
  return events.flatMap((event): readonly FileEvent[] => {
    const { id, type, occurredAt: at, recordedAt, actor, erased } = event;
    const target = STRIKES.includes(type) ? typeOf.get(targetOf(event)) : type;
    if (voided.has(id) || type === 'FactVoided' || target === undefined || takenOf(target) === undefined) return [];
    const data = ownData(event, target, nameOf);
    return data ? [{ ...{ id, type, at, recordedAt, by: actor.type, data }, ...(erased ? { erased } : {}) }] : [];
  });
}

const targetOf = ({ data }: RecordedEvent): string => String((data as { readonly eventId?: unknown }).eventId);

function ownData({ type, data }: RecordedEvent, target: string, nameOf: NameOf): JsonObject | undefined {
  const taken = takenOf(type);
  if (!taken) return undefined;
  const fields = picked(data as JsonObject, type, taken, nameOf);
  if (target === type) return fields;
  // A correction has no more of a field than what it corrects.
  const corrected = takenOf(target);
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) =>
      CHANGES.includes(name) && corrected
        ? [name, picked(value as JsonObject, target, corrected, nameOf)]
        : [name, value],
    ),
  );
}

function picked(data: JsonObject, type: string, { fields, blocks }: Taken, nameOf: NameOf): JsonObject {
  const sealed: ReadonlyMap<string, Category> = EVENT_CATALOGUE.get(type)?.sealed ?? new Map();
  const isTaken = (name: string): boolean => {
    const category = sealed.get(name);
    return category === undefined ? fields.includes(name) : blocks.includes(category);
  };
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]): readonly (readonly [string, JsonValue])[] => {
      if (!isTaken(name)) return [];
      if (!COACHES_NAMED[type]?.includes(name)) return [[name, value]];
      const called = nameOf(String(value));
      return called === undefined ? [] : [[name.replace(/Id$/, ''), called]];
    }),
  );
}
