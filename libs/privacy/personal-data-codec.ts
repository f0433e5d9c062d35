import {
  upcast,
  type Category,
  type EventCatalogue,
  type EventDefinition,
  type JsonObject,
  type JsonValue,
  type RecordedEvent,
  type StoredEvent,
  type StoredPayload,
} from '@overstap/kernel';
import { OperatorError } from '@overstap/platform';
import { associatedData, openBlock, sealBlock } from './sealed-block.js';
import { nameOf, type KeyName, type KeyState, type SubjectKeys } from './subject-keys.js';

/** A newer version of the program has written to the store. */
export class UnknownEventType extends OperatorError {}

export interface EventToSeal {
  readonly tenant: string;
  readonly stream: string;
  readonly id: string;
  readonly type: string;
  readonly subject?: string;
  readonly definition: EventDefinition;
  readonly data: object;
}

/** Where a sealed text lies: it opens there only. */
export interface TextPlace extends KeyName {
  readonly table: string;
  readonly row: string;
}

/** Splits payloads into what is stored in clear and what is sealed, and puts them together again. */
export class PersonalDataCodec {
  constructor(private readonly keys: SubjectKeys) {}

  /** Throws SubjectErasedError, and an Error when a personal field comes without the person. */
  async seal(event: EventToSeal): Promise<StoredPayload> {
    const clear: Record<string, JsonValue> = {};
    const personal = new Map<Category, Record<string, JsonValue>>();
    for (const [field, value] of Object.entries(event.data) as [string, JsonValue | undefined][]) {
      if (value === undefined) continue;
      const category = event.definition.sealed.get(field);
      if (!category) {
        clear[field] = value;
        continue;
      }
      const block = personal.get(category) ?? {};
      block[field] = value;
      personal.set(category, block);
    }
    if (personal.size === 0) return { data: clear, sealed: {} };
    const { subject } = event;
    if (!subject)
      throw new Error(`${event.type} has personal fields but names no subject, so nobody's key can seal them.`);
    const names = [...personal.keys()].map((category) => ({ subject, category }));
    const keys = await this.keys.forWriting(event.tenant, names);
    const sealed: { [category in Category]?: string } = {};
    for (const [category, block] of personal) {
      const key = keys.get(nameOf({ subject, category }));
      if (key) sealed[category] = sealBlock(key, JSON.stringify(block), placeOf(event, subject)).toString('base64');
    }
    return { data: clear, sealed };
  }

  /**
   * Payloads whole and at their newest version. The keys of a batch cost one query per tenant; none is made. Fields of an erased
   * category are absent and `erased` names it; upcasters meet payloads without them. Throws TamperedError.
   */
  async open(events: readonly StoredEvent[], catalogue: EventCatalogue): Promise<RecordedEvent[]> {
    const states = await this.#statesFor(events);
    return events.map((event) => {
      const definition = catalogue.get(event.type);
      if (!definition || definition.version < event.schemaVersion)
        throw new UnknownEventType(
          `The store holds an event of type ${event.type}${definition ? ` in version ${event.schemaVersion}` : ''}, which this version does not know; run a newer one.`,
        );
      const { sealed } = event;
      const categories = Object.keys(sealed) as Category[];
      // As most events are: nothing sealed, and written by this version.
      if (categories.length === 0 && event.schemaVersion >= definition.version) return event;
      const { data, sealed: _, schemaVersion, ...envelope } = event;
      const erased: Category[] = [];
      let whole: JsonObject = data;
      for (const category of categories) {
        const block = sealed[category] ?? '';
        const name = `The ${category} block of event ${event.id}`;
        const state = states.get(event.tenant)?.get(nameOf({ subject: event.subject ?? '', category }));
        if (state === 'erased') erased.push(category);
        else whole = Object.assign({}, whole, open(state, block, placeOf(event, event.subject ?? ''), name));
      }
      return {
        schemaVersion: definition.version,
        data: upcast(definition, schemaVersion, whole),
        ...(erased.length > 0 && { erased }),
        ...envelope,
      };
    });
  }

  async #statesFor(events: readonly StoredEvent[]): Promise<ReadonlyMap<string, ReadonlyMap<string, KeyState>>> {
    const wanted = new Map<string, Map<string, KeyName>>();
    for (const { tenant, subject = '', sealed } of events)
      for (const category of Object.keys(sealed) as Category[]) {
        const names = wanted.get(tenant) ?? new Map<string, KeyName>();
        names.set(nameOf({ subject, category }), { subject, category });
        wanted.set(tenant, names);
      }
    return new Map(
      await Promise.all(
        [...wanted].map(
          async ([tenant, names]) => [tenant, await this.keys.forReading(tenant, [...names.values()])] as const,
        ),
      ),
    );
  }

  /** Seals columns of read models, outbox rows and import staging under the same keys. Answers in the order of the items. */
  async sealTexts(
    tenant: string,
    items: readonly (TextPlace & { readonly text: string })[],
  ): Promise<readonly string[]> {
    const keys = await this.keys.forWriting(tenant, items);
    return items.map((item) => {
      const key = keys.get(nameOf(item));
      if (!key) throw new Error(`A ${item.category} key could not be made.`);
      return sealBlock(key, item.text, placeOfText(tenant, item)).toString('base64');
    });
  }

  /** Opens what `sealTexts` sealed; undefined where it was erased. */
  async openTexts(
    tenant: string,
    items: readonly (TextPlace & { readonly sealed: string })[],
  ): Promise<readonly (string | undefined)[]> {
    const states = await this.keys.forReading(tenant, items);
    return items.map((item) => {
      const state = states.get(nameOf(item));
      if (state === 'erased') return undefined;
      const name = `A ${item.category} text in ${item.table}`;
      return decrypt(state, item.sealed, placeOfText(tenant, item), name).toString('utf8');
    });
  }

  async sealText(tenant: string, place: TextPlace, text: string): Promise<string> {
    const [sealed = ''] = await this.sealTexts(tenant, [{ ...place, text }]);
    return sealed;
  }

  async openText(tenant: string, place: TextPlace, sealed: string): Promise<string | undefined> {
    const [text] = await this.openTexts(tenant, [{ ...place, sealed }]);
    return text;
  }
}

/** Not the revision: a block is sealed before the store gives one. */
const placeOf = (
  { tenant, stream, id, type }: Pick<EventToSeal, 'tenant' | 'stream' | 'id' | 'type'>,
  subject: string,
) => associatedData(tenant, stream, id, type, subject);

const placeOfText = (tenant: string, { table, row, subject }: TextPlace): string =>
  associatedData(tenant, table, row, subject);

function decrypt(state: KeyState | undefined, block: string, place: string, name: string): Buffer {
  if (state === undefined || state === 'never' || state === 'erased')
    throw new Error(`${name} has no key and no record of its erasure: the key table is incomplete, restore it.`);
  return openBlock(state, Buffer.from(block, 'base64'), place, name);
}

const open = (state: KeyState | undefined, block: string, place: string, name: string): JsonObject =>
  JSON.parse(decrypt(state, block, place, name).toString('utf8')) as JsonObject;
