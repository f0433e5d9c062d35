import { type RecordedEvent, type StoredEvent } from '@overstap/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from './failures.js';
import { type EventOpener, type ProjectedEvent } from './read-model.js';

export interface Failure {
  readonly failure: unknown;
}

/** A page of events, read once for all read models: as stored, with the clear fields current, and whole where one wants that. */
export interface OpenedPage {
  readonly stored: readonly StoredEvent[];
  readonly clear: readonly (StoredEvent | Failure)[];
  /** Same indexes; holes where nobody wants the event whole. */
  readonly whole: readonly (ProjectedEvent | Failure | undefined)[];
}

export const isFailure = (opened: object): opened is Failure => 'failure' in opened;

const RETRIES_MS = [50, 250];

/** Decodes all at once; when that keeps failing, one by one, so that the others are not held up. Throws when nothing can be decoded now. */
export async function decodeEach(
  opener: EventOpener,
  events: readonly StoredEvent[],
): Promise<readonly (RecordedEvent | Failure)[]> {
  for (const delay of [...RETRIES_MS, undefined])
    try {
      return await opener.decode(events);
    } catch (error) {
      if (isPassing(error)) throw error;
      if (delay !== undefined) await sleep(delay);
      else if (events.length === 1) return [{ failure: error }];
    }
  const each: (RecordedEvent | Failure)[] = [];
  for (const event of events)
    try {
      each.push(...(await opener.decode([event])));
    } catch (error) {
      if (isPassing(error)) throw error;
      each.push({ failure: error });
    }
  return each;
}

export async function openPage(
  opener: EventOpener,
  stored: readonly StoredEvent[],
  wantsWhole: (event: StoredEvent) => boolean,
): Promise<OpenedPage> {
  const clear = stored.map((event): StoredEvent | Failure => {
    try {
      return opener.clear(event);
    } catch (error) {
      return { failure: error };
    }
  });
  const indexes: number[] = [];
  for (const [index, event] of stored.entries()) if (wantsWhole(event)) indexes.push(index);
  const whole: (ProjectedEvent | Failure | undefined)[] = [];
  if (indexes.length > 0) {
    const decoded = await decodeEach(
      opener,
      indexes.map((index) => stored[index] as StoredEvent),
    );
    for (const [nth, index] of indexes.entries()) {
      const event = decoded[nth] as RecordedEvent | Failure;
      whole[index] = isFailure(event) ? event : { sealed: (stored[index] as StoredEvent).sealed, ...event };
    }
  }
  return { stored, clear, whole };
}
