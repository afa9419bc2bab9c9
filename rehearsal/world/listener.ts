import { once } from 'node:events';
import type { Server, Socket } from 'node:net';

/**
 * A listening socket on 127.0.0.1 that keeps its port over a break, and ends at once with all its
 * connections.
 */
export class Listener {
  /** Open now. */
  readonly sockets = new Set<Socket>();
  /** How many clients have ever connected. */
  connectionsMade = 0;
  #server: Server | undefined;
  #port = 0;

  get port(): number {
    return this.#port;
  }

  get isListening(): boolean {
    return this.#server !== undefined;
  }

  async open(server: Server): Promise<void> {
    server.on('connection', (socket) => {
      this.connectionsMade += 1;
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string')
      throw new Error('a loopback server listens on no port');
    this.#server = server;
    this.#port = address.port;
  }

  /** `stop` is how this server is told to take no more connections. */
  async shut(stop: (server: Server) => void = (server) => server.close()): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    stop(server);
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
