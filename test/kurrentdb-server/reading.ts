import grpc from '@grpc/grpc-js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { type Faults } from './faults.js';
import { type LoggedEvent, type ServerLog } from './log.js';
import { caughtUp, checkpoint, confirmation, eventResponse, nameIn, notFound } from './messages.js';

type ReadCall = grpc.ServerWritableStream<
  InstanceType<typeof streamsPb.ReadReq>,
  InstanceType<typeof streamsPb.ReadResp>
>;
type Options = InstanceType<typeof streamsPb.ReadReq.Options>;
type Passes = (event: LoggedEvent) => boolean;

const BACKWARDS = 1;
/** Events looked at between two checkpoints, times the interval that the subscriber asks for. */
const CHECKPOINT_EVERY = 32;

/** Reads and subscriptions of the test server. */
export class Reading {
  constructor(
    private readonly log: ServerLog,
    private readonly faults: Faults,
  ) {}

  readonly read = (call: ReadCall): void => {
    call.on('error', () => undefined);
    const options = call.request.getOptions();
    void this.faults.whenThawed().then(() => {
      if (!options) call.end();
      else if (options.hasSubscription()) void this.#subscribe(call, options);
      else if (options.hasStream()) this.#readStream(call, options);
      else this.#readAll(call, options);
    });
  };

  #readStream(call: ReadCall, options: Options): void {
    const stream = nameIn(options.getStream()?.getStreamIdentifier());
    const visible = this.log.visible(stream);
    if (visible === 'tombstoned') return void call.emit('error', streamDeleted(stream));
    if (visible === 'missing') {
      call.write(notFound(stream));
      call.end();
      return;
    }
    const where = options.getStream();
    const backwards = options.getReadDirection() === BACKWARDS;
    const revision = where?.hasRevision() ? Number(where.getRevision()) : where?.hasEnd() ? Infinity : 0;
    this.#send(
      call,
      options,
      backwards
        ? visible.filter((event) => event.revision <= revision).reverse()
        : visible.filter((event) => event.revision >= revision),
    );
  }

  #readAll(call: ReadCall, options: Options): void {
    const place = options.getAll()?.getPosition();
    const at = place && BigInt(place.getCommitPosition());
    const events = this.log.events;
    const backwards = options.getReadDirection() === BACKWARDS;
    // From beyond the end nothing is there to read, and that is all that the server says.
    const isBeyond = at !== undefined && !backwards && at > (events.at(-1)?.position ?? -1n);
    if (at !== undefined && !isBeyond && !events.some((event) => event.position === at))
      return void call.emit('error', this.faults.unavailable('The position is not on a record.'));
    const fromEnd = options.getAll()?.hasEnd() ?? false;
    const passes = passesOf(options);
    const wanted = backwards
      ? events.filter((event) => (at === undefined ? fromEnd : event.position < at)).reverse()
      : events.filter((event) => (at === undefined ? !fromEnd : event.position >= at));
    this.#send(call, options, wanted.filter(passes));
  }

  #send(call: ReadCall, options: Options, events: readonly LoggedEvent[]): void {
    const count = Number(options.getCount());
    if (count === 0) return void call.emit('error', this.faults.unavailable('A read of no events.'));
    const page = events.slice(0, count);
    for (const event of page) call.write(eventResponse(event));
    this.faults.read(page.length);
    call.end();
  }

  /** Looks at the log from the position on; one beyond its end is taken as it is, and nothing comes. */
  async #subscribe(call: ReadCall, options: Options): Promise<void> {
    if (this.faults.refusesSubscription()) return void call.emit('error', this.faults.unavailable());
    const all = options.getAll();
    const place = all?.getPosition();
    const passes = passesOf(options);
    const interval = CHECKPOINT_EVERY * (options.getFilter()?.getCheckpointintervalmultiplier() || 1);
    let after = place
      ? BigInt(place.getCommitPosition())
      : all?.hasEnd()
        ? (this.log.events.at(-1)?.position ?? 0n)
        : -1n;
    let [over, live, looked, checkpoints] = [false, false, 0, 0];
    let wake: () => void = () => undefined;
    const forget = [this.log.onWrite(() => wake())];
    const end = (): void => {
      over = true;
      for (const each of forget) each();
      wake();
    };
    forget.push(this.faults.onDrop(() => call.emit('error', this.faults.unavailable('The subscription was dropped.'))));
    call.on('cancelled', end).on('error', end).on('close', end);
    const send = async (message: InstanceType<typeof streamsPb.ReadResp>): Promise<void> => {
      if (!over && !call.write(message))
        await new Promise<void>((resolve) => {
          const drained = (): void => {
            call.off('drain', drained);
            resolve();
          };
          call.on('drain', drained);
          wake = drained;
        });
    };
    const mark = (position: bigint) => send(checkpoint(position, checkpoints++ % 2 === 0 ? position : 0n));
    await send(confirmation());
    while (!over) {
      await this.faults.whenThawed();
      const events = this.log.events;
      let index = firstAfter(events, after);
      for (; index < events.length && !over; index++) {
        const event = events[index];
        if (!event) break;
        if (passes(event)) await send(eventResponse(event));
        after = event.position;
        if (++looked % interval === 0) await mark(event.position);
      }
      if (over) return;
      if (!live && options.hasFilter() && after >= 0n) await mark(after);
      if (!live || looked % 7 === 0) await send(caughtUp());
      live = true;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (over || index < this.log.events.length) resolve();
      });
    }
  }
}

function firstAfter(events: readonly LoggedEvent[], after: bigint): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.position ?? after) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

function passesOf(options: Options): Passes {
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (!filter || !expression) return () => true;
  const regex = expression.getRegex() ? new RegExp(expression.getRegex()) : undefined;
  const prefixes = expression.getPrefixList();
  const subject = (event: LoggedEvent): string => (filter.hasStreamIdentifier() ? event.stream : event.type);
  return (event) => regex?.test(subject(event)) ?? prefixes.some((prefix) => subject(event).startsWith(prefix));
}

function streamDeleted(stream: string): grpc.ServiceError {
  const metadata = new grpc.Metadata();
  metadata.set('exception', 'stream-deleted');
  metadata.set('stream-name', stream);
  const details = `The stream ${stream} is deleted.`;
  return Object.assign(new Error(details), { code: grpc.status.FAILED_PRECONDITION, details, metadata });
}
