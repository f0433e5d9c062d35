import { type StoredEvent } from '@overstap/kernel';
import { type WorkflowEvent } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { addressOf, clockRowOf, instantOf } from '../deadline-board/apply.js';
import { type DueMoment, shareOf } from './table.js';

export const DUE_EVENTS: readonly string[] = [
  'ClockArmed',
  'ClockRearmed',
  'ClockSuspended',
  'ClockResumed',
  'ClockStopped',
  'ClockExpired',
  'RungFired',
  'RungSuppressed',
];

const EXPIRY = '';

/** Keeps exactly the moments that the engine's `nextDueAt` looks at: pending rungs of open clocks, and the expiry of running ones. */
export function applyToDue(rows: Rows<DueMoment>, event: ProjectedEvent): void {
  const clockRow = clockRowOf(event as unknown as StoredEvent);
  if (clockRow === undefined) return;
  const { type, data } = event as unknown as WorkflowEvent;
  const idOf = (rung: string): string => `${clockRow}/${rung}`;
  switch (type) {
    case 'ClockArmed':
    case 'ClockRearmed':
      clear(rows, () => true);
      return plan(rows, event, clockRow, data);
    case 'ClockResumed':
      return plan(rows, event, clockRow, data);
    case 'ClockSuspended':
      return clear(rows, ({ at }) => at !== null);
    case 'ClockStopped':
      return clear(rows, () => true);
    case 'ClockExpired':
      return rows.delete(idOf(EXPIRY));
    case 'RungSuppressed':
      return rows.delete(idOf(data.rung));
    case 'RungFired': {
      const row = rows.get(idOf(data.rung));
      if (row) rows.put(row.id, { ...row, at: null });
    }
  }
}

function clear(rows: Rows<DueMoment>, which: (row: Readonly<DueMoment>) => boolean): void {
  for (const row of rows.all()) if (which(row)) rows.delete(row.id);
}

interface Plan {
  readonly clockId: string;
  readonly generation: number;
  readonly dueAt?: string;
  readonly rungs: readonly { readonly rung: string; readonly at: string }[];
}

/** A rung that has fired in this generation stays silent. */
function plan(
  rows: Rows<DueMoment>,
  event: ProjectedEvent,
  clockRow: string,
  { clockId, generation, dueAt, rungs }: Plan,
): void {
  const address = addressOf(event.stream);
  const share = shareOf(address.aggregate_id);
  const moments = dueAt === undefined ? rungs : [...rungs, { rung: EXPIRY, at: dueAt }];
  for (const { rung, at } of moments) {
    const id = `${clockRow}/${rung}`;
    if (rows.get(id)?.at === null) continue;
    rows.put(id, {
      id,
      clock_row: clockRow,
      ...address,
      share,
      programme: event.programme ?? null,
      clock_id: clockId,
      generation,
      rung,
      at: instantOf(at),
    });
  }
}
