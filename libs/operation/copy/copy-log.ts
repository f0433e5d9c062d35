import { setTimeout as sleep } from 'node:timers/promises';
import { type CopyWriter, RepeatedIdError, type TooLarge } from '@overstap/event-store';
import { START, type EventStore, type Position, type StoredEvent } from '@overstap/kernel';
import { OperatorError } from '@overstap/platform';
import { LogDigest } from './log-digest.js';

export interface CopyOptions {
  readonly from: EventStore;
  readonly to: EventStore;
  readonly into: Pick<CopyWriter, 'write' | 'tooLarge'>;
  /** Positions in `from` of whatever follows it: the answer says where they are in `to`. */
  readonly marks?: readonly Position[];
  /** Hears what is being done, and how many events it has come to. */
  readonly progress?: (step: CopyStep, events: number) => void;
  /** Events per read and per write; default 1,000. */
  readonly pageSize?: number;
}

export type CopyStep = 'looking' | 'copying' | 'checking';

export interface CopyReport {
  readonly events: number;
  readonly streams: number;
  /** Events that this run copied; the others were there. */
  readonly copied: number;
  /** Of every stream and of their order; the same for both logs. */
  readonly digest: string;
  /** The last event, where each log has it. */
  readonly head: { readonly from: Position; readonly to: Position };
  readonly marks: ReadonlyMap<Position, Position>;
}

const PATIENCE = { tries: 150, everyMs: 200 };

/**
 * Copies a log into one that is empty, or that holds the first part of it: after a copy that was cut short, or from when the log was there
 * before. Then reads the copy anew and compares counts, every stream and the order. Throws an OperatorError, before anything is written, when
 * the target holds anything else, or one of the events is too large for it; and in the middle of it, at an id that it takes only once.
 */
export async function copyLog({
  from,
  to,
  into,
  marks = [],
  progress,
  pageSize = 1_000,
}: CopyOptions): Promise<CopyReport> {
  const there = new LogDigest();
  for await (const events of pagesOf(to, pageSize)) {
    for (const event of events) there.add(event);
    progress?.('looking', there.events);
  }
  await refuseTooLarge({ from, into, there: there.events, pageSize, progress });
  const source = new LogDigest();
  const counted = new MarkCounter(from, marks);
  let [copied, last]: [number, Position] = [0, START];
  for await (const events of pagesOf(from, pageSize)) {
    const missing: StoredEvent[] = [];
    for (const event of events) {
      if (source.events === there.events) refuseOther(source, there);
      if (source.events >= there.events) missing.push(asCopied(event));
      source.add(event);
      counted.pass(event.position);
      last = event.position;
    }
    if (missing.length > 0) await write({ from, into, pageSize }, missing, copied);
    copied += missing.length;
    progress?.('copying', source.events);
  }
  if (source.events <= there.events) refuseOther(source, there);
  const counts = counted.end();

  const copy = new LogDigest();
  const found = new Map<number, Position>([[0, START]]);
  let head: Position = START;
  for await (const events of pagesOf(to, pageSize)) {
    for (const event of events) {
      copy.add(event);
      head = event.position;
      if (counts.has(copy.events)) found.set(copy.events, event.position);
    }
    progress?.('checking', copy.events);
  }
  refuseDifferent(source, copy);
  return {
    events: copy.events,
    streams: copy.streams,
    copied,
    digest: copy.digest,
    head: { from: last, to: head },
    marks: counted.placed(found),
  };
}

async function write(
  { from, into, pageSize }: Pick<CopyOptions, 'from' | 'into'> & { readonly pageSize: number },
  events: readonly StoredEvent[],
  copied: number,
): Promise<void> {
  try {
    await into.write(events);
  } catch (error) {
    if (!(error instanceof RepeatedIdError)) throw error;
    const [one, other] = await repeated(from, events, pageSize);
    if (!one || !other) throw error;
    throw new OperatorError(
      `An event of ${one.tenant}/${one.stream} and one of ${other.tenant}/${other.stream} have the id ${one.id}: somebody used one ` +
        'Idempotency-Key on both, which KurrentDB takes and PostgreSQL does not. ' +
        `${copied} events were copied, and the rest cannot be. Go on with the log that was copied from.`,
    );
  }
}

/** The first two events of a tenant that have one id of these. */
async function repeated(
  from: EventStore,
  events: readonly StoredEvent[],
  pageSize: number,
): Promise<readonly StoredEvent[]> {
  const keyOf = ({ tenant, id }: StoredEvent): string => `${tenant}/${id}`;
  const keys = new Set(events.map(keyOf));
  const seen = new Map<string, StoredEvent>();
  for await (const page of pagesOf(from, pageSize))
    for (const event of page.filter((event) => keys.has(keyOf(event)))) {
      const first = seen.get(keyOf(event));
      if (first) return [first, event];
      seen.set(keyOf(event), event);
    }
  return [];
}

