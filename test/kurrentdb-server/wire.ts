import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The way to a server, which can fall silent: connections stay and new ones are taken, and nothing comes through, not even an answer to a ping. */
export class Wire {
  readonly #sockets = new Set<Socket>();
  #silent = false;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {
    server.on('connection', (near) => {
      const far = connect(this.port, '127.0.0.1');
      this.#join(near, far);
      this.#join(far, near);
    });
  }

  /** To the port of this machine. */
  static async to(port: number): Promise<Wire> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Wire(server, port);
  }

  /** The port at which it begins. */
  get at(): number {
    return (this.server.address() as AddressInfo).port;
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from
      .on('data', (bytes) => to.write(bytes))
      .on('error', () => undefined)
      .on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    if (this.#silent) from.pause();
  }

  silence(): void {
    this.#silent = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** What was held back comes through, late. */
  speak(): void {
    this.#silent = false;
    for (const socket of this.#sockets) socket.resume();
  }

  /** Connections break; new ones come through. */
  cut(): void {
    this.#silent = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }
}
