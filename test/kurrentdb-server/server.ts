import grpc from '@grpc/grpc-js';
import featuresGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import featuresPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import gossipGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import streamsGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import togetherGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb.js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { Faults } from './faults.js';
import { clusterOf, type Member } from './gossip.js';
import { type Expected, type ProposedEvent, ServerLog } from './log.js';
import { batchResponse, nameIn } from './messages.js';
import { Reading } from './reading.js';
import { appendSession } from './together.js';

type BatchCall = grpc.ServerDuplexStream<
  InstanceType<typeof streamsPb.BatchAppendReq>,
  InstanceType<typeof streamsPb.BatchAppendResp>
>;
type BatchOptions = InstanceType<typeof streamsPb.BatchAppendReq.Options>;

/** More appends than this at once, before a connection answered its first, were seen to hang. */
const MOST_WHEN_COLD = 100;

/** More than anybody appends here; 24.6 takes 1 MiB. */
const MAX_APPEND_BYTES_SINCE_26 = 16 * 1024 * 1024;

/**
 * A test server that speaks as much of KurrentDB's protocol as the event store uses, and behaves as real servers (24.6 and
 * 26.1) were seen to. Its log is in memory and is lost with it: it is for tests and for nothing else.
 */
export class KurrentDbTestServer implements Member {
  readonly log: ServerLog;
  readonly faults = new Faults();
  /** Of every connection that appended: how many appends came before the first was answered. */
  readonly coldBursts: number[] = [];
  /** A burst is over when nothing more came for this long. */
  coldMs = 10;
  readonly #reading: Reading;
  #server: grpc.Server | undefined;
  #port = 0;

  /** Of one log, in the order in which they take the lead. */
  readonly #cluster: KurrentDbTestServer[];