/** Before anything is written: a copy that stops at such an event could not go on. */
async function refuseTooLarge({
  from,
  into,
  there,
  pageSize,
  progress,
}: Pick<CopyOptions, 'from' | 'into'> & {
  readonly there: number;
  readonly pageSize: number;
  readonly progress: CopyOptions['progress'];
}): Promise<void> {
  if (!into.tooLarge) return;
  let [looked, count, most]: [number, number, number] = [0, 0, 0];
  let first: TooLarge | undefined;
  for await (const events of pagesOf(from, pageSize)) {
    const missing = events.slice(Math.max(0, there - looked));
    for (const each of await into.tooLarge(missing.map(asCopied))) {
      first ??= each;
      count++;
      most = Math.max(most, each.bytes);
    }
    looked += events.length;
    progress?.('looking', looked);
  }
  if (!first) return;
  const { id, tenant, stream, revision } = first.event;
  throw new OperatorError(
    `Event ${id}, revision ${revision} of ${tenant}/${stream}, is ${first.bytes} bytes with what lies beside its payload, ` +
      `more than KurrentDB is set to take${count > 1 ? `, and ${count - 1} more are too large` : ''}. Nothing was copied. ` +
      `Start every node of KurrentDB with MaxAppendSize at ${most} or more, and copy again; it can go back when all is copied.`,
  );
}

/** Where the log that it is copied from has it goes along, unless that one was a copy too. */
const asCopied = (event: StoredEvent): StoredEvent => ({ ...event, origin: event.origin ?? event.position });

async function* pagesOf(store: EventStore, pageSize: number): AsyncGenerator<readonly StoredEvent[]> {
  let [after, waits]: [Position, number] = [START, 0];
  for (;;) {
    const { events, next, atHead } = await store.readAll(after, pageSize);
    if (events.length > 0) yield events;
    if (atHead) return;
    if (next !== after) waits = 0;
    else if (waits++ === PATIENCE.tries)
      throw new OperatorError(
        'A transaction in PostgreSQL does not end, and hides what comes after it. End it, and copy again.',
      );
    else await sleep(PATIENCE.everyMs);
    after = next;
  }
}

function refuseOther(source: LogDigest, target: LogDigest): void {
  const { streams, order } = source.difference(target);
  if (streams.length === 0 && !order) return;
  const ofTarget = streams.filter((stream) => target.holds(stream));
  throw new OperatorError(
    source.events === 0
      ? `The log to copy to holds ${target.events} events, and the one to copy from none. Nothing was copied; are --from and --to the right way round?`
      : `The log to copy to holds something else than the first ${target.events} events of the other: ${told(ofTarget, order)}. ` +
          'Nothing was copied. Copy into an empty one, or into one that holds the first part of this log and nothing else.',
  );
}

function refuseDifferent(source: LogDigest, copy: LogDigest): void {
  const { streams, order } = source.difference(copy);
  if (streams.length === 0 && !order) return;
  throw new OperatorError(
    `The copy is not the log: ${source.events} events were to be there, ${copy.events} are; ${told(streams, order)}. ` +
      'Go on with the log that was copied from. Did somebody write to one of them meanwhile?',
  );
}

const SHOWN = 5;

function told(streams: readonly string[], order: boolean): string {
  if (order) return 'they are in another order';
  const more = streams.length > SHOWN ? ` and ${streams.length - SHOWN} more` : '';
  return `${streams.slice(0, SHOWN).join(', ')}${more} ${streams.length === 1 ? 'differs' : 'differ'}`;
}

/** How many events lie at or before each mark: by that the same place is found in the copy. */
class MarkCounter {
  readonly #open: Position[];
  readonly #countOf = new Map<Position, number>();
  #passed = 0;

  constructor(
    private readonly store: EventStore,
    marks: readonly Position[],
  ) {
    this.#open = [...new Set(marks)].sort((a, b) => store.compare(a, b));
  }

  pass(position: Position): void {
    for (let mark = this.#open[0]; mark !== undefined && this.store.compare(mark, position) < 0; mark = this.#open[0])
      this.#close(mark);
    this.#passed++;
  }

  /** The counts that there are. */
  end(): ReadonlySet<number> {
    for (const mark of [...this.#open]) this.#close(mark);
    return new Set(this.#countOf.values());
  }

  #close(mark: Position): void {
    this.#countOf.set(mark, this.#passed);
    this.#open.shift();
  }

  placed(found: ReadonlyMap<number, Position>): ReadonlyMap<Position, Position> {
    return new Map([...this.#countOf].map(([mark, count]) => [mark, found.get(count) ?? START]));
  }
}
