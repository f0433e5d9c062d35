import { type StoredEvent, upcast } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { type PersonalDataCodec } from '@overstap/privacy';
import { type EventOpener } from '@overstap/projections';

/** Makes stored events readable for read models and reactors. */
export const openerOf = (codec: PersonalDataCodec): EventOpener => ({
  known: EVENT_CATALOGUE,
  clear: (event: StoredEvent): StoredEvent => {
    const definition = EVENT_CATALOGUE.get(event.type);
    if (!definition || definition.version === event.schemaVersion) return event;
    return { ...event, schemaVersion: definition.version, data: upcast(definition, event.schemaVersion, event.data) };
  },
  decode: (events) => codec.open(events, EVENT_CATALOGUE),
});
