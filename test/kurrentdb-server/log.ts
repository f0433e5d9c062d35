/** What the test server keeps of an event. */
export interface LoggedEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly created: number;
  /** Its place in the log, commit and prepare alike; places are not consecutive. */
  readonly position: bigint;
}

export type ProposedEvent = Pick<LoggedEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
export type Expected = 'any' | 'no_stream' | 'stream_exists' | number;

export type Answer =
  | { readonly kind: 'stored'; readonly revision: number; readonly position?: bigint }
  | { readonly kind: 'wrong-version'; readonly actual: number }
  | { readonly kind: 'tombstoned' }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'unknown'; readonly message: string };

/** An append to one of the streams of a call. */
export interface StreamProposal {
  readonly stream: string;
  readonly expected: Expected;
  readonly proposed: readonly ProposedEvent[];
}

export type TogetherAnswer =
  | { readonly kind: 'stored'; readonly revisions: readonly number[]; readonly position: bigint }
  | { readonly kind: 'twice' | Exclude<Answer['kind'], 'stored'> };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DELETED = Number.MAX_SAFE_INTEGER;
const NOTHING = new Uint8Array();

const textOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** The log of the test server: what KurrentDB 24.6 was seen to do with appends, deletions and tombstones. Lives in memory. */
export class ServerLog {
  #events: LoggedEvent[] = [];
  readonly #streams = new Map<string, LoggedEvent[]>();
  readonly #tombstoned = new Set<string>();
  readonly #waiting = new Set<() => void>();
  #end = 0n;

  /** `maxAppendBytes` is what a real server calls MaxAppendSize. */
  constructor(public maxAppendBytes = 1024 * 1024) {
    // A real log begins with records of the server's own.
    this.#write('$users', [{ id: crypto.randomUUID(), type: '$User', ...this.#json({ loginName: 'admin' }) }]);
  }

  get events(): readonly LoggedEvent[] {
    return this.#events;
  }

  /** Calls back after every write, until told to stop. */
  onWrite(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => void this.#waiting.delete(callback);
  }

  append(stream: string, expected: Expected, proposed: readonly ProposedEvent[]): Answer {
    const answer = this.#judge(stream, expected, proposed);
    return answer === 'write' ? this.#stored(this.#write(stream, proposed)) : answer;
  }

  /** All of them, when every one can be written; what was written before, when every one was; else nothing. */
  appendTogether(proposals: readonly StreamProposal[]): TogetherAnswer {
    const names = proposals.map(({ stream }) => stream.toLowerCase());
    if (new Set(names).size < names.length) return { kind: 'twice' };
    const judged = proposals.map(({ stream, expected, proposed }) => this.#judge(stream, expected, proposed));
    const fresh = judged.every((each) => each === 'write');
    let position = 0n;
    const revisions: number[] = [];
    for (const [index, answer] of judged.entries()) {
      const proposal = proposals[index];
      if (!proposal || (answer === 'write') !== fresh) return { kind: 'wrong-version' };
      if (answer !== 'write' && answer.kind !== 'stored') return { kind: answer.kind };
      const stored = answer === 'write' ? this.#stored(this.#write(proposal.stream, proposal.proposed)) : answer;
      if (stored.kind !== 'stored') return { kind: stored.kind };
      revisions.push(stored.revision);
      if ((stored.position ?? 0n) > position) position = stored.position ?? 0n;
    }
    return { kind: 'stored', revisions, position };
  }

  #judge(stream: string, expected: Expected, proposed: readonly ProposedEvent[]): Answer | 'write' {
    const refusal = this.#refusal(stream, proposed);
    if (refusal) return refusal;
    const history = this.#streams.get(stream) ?? [];
    const head = history.length - 1;
    const deleted = this.#truncatedBefore(stream) === DELETED;
    const wrong: Answer = { kind: 'wrong-version', actual: deleted ? -1 : head };
    const [first] = proposed;
    if (!first) return { kind: 'stored', revision: 0 };
    const at =
      expected === 'any' || expected === 'stream_exists' || (deleted && expected === 'no_stream')
        ? history.findIndex((event) => event.id === first.id)
        : expected === 'no_stream'
          ? 0
          : expected + 1;
    const exact = expected === head || (expected === 'no_stream' && (head === -1 || (deleted && at === -1)));
    const known = new Set(history.map((event) => event.id));
    const open =
      !proposed.some((event) => known.has(event.id)) &&
      (expected === 'any' || (expected === 'stream_exists' && head >= 0));
    if (exact || open) return 'write';
    const again = at >= 0 && at <= head && proposed.every((event, index) => history[at + index]?.id === event.id);
    const last = again ? history[at + proposed.length - 1] : undefined;
    if (!last) return wrong;
    return deleted ? { kind: 'stored', revision: last.revision } : this.#stored(last);
  }

