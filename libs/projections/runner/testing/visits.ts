import { randomUUID } from 'node:crypto';
import {
  type EventStore,
  type EventToAppend,
  type JsonObject,
  type RecordedEvent,
  type StoredEvent,
} from '@overstap/kernel';
import { defineReadModel, type EventOpener, type ProjectedEvent } from '../read-model.js';

/** A toy domain: visits at desks. A visit belongs to a trajectory and is planned, moved and voided; its note is personal. */
export interface VisitStep {
  readonly tenant: string;
  readonly trajectory: string;
  readonly type: 'VisitPlanned' | 'VisitMoved' | 'VisitVoided';
  readonly visit: string;
  readonly desk: string;
  readonly at: string;
  readonly note: string;
}

/** The plainest. */
export const visit: VisitStep = {
  tenant: 'a',
  trajectory: 't1',
  type: 'VisitPlanned',
  visit: 'v1',
  desk: 'north',
  at: '2026-09-01T08:00:00.000Z',
  note: 'x',
};

const seal = (note: string): string => Buffer.from(JSON.stringify({ note })).toString('base64');

export function eventOf(step: VisitStep, data: JsonObject = {}): EventToAppend {
  const command = randomUUID();
  return {
    id: randomUUID(),
    type: step.type,
    schemaVersion: 1,
    trajectory: step.trajectory,
    occurredAt: step.at,
    recordedAt: '2026-09-01T08:00:01.250Z',
    actor: { type: 'COACH', id: 'coach-1' },
    command,
    correlation: command,
    data: { visit: step.visit, desk: step.desk, ...data },
    sealed: { coaching: seal(step.note) },
  };
}

export async function append(store: EventStore, step: VisitStep, data: JsonObject = {}): Promise<string> {
  const { tenant, trajectory } = step;
  const stream = `trajectory-${trajectory}`;
  const result = await store.append({ tenant, stream, expected: 'any', events: [eventOf(step, data)] });
  if (result.outcome === 'conflict') throw new Error('conflict');
  return result.position;
}

/** Opens the toy's seal; refuses notes that read `unreadable`. */
export const opener: EventOpener = {
  clear: (event) => event,
  decode: (events) =>
    Promise.resolve(
      events.map((event): RecordedEvent => {
        const sealed = JSON.parse(Buffer.from(event.sealed.coaching ?? '', 'base64').toString()) as { note: string };
        if (sealed.note === 'unreadable') throw Object.assign(new Error('secret text'), { code: 'key-missing' });
        return { ...event, data: { ...event.data, ...sealed } };
      }),
    ),
};

interface Visit {
  readonly visit: string;
  readonly desk: string;
  readonly note?: string;
  readonly poison?: string;
}
const visitOf = (event: ProjectedEvent | StoredEvent): Visit => event.data as unknown as Visit;

/** One row per partition, every column type. */
export const summary = defineReadModel<{
  trajectory: string;
  visits: number;
  seconds: number;
  share: number;
  voided: boolean;
  last_day: string | null;
  last_at: string | null;
  desks: string[];
  detail: { [visit: string]: string };
}>({
  name: 'toy_summary',
  version: 1,
  columns: {
    trajectory: 'text',
    visits: 'integer',
    seconds: 'bigint',
    share: 'double precision',
    voided: 'boolean',
    last_day: 'date',
    last_at: 'timestamptz',
    desks: 'text[]',
    detail: 'json',
  },
  key: 'trajectory',
  partition: 'trajectory',
  indexes: [['last_day']],
  apply(rows, event) {
    const id = event.trajectory ?? '';
    const { visit, desk, poison } = visitOf(event);
    const before = rows.get(id);
    const visits = (before?.visits ?? 0) + 1;
    const day = poison === 'is refused by the database' ? '9999-99-99' : event.occurredAt.slice(0, 10);
    rows.put(id, {
      trajectory: id,
      visits,
      seconds: Date.parse(event.occurredAt) / 1000 + (before?.seconds ?? 0),
      share: visits / 3,
      voided: event.type === 'VisitVoided' || (before?.voided ?? false),
      last_day: [before?.last_day ?? '', day].toSorted().at(-1) ?? day,
      last_at: event.occurredAt,
      desks: [...(before?.desks ?? []), desk].slice(-3),
      detail: { ...before?.detail, [visit]: event.type },
    });
    if (poison === 'throws') throw new TypeError('secret text');
  },
});

/** A list that grows; a voiding looks its line up by id. */
export const lines = defineReadModel<{
  line: string;
  trajectory: string;
  type: string;
  voided: boolean;
  sealed: string | null;
}>({
  name: 'toy_lines',
  version: 1,
  columns: { line: 'text', trajectory: 'text', type: 'text', voided: 'boolean', sealed: 'text' },
  key: 'line',
  partition: 'trajectory',
  types: ['VisitPlanned', 'VisitVoided'],
  aggregates: ['trajectory'],
  loads: (event) => [`${event.trajectory}/${visitOf(event).visit}`],
  apply(rows, event) {
    const id = `${event.trajectory}/${visitOf(event).visit}`;
    const line = rows.get(id);
    if (event.type === 'VisitVoided') {
      if (line) rows.put(id, { ...line, voided: true });
    } else
      rows.put(id, {
        line: id,
        trajectory: event.trajectory ?? '',
        type: event.type,
        voided: false,
        sealed: event.sealed.coaching ?? null,
      });
  },
});

/** Rows that depend on all rows of their partition, and go away. */
export const desk = defineReadModel<{ visit: string; desk: string; rank: number }>({
  name: 'toy_desk',
  version: 1,
  columns: { visit: 'text', desk: 'text', rank: 'integer' },
  key: 'visit',
  partition: 'desk',
  partitionOf: (event) => visitOf(event).desk,
  apply(rows, event) {
    const { visit, desk: at } = visitOf(event);
    const id = `${at}/${visit}`;
    if (event.type === 'VisitVoided') rows.delete(id);
    else rows.put(id, { visit: id, desk: at, rank: 0 });
    for (const [rank, row] of rows.all().entries()) if (row.rank !== rank) rows.put(row.visit, { ...row, rank });
  },
});

/** Looks at what is sealed, and stores nothing of it. */
export const notes = defineReadModel<{ trajectory: string; letters: number }>({
  name: 'toy_notes',
  version: 1,
  columns: { trajectory: 'text', letters: 'integer' },
  key: 'trajectory',
  partition: 'trajectory',
  needsPersonalData: true,
  apply(rows, event) {
    const id = event.trajectory ?? '';
    const letters = (rows.get(id)?.letters ?? 0) + (visitOf(event).note?.length ?? 0);
    rows.put(id, { trajectory: id, letters });
  },
});

export const toyModels = [summary, lines, desk, notes];
