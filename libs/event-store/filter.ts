import { type EventFilter, type StoredEvent } from '@overstap/kernel';

/** The kind of a stream: `trajectory` of `trajectory-0190…`. */
export const aggregateOf = (stream: string): string => stream.split('-', 1)[0] ?? stream;

export const isUnfiltered = ({ tenant, aggregates, types }: EventFilter): boolean =>
  tenant === undefined && aggregates === undefined && types === undefined;

export const passes = ({ tenant, aggregates, types, orOtherThan }: EventFilter, event: StoredEvent): boolean =>
  (tenant === undefined || event.tenant === tenant) &&
  (((aggregates === undefined || aggregates.includes(aggregateOf(event.stream))) &&
    (types === undefined || types.includes(event.type))) ||
    orOtherThan?.includes(event.type) === false);
