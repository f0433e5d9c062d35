import { type AppendStreamState, type EventData, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { capabilitiesOf } from './capabilities.js';
import { inTime } from './failures.js';
import { type Place } from './place.js';
import { asSentTogether } from './recorded.js';
import { type RenewableClient } from './renewable-client.js';

/** An append to one stream. */
export interface StreamAppend {
  readonly name: string;
  readonly events: readonly EventData[];
  readonly state: AppendStreamState;
}

export interface Stored {
  readonly revision: number;
  readonly place: Place;
}

/** Came with 25.1. */
const TOGETHER = { path: '/kurrentdb.protocol.v2.streams.StreamsService/AppendSession' };

/** Whether the server takes appends to several streams in one call. Throws when it does not answer. */
export async function takesTogether(
  clients: RenewableClient,
  client: KurrentDBClient,
  timeoutMs: number,
): Promise<boolean> {
  return (await capabilitiesOf(clients, client, timeoutMs)).supports(TOGETHER);
}

/** Two names that the server takes for one. */
export const sameToServer = (name: string): string => name.toLowerCase();

/**
 * Appends to several streams, each once, in one call: all of it or nothing, and in this order. The place is that of the call, at or after each
 * append's own.
 */
export async function appendTogether(
  client: KurrentDBClient,
  appends: readonly StreamAppend[],
  timeoutMs: number,
): Promise<readonly Stored[]> {
  const sent = client.multiStreamAppend(
    appends.map(({ name, events, state }) => ({
      streamName: name,
      expectedState: state,
      events: events.map(asSentTogether),
    })),
  );
  const { responses, position } = await inTime(timeoutMs, `an append to ${appends.length} streams`, sent);
  const revisions = new Map(responses.map(({ streamName, revision }) => [streamName, Number(revision)]));
  return appends.map(({ name }) => {
    const revision = revisions.get(name);
    if (revision === undefined) throw new Error(`KurrentDB gave no revision for ${name}.`);
    return { revision, place: { commit: position, prepare: position } };
  });
}
