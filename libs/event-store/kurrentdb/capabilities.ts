import { type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { inTime } from './failures.js';
import { type RenewableClient } from './renewable-client.js';

export interface Capabilities {
  supports(method: { readonly path: string }): boolean;
}

/** The client keeps to itself what it knows of the server. */
interface WithCapabilities {
  readonly capabilities: Promise<Capabilities>;
}

/** Every append asks. A client that lost its connection asks anew, and keeps another promise. */
const answered = new WeakMap<Promise<Capabilities>, Capabilities>();

/**
 * What the server can do, which the client asks before anything else. One that was not answered may remember that for ever and fail every append with it
 * (seen where no node of a cluster was found): it is renewed, and the next one asks again. Throws what the client met.
 */
export async function capabilitiesOf(
  clients: RenewableClient,
  client: KurrentDBClient,
  timeoutMs: number,
): Promise<Capabilities> {
  const asked = (client as unknown as WithCapabilities).capabilities;
  const known = answered.get(asked);
  if (known) return known;
  try {
    const answer = await inTime(timeoutMs, 'what it can do', asked);
    answered.set(asked, answer);
    return answer;
  } catch (error) {
    clients.renew(client);
    throw error;
  }
}
