import { type EventFilter, type EventPage, type EventStore, type Position } from '@overstap/kernel';
import { type AnyReadModel, type EventOpener } from './read-model.js';

/** What any of the models wants, and what no version known here wrote. */
export function filterOf(models: readonly AnyReadModel[], known: EventOpener['known']): EventFilter {
  const union = (lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined =>
    lists.every((list) => list !== undefined) ? [...new Set(lists.flat())] : undefined;
  const types = union(models.map((model) => model.types));
  const aggregates = union(models.map((model) => model.aggregates));
  if (!types && !aggregates) return {};
  return {
    ...(types && { types }),
    ...(aggregates && { aggregates }),
    ...(known && { orOtherThan: [...known.keys()] }),
  };
}

/** A store may bring an event again; its place tells. */
export function withoutRepeats(store: EventStore, after: Position, page: EventPage): EventPage {
  let last = after;
  const events = page.events.filter(({ position }) => {
    const isNew = store.compare(position, last) > 0;
    if (isNew) last = position;
    return isNew;
  });
  return events.length === page.events.length ? page : { ...page, events };
}