  /** A stream as a reader sees it: without what was deleted or truncated. */
  visible(stream: string): readonly LoggedEvent[] | 'tombstoned' | 'missing' {
    if (this.#tombstoned.has(stream)) return 'tombstoned';
    const history = this.#streams.get(stream);
    const before = this.#truncatedBefore(stream);
    if (!history || before === DELETED) return 'missing';
    const from = Math.max(before, history.length - (this.#metadataOf(stream).$maxCount ?? Infinity));
    return history.filter((event) => event.revision >= from);
  }

  /** Soft: its events leave the stream, not the log. */
  delete(stream: string): bigint {
    return this.#write(`$$${stream}`, [{ id: crypto.randomUUID(), type: '$metadata', ...this.#json({ $tb: DELETED }) }])
      .position;
  }

  tombstone(stream: string): bigint {
    const { position } = this.#write(stream, [{ id: crypto.randomUUID(), type: '$streamDeleted', ...this.#json({}) }]);
    this.#tombstoned.add(stream);
    return position;
  }

  /** As after a restored backup: what came later was never written. */
  forgetAfter(position: bigint): void {
    this.#events = this.#events.filter((event) => event.position <= position);
    for (const [stream, history] of this.#streams)
      this.#streams.set(
        stream,
        history.filter((event) => event.position <= position),
      );
    this.#end = this.#events.at(-1)?.position ?? 0n;
  }

  #json(value: object): Pick<ProposedEvent, 'contentType' | 'data' | 'metadata'> {
    return { contentType: 'application/json', data: textOf(value), metadata: NOTHING };
  }

  #stored = ({ revision, position }: LoggedEvent): Answer => ({ kind: 'stored', revision, position });

  #refusal(stream: string, proposed: readonly ProposedEvent[]): Answer | undefined {
    if (!stream) return { kind: 'unknown', message: 'The stream has no name.' };
    if (proposed.some(({ id, type }) => !UUID.test(id) || !type))
      return { kind: 'unknown', message: 'An event has no type, or an id that is not a UUID.' };
    const size = proposed.reduce((sum, e) => sum + e.data.length + e.metadata.length + 2 * e.type.length, 0);
    if (size > this.maxAppendBytes) return { kind: 'too-large', limit: this.maxAppendBytes };
    return this.#tombstoned.has(stream) ? { kind: 'tombstoned' } : undefined;
  }

  /** The last one written counts, whole: what it leaves out is no longer set. */
  #metadataOf(stream: string): { readonly $tb?: number; readonly $maxCount?: number } {
    const last = this.#streams.get(`$$${stream}`)?.at(-1);
    return last ? (JSON.parse(new TextDecoder().decode(last.data)) as { readonly $tb?: number }) : {};
  }

  #truncatedBefore(stream: string): number {
    const last = this.#streams.get(`$$${stream}`)?.at(-1);
    if (!last) return 0;
    const before = this.#metadataOf(stream).$tb ?? 0;
    // Writing to a deleted stream opens it again, behind what was deleted.
    const written = this.#streams.get(stream)?.at(-1);
    if (before !== DELETED || !written || written.position < last.position) return before;
    return (this.#streams.get(stream) ?? []).find((event) => event.position > last.position)?.revision ?? before;
  }

  #write(stream: string, proposed: readonly ProposedEvent[]): LoggedEvent {
    const history = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, history);
    for (const event of proposed) {
      this.#end += BigInt(100 + event.data.length);
      const logged = { ...event, stream, revision: history.length, created: Date.now(), position: this.#end };
      history.push(logged);
      this.#events.push(logged);
    }
    for (const tell of this.#waiting) tell();
    const last = history.at(-1);
    if (!last) throw new RangeError('Nothing was written.');
    return last;
  }
}
