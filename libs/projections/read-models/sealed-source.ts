import { type Category, type JsonObject, type RecordedEvent, START, type StoredEvent } from '@overstap/kernel';
import { type ProjectedEvent } from '../runner/index.js';

/** One event's sealed block, with all that its seal is bound to; it is opened when somebody who may asks. */
export interface SealedSource {
  readonly event: string;
  readonly type: string;
  readonly version: number;
  readonly stream: string;
  readonly subject: string;
  readonly block: string;
}

/** Decrypts what the keys still open, in the same order. */
export type OpenSealed = (events: readonly StoredEvent[]) => Promise<readonly RecordedEvent[]>;

/** The event's block of the category; none when it has nothing of it. */
export function sealedSource(event: ProjectedEvent, category: Category): readonly SealedSource[] {
  const { id, type, schemaVersion: version, stream, subject } = event;
  const block = event.sealed[category];
  return block === undefined || subject === undefined ? [] : [{ event: id, type, version, stream, subject, block }];
}

/** The sealed fields of each list together, later blocks over earlier ones; null where nobody can read them any more. */
export async function openSealed(
  open: OpenSealed,
  tenant: string,
  category: Category,
  lists: readonly (readonly SealedSource[])[],
): Promise<readonly (JsonObject | null)[]> {
  const opened = await open(lists.flat().map((source) => storedFrom(tenant, category, source)));
  let next = 0;
  return lists.map((list) => {
    const events = opened.slice(next, (next += list.length));
    if (list.length === 0 || events.some(({ erased }) => erased?.includes(category))) return null;
    return Object.assign({}, ...events.map(({ data }) => data)) as JsonObject;
  });
}

const storedFrom = (tenant: string, category: Category, source: SealedSource): StoredEvent => ({
  id: source.event,
  tenant,
  stream: source.stream,
  revision: 0,
  position: START,
  type: source.type,
  schemaVersion: source.version,
  subject: source.subject,
  occurredAt: '',
  recordedAt: '',
  actor: { type: 'SYSTEM', id: '' },
  command: '',
  correlation: '',
  data: {},
  sealed: { [category]: source.block },
});
