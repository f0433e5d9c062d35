import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import sharedPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import statusPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { type Answer, type Expected, type LoggedEvent } from './log.js';

const { ReadResp, BatchAppendResp } = streamsPb;
type Response = InstanceType<typeof ReadResp>;

const identifierOf = (stream: string) => {
  const identifier = new sharedPb.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream).toString('base64'));
  return identifier;
};

export const nameIn = (identifier: InstanceType<typeof sharedPb.StreamIdentifier> | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

export const uuidOf = (id: string) => {
  const uuid = new sharedPb.UUID();
  uuid.setString(id);
  return uuid;
};

/** Ticks of 100 ns, as the server counts them. */
const ticksOf = (ms: number): string => `${ms}0000`;

export function eventResponse(event: LoggedEvent): Response {
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuidOf(event.id));
  recorded.setStreamIdentifier(identifierOf(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.position));
  recorded.setPreparePosition(String(event.position));
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', ticksOf(event.created));
  const read = new ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setCommitPosition(String(event.position));
  const response = new ReadResp();
  response.setEvent(read);
  return response;
}

export function notFound(stream: string): Response {
  const missing = new ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifierOf(stream));
  const response = new ReadResp();
  response.setStreamNotFound(missing);
  return response;
}

export function confirmation(): Response {
  const confirmed = new ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId(crypto.randomUUID());
  const response = new ReadResp();
  response.setConfirmation(confirmed);
  return response;
}

export function checkpoint(commit: bigint, prepare: bigint): Response {
  const place = new ReadResp.Checkpoint();
  place.setCommitPosition(String(commit));
  place.setPreparePosition(String(prepare));
  const response = new ReadResp();
  response.setCheckpoint(place);
  return response;
}

export function caughtUp(): Response {
  const response = new ReadResp();
  response.setCaughtUp(new ReadResp.CaughtUp());
  return response;
}

/** What a call of `BatchAppend` answers to one append. */
export function batchResponse(
  correlation: InstanceType<typeof sharedPb.UUID> | undefined,
  stream: string,
  expected: Expected,
  answer: Answer,
): InstanceType<typeof BatchAppendResp> {
  const response = new BatchAppendResp();
  if (correlation) response.setCorrelationId(correlation);
  response.setStreamIdentifier(identifierOf(stream));
  if (answer.kind === 'stored') {
    const success = new BatchAppendResp.Success();
    success.setCurrentRevision(String(answer.revision));
    if (answer.position === undefined) success.setNoPosition(new emptyPb.Empty());
    else {
      const position = new sharedPb.AllStreamPosition();
      position.setCommitPosition(String(answer.position));
      position.setPreparePosition(String(answer.position));
      success.setPosition(position);
    }
    response.setSuccess(success);
    return response;
  }
  const { name, details } = detailsOf(answer, stream, expected);
  const packed = new anyPb.Any();
  packed.pack(details.serializeBinary(), `event_store.client.${name}`);
  const status = new statusPb.Status();
  status.setMessage(name);
  status.setDetails(packed);
  response.setError(status);
  return response;
}

function detailsOf(answer: Exclude<Answer, { kind: 'stored' }>, stream: string, expected: Expected) {
  switch (answer.kind) {
    case 'wrong-version': {
      const details = new sharedPb.WrongExpectedVersion();
      if (answer.actual < 0) details.setCurrentNoStream(new emptyPb.Empty());
      else details.setCurrentStreamRevision(String(answer.actual));
      if (expected === 'any') details.setExpectedAny(new emptyPb.Empty());
      else if (expected === 'no_stream') details.setExpectedNoStream(new emptyPb.Empty());
      else if (expected === 'stream_exists') details.setExpectedStreamExists(new emptyPb.Empty());
      else details.setExpectedStreamPosition(String(expected));
      return { name: 'WrongExpectedVersion', details };
    }
    case 'tombstoned': {
      const details = new sharedPb.StreamDeleted();
      details.setStreamIdentifier(identifierOf(stream));
      return { name: 'StreamDeleted', details };
    }
    case 'too-late':
      return { name: 'Timeout', details: new sharedPb.Timeout() };
    case 'too-large': {
      const details = new sharedPb.MaximumAppendSizeExceeded();
      details.setMaxappendsize(answer.limit);
      return { name: 'MaximumAppendSizeExceeded', details };
    }
    case 'unknown':
      return { name: 'Unknown', details: new sharedPb.Unknown() };
  }
}
