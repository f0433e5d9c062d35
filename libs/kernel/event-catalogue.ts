import { type DomainEvent, type JsonObject } from './event.js';
import { fieldsOf, type PayloadClass } from './fields.js';
import { categoryOf, type Category, type PrivacyClass } from './privacy-class.js';

interface EventOptions {
  /** The class of every field that does not name its own. */
  readonly privacy: PrivacyClass;
  /** 1 unless told; a released version is never edited, a change is a new version with an upcaster. */
  readonly version?: number;
  /** One per earlier version, in order: `upcasters[0]` makes version 2 of version 1. */
  readonly upcasters?: readonly ((data: JsonObject) => JsonObject)[];
}

export interface EventDefinition extends Required<EventOptions> {
  readonly type: string;
  readonly payload: PayloadClass;
  /** Fields to seal, by category; what is not here is stored in clear. */
  readonly sealed: ReadonlyMap<string, Category>;
}

const DEFINITIONS = new WeakMap<PayloadClass, EventDefinition>();

/** Declares a payload class as an event; the class's name is the event's type. */
export const Event =
  (options: EventOptions): ClassDecorator =>
  (target) => {
    const payload = target as unknown as PayloadClass;
    const sealed = new Map<string, Category>();
    for (const field of fieldsOf(payload)) {
      const category = categoryOf(field.privacy ?? options.privacy);
      if (category) sealed.set(field.name, category);
    }
    DEFINITIONS.set(payload, {
      type: payload.name,
      payload,
      sealed,
      privacy: options.privacy,
      version: options.version ?? 1,
      upcasters: options.upcasters ?? [],
    });
  };

/** `{ IntakeHeld, InterviewHeld, … }`: as `import * as` gives it. */
export type EventClasses = Record<string, PayloadClass>;

/** The union of events that a set of payload classes declares. */
export type EventsOf<Classes extends EventClasses> = {
  [Type in keyof Classes & string]: DomainEvent<Type, InstanceType<Classes[Type]>>;
}[keyof Classes & string];

export type EventCatalogue = ReadonlyMap<string, EventDefinition>;

/** The definitions of a set of payload classes, by type. Throws at start when a class is not declared as an event. */
export function catalogue(...sets: readonly EventClasses[]): EventCatalogue {
  const all = new Map<string, EventDefinition>();
  for (const set of sets)
    for (const payload of Object.values(set)) {
      const definition = DEFINITIONS.get(payload);
      if (!definition) throw new Error(`${payload.name} lacks the @Event decorator`);
      if (all.get(definition.type) && all.get(definition.type) !== definition)
        throw new Error(`Two events are called ${definition.type}`);
      all.set(definition.type, definition);
    }
  return all;
}

/** Brings a stored payload to the current version. */
export function upcast(definition: EventDefinition, schemaVersion: number, data: JsonObject): JsonObject {
  let current = data;
  for (let version = schemaVersion; version < definition.version; version++) {
    const step = definition.upcasters[version - 1];
    if (!step) throw new Error(`${definition.type} has no upcaster from version ${version}`);
    current = step(current);
  }
  return current;
}
