import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';

/**
 * Makes a server that is closed let go of its connections: at once of those on which nothing is asked, and of each other one with the last byte of its
 * answer. Call it before it listens. By itself Node cuts off an answer that is still being sent, and waits for as long as a client may keep its
 * connection where the answer came after the closing began.
 */
export function letGoWhenAnswered(server: Server): void {
  /** How many requests on each are not answered yet. */
  const open = new Map<Socket, number>();
  let isLettingGo = false;
  const letGo = (socket: Socket): void => {
    if (isLettingGo && !open.get(socket)) socket.destroySoon();
  };
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
    open.set(socket, 0);
    socket.once('close', () => open.delete(socket));
    letGo(socket);
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    open.set(socket, (open.get(socket) ?? 0) + 1);
    response.once('close', () => {
      if (!open.has(socket)) return;
      open.set(socket, (open.get(socket) ?? 1) - 1);
      letGo(socket);
    });
  });
  // What Node calls first when it is closed.
  server.closeIdleConnections = () => {
    isLettingGo = true;
    for (const socket of open.keys()) letGo(socket);
  };
}
