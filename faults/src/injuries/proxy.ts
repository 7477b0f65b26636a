import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Line } from './line.ts';

/** What happens to bytes that pass a proxy. */
export interface Traffic {
  /** What the participant sends does not arrive. */
  readonly stallsRequests?: boolean;
  /** What Redis answers does not arrive. */
  readonly stallsReplies?: boolean;
  /** How late each piece arrives, both ways, in milliseconds. */
  readonly delayMs?: number;
  /** How many bytes are one piece; all that came together unless given. */
  readonly pieceBytes?: number;
}

/** Where a proxy stands. */
export interface ProxyPlace {
  readonly host: string;
  readonly port: number;
}

/** A place between a participant and Redis where the network breaks. Needs no right that a CI machine lacks. */
export interface Proxy {
  /** Where the participant connects to. */
  readonly url: string;
  readonly port: number;
  /** Sets what happens to bytes from now on, on open connections and on new ones. */
  let(traffic: Traffic): void;
  /** Resets the connections that are open. */
  reset(): void;
  close(): void;
}

/**
 * Opens a proxy before a port of this machine.
 *
 * A stalled direction is what a cut network looks like for as long as TCP does not give up: nothing is refused, nothing
 * is closed, nothing comes; and when it heals, what was sent meanwhile arrives late, and so does the end of a connection
 * that was closed meanwhile.
 *
 * It stands on a free port of 127.0.0.1 unless another address of the loopback is given.
 */
export async function openProxy(
  port: number,
  { host = '127.0.0.1', port: at = 0 }: Partial<ProxyPlace> = {},
): Promise<Proxy> {
  let traffic: Traffic = {};
  const lines = new Set<Line>();
  const sockets = new Set<Socket>();
  const join = (from: Socket, to: Socket, isStalled: () => boolean): void => {
    sockets.add(from);
    const line = new Line(to, () => ({ ...traffic, isStalled: isStalled() }));
    lines.add(line);
    from.on('data', (bytes) => line.send(bytes));
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      void line.end().then(() => lines.delete(line));
    });
  };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    join(near, far, () => traffic.stallsRequests === true);
    join(far, near, () => traffic.stallsReplies === true);
  });
  await once(server.listen(at, host), 'listening');
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `redis://${host}:${own}`,
    port: own,
    let: (what) => {
      traffic = what;
      for (const line of lines) line.look();
    },
    reset: () => sockets.forEach((socket) => socket.resetAndDestroy()),
    close: () => {
      traffic = {};
      for (const line of lines) line.look();
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
