import { type Category, type EventDefinition, type JsonObject, type JsonValue } from '@overstap/kernel';
import { type FactCorrected } from './events.js';

/** The corrected fields as FactCorrected carries them. */
export type SplitChanges = Pick<
  FactCorrected,
  'changes' | 'searchChanges' | 'coachingChanges' | 'healthChanges' | 'identityChanges'
>;

const FIELD_OF = {
  search: 'searchChanges',
  coaching: 'coachingChanges',
  health: 'healthChanges',
  identity: 'identityChanges',
} as const satisfies Record<Category, keyof SplitChanges>;

/** Sorts the corrected fields of an event by the category that seals them there; what is in clear there stays in clear. */
export function splitChanges(definition: EventDefinition, changes: JsonObject): SplitChanges {
  const split: Partial<Record<keyof SplitChanges, Record<string, JsonValue>>> = {};
  for (const [name, value] of Object.entries(changes)) {
    const category = definition.sealed.get(name);
    const part = category ? FIELD_OF[category] : 'changes';
    (split[part] ??= {})[name] = value;
  }
  return { changes: {}, ...split };
}

/** All corrected fields together; those of an erased category are absent, as they are from the event itself. */
export const mergedChanges = (corrected: Partial<SplitChanges>): JsonObject => ({
  ...corrected.changes,
  ...corrected.searchChanges,
  ...corrected.coachingChanges,
  ...corrected.healthChanges,
  ...corrected.identityChanges,
});
