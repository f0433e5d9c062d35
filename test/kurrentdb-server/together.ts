import grpc from '@grpc/grpc-js';
import structPb from 'google-protobuf/google/protobuf/struct_pb.js';
import togetherPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import { type Faults } from './faults.js';
import { type Expected, type ProposedEvent, type ServerLog, type StreamProposal } from './log.js';

type Request = InstanceType<typeof togetherPb.AppendRequest>;
export type SessionCall = grpc.ServerReadableStream<Request, unknown>;

/** Appends to several streams in one call, as 25.1 and newer take them: all or nothing. */
export const appendSession =
  (log: ServerLog, faults: Faults) =>
  (call: SessionCall, answer: grpc.sendUnaryData<unknown>): void => {
    const proposals: StreamProposal[] = [];
    call.on('error', () => undefined);
    call.on('data', (request: Request) => proposals.push(proposalIn(request)));
    call.on('end', () => {
      void faults.whenThawed().then(() => {
        if (faults.refusesAppend()) return answer(faults.unavailable());
        const stored = log.appendTogether(proposals);
        faults.appendedTogether();
        if (faults.losesAnswer()) return;
        if (stored.kind !== 'stored') return answer(refusal(stored.kind));
        const response = new togetherPb.AppendSessionResponse();
        response.setPosition(String(stored.position));
        response.setOutputList(
          proposals.map(({ stream }, index) => {
            const each = new togetherPb.AppendResponse();
            each.setStream(stream);
            each.setStreamRevision(String(stored.revisions[index]));
            return each;
          }),
        );
        answer(null, response);
      });
    });
  };

const EXPECTED: Readonly<Record<string, Expected>> = { '-1': 'no_stream', '-2': 'any', '-4': 'stream_exists' };

const proposalIn = (request: Request): StreamProposal => ({
  stream: request.getStream(),
  expected: EXPECTED[request.getExpectedRevision() ?? '-2'] ?? Number(request.getExpectedRevision()),
  proposed: request.getRecordsList().map(proposedIn),
});

/** Properties come back as an object of texts. */
function proposedIn(record: InstanceType<typeof togetherPb.AppendRecord>): ProposedEvent {
  const properties: Record<string, unknown> = {};
  record.getPropertiesMap().forEach((value: InstanceType<typeof structPb.Value>, key: string) => {
    properties[key] = value.toJavaScript();
  });
  return {
    id: record.getRecordId() ?? '',
    type: record.getSchema()?.getName() ?? '',
    contentType: 'application/json',
    data: Buffer.from(record.getData_asU8()),
    metadata: new TextEncoder().encode(JSON.stringify(properties)),
  };
}

function refusal(kind: string): grpc.ServiceError {
  const code = kind === 'twice' ? grpc.status.ABORTED : grpc.status.FAILED_PRECONDITION;
  return Object.assign(new Error(kind), { code, details: kind, metadata: new grpc.Metadata() });
}
