import { isLoopback } from '@overstap/platform';

/** What another machine may ask in clear, as those that watch over programs do: nothing in the answers is anybody's. */
const HARMLESS = ['/health/live', '/health/ready', '/metrics'];

export interface Travelled {
  /** `https` where the program itself, or a proxy that is trusted, says so. */
  readonly protocol: string;
  /** The machine at the other end of the connection. */
  readonly peer: string | undefined;
  /** The route's own pattern. */
  readonly pattern: string;
}

/** Whether a request came over a network in clear, where its key, password or names could be read on the way. */
export const cameInClear = ({ protocol, peer = '', pattern }: Travelled): boolean =>
  protocol !== 'https' && !isLoopback(peer.replace(/^::ffff:/, '')) && !HARMLESS.includes(pattern);