  private constructor(
    private readonly version: string,
    beside?: KurrentDbTestServer,
  ) {
    this.log = beside?.log ?? new ServerLog(this.#takesTogether ? MAX_APPEND_BYTES_SINCE_26 : undefined);
    this.#cluster = beside ? beside.#cluster : [];
    this.#cluster.push(this);
    this.#reading = new Reading(this.log, this.faults);
  }

  /** 24.6 takes one stream in an append, 25.1 and newer several. `beside` another it is a node of one cluster with it: they have one log. */
  static async start({
    version = '24.6.0',
    beside,
  }: { readonly version?: string; readonly beside?: KurrentDbTestServer } = {}): Promise<KurrentDbTestServer> {
    const server = new KurrentDbTestServer(version, beside);
    await server.start();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get isUp(): boolean {
    return this.#server !== undefined;
  }

  /** Appends to several streams in one call came with 25.1. */
  get #takesTogether(): boolean {
    const [major = 0, minor = 0] = this.version.split('.').map(Number);
    return major > 25 || (major === 25 && minor >= 1);
  }

  /** For `KURRENTDB_URL`. The same after `stop` and `start`. */
  get url(): string {
    return `kurrentdb://127.0.0.1:${this.#port}?tls=false`;
  }

  /** Its cluster, also where it is alone in it: clients ask which node leads, and find none while all are stopped. */
  get clusterUrl(): string {
    const nodes = this.#cluster.map(({ port }) => `127.0.0.1:${port}`);
    return `kurrentdb://${[...nodes, ...nodes].slice(0, Math.max(2, nodes.length)).join()}?tls=false`;
  }

  async start(): Promise<void> {
    const server = new grpc.Server({ 'grpc.max_receive_message_length': 20 * 1024 * 1024 });
    server.addService(
      streamsGrpc.StreamsService as unknown as grpc.ServiceDefinition,
      {
        read: this.#reading.read,
        batchAppend: this.#batchAppend,
        delete: this.#remove((stream) => this.log.delete(stream), streamsPb.DeleteResp),
        tombstone: this.#remove((stream) => this.log.tombstone(stream), streamsPb.TombstoneResp),
      } as unknown as grpc.UntypedServiceImplementation,
    );
    server.addService(
      featuresGrpc.ServerFeaturesService as unknown as grpc.ServiceDefinition,
      {
        getSupportedMethods: (_: unknown, answer: grpc.sendUnaryData<unknown>) =>
          answer(null, supported(this.version, this.#takesTogether)),
      } as unknown as grpc.UntypedServiceImplementation,
    );
    server.addService(
      gossipGrpc.GossipService as unknown as grpc.ServiceDefinition,
      { read: clusterOf(this.#cluster) } as unknown as grpc.UntypedServiceImplementation,
    );
    if (this.#takesTogether)
      server.addService(
        togetherGrpc.StreamsServiceService as unknown as grpc.ServiceDefinition,
        { appendSession: appendSession(this.log, this.faults) } as unknown as grpc.UntypedServiceImplementation,
      );
    this.#port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${this.#port}`, grpc.ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
    this.#server = server;
  }

  /** Breaks every connection; what was answered stays in the log. */
  async stop(): Promise<void> {
    this.#server?.forceShutdown();
    this.#server = undefined;
  }

  readonly #batchAppend = (call: BatchCall): void => {
    const parts = new Map<string, { readonly options: BatchOptions; readonly events: ProposedEvent[] }>();
    const cold: (() => void)[] = [];
    let warm = false;
    let quiet: NodeJS.Timeout | undefined;
    call.on('error', () => undefined);
    call.on('end', () => call.end());
    call.on('data', (request: InstanceType<typeof streamsPb.BatchAppendReq>) => {
      const correlation = request.getCorrelationId();
      const key = correlation?.getString() || JSON.stringify(correlation?.toObject());
      const options = request.getOptions() ?? parts.get(key)?.options;
      if (!options) return;
      const part = parts.get(key) ?? { options, events: [] };
      parts.set(key, part);
      part.events.push(...request.getProposedMessagesList().map(proposedIn));
      if (!request.getIsFinal()) return;
      parts.delete(key);
      const stream = nameIn(options.getStreamIdentifier());
      const expected = expectedIn(options);
      void this.faults.whenThawed().then(() => {
        if (this.faults.refusesAppend()) return call.emit('error', this.faults.unavailable());
        const answer = this.#isTooLate(options)
          ? ({ kind: 'too-late' } as const)
          : this.log.append(stream, expected, part.events);
        this.faults.appended();
        if (this.faults.losesAnswer()) return;
        const reply = (): void => void call.write(batchResponse(correlation, stream, expected, answer));
        if (warm) return reply();
        cold.push(reply);
        clearTimeout(quiet);
        quiet = setTimeout(() => {
          // None of a burst on a cold connection is ever answered.
          this.coldBursts.push(cold.length);
          warm = cold.length <= MOST_WHEN_COLD;
          if (warm) for (const each of cold.splice(0)) each();
        }, this.coldMs);
      });
    });
  };

  /** A deadline is a moment of the client's clock, and is held against the server's. */
  #isTooLate(options: BatchOptions): boolean {
    const deadline = options.getDeadline21100()?.toDate().getTime();
    return deadline !== undefined && deadline <= Date.now() + this.faults.clockAheadMs;
  }

  #remove(remove: (stream: string) => bigint, Response: typeof streamsPb.DeleteResp | typeof streamsPb.TombstoneResp) {
    return (
      call: grpc.ServerUnaryCall<InstanceType<typeof streamsPb.DeleteReq>, unknown>,
      answer: grpc.sendUnaryData<unknown>,
    ): void => {
      const at = String(remove(nameIn(call.request.getOptions()?.getStreamIdentifier())));
      const position = new Response.Position();
      position.setCommitPosition(at);
      position.setPreparePosition(at);
      const response = new Response();
      response.setPosition(position);
      answer(null, response);
    };
  }
}

function proposedIn(message: InstanceType<typeof streamsPb.BatchAppendReq.ProposedMessage>): ProposedEvent {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

const expectedIn = (options: BatchOptions): Expected =>
  options.hasNoStream()
    ? 'no_stream'
    : options.hasAny()
      ? 'any'
      : options.hasStreamExists()
        ? 'stream_exists'
        : Number(options.getStreamPosition());

const STREAMS = 'event_store.client.streams.streams';
const TOGETHER = 'kurrentdb.protocol.v2.streams.streamsservice';

function supported(version: string, together: boolean): InstanceType<typeof featuresPb.SupportedMethods> {
  const names = ['read', 'batchappend', 'delete', 'tombstone'].map((name) => [STREAMS, name] as const);
  const methods = [...names, ...(together ? [[TOGETHER, 'appendsession'] as const] : [])].map(([service, name]) => {
    const method = new featuresPb.SupportedMethod();
    method.setServiceName(service);
    method.setMethodName(name);
    return method;
  });
  const answer = new featuresPb.SupportedMethods();
  answer.setEventStoreServerVersion(version);
  answer.setMethodsList(methods);
  return answer;
}
