import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { createAwaitedAcks } from './awaited-acks.ts';
import { type Delivery, type Retry, takesAnswer } from './delivery.ts';
import type { Envelope, Journal } from './journal.ts';
import { app } from './seed.ts';

/** `warning` and `refresh_requested` ask the app to come back; the app must close the socket itself. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

export interface SocketMode extends Delivery {
  /** A path with a ticket that opens one connection, once. */
  ticket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  connected(): boolean;
  whenConnected(): Promise<void>;
  disconnect(reason: DisconnectReason): void;
  /** Resets every connection at once, without a close frame. */
  cut(): void;
  close(): Promise<void>;
}

// https://docs.slack.dev/apis/events-api/using-socket-mode: ten connections per app, each payload to any one of them.
const maxConnections = 10;
// Clients start a 30 s watchdog at the first ping they see, so the server pings steadily or not at all.
const pingEveryMs = 10_000;
const hangUpMs = 200;
const firstAttempt: Retry = { attempt: 0, reason: '' };

export function createSocketMode(options: {
  journal: Journal;
  ackMs: number;
  now: () => number;
  /** Leave the TCP connection open after the close handshake, as Slack does. */
  linger: boolean;
}): SocketMode {
  const { journal, ackMs, now, linger } = options;
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const live: WebSocket[] = [];
  const sockets = new WeakMap<WebSocket, Socket>();
  const acks = createAwaitedAcks(journal, ackMs);
  const arrivals: (() => void)[] = [];
  let turn = 0;

  // A connection in its close handshake is still there, above all while it lingers, and takes nothing any more.
  const open = () => live.filter(connection => connection.readyState === connection.OPEN);

  const pings = setInterval(() => {
    for (const connection of open()) connection.ping();
  }, pingEveryMs);
  pings.unref();

  function retire(connection: WebSocket): void {
    const index = live.indexOf(connection);
    if (index >= 0) live.splice(index, 1);
  }

  function welcome(connection: WebSocket, { socket }: IncomingMessage): void {
    if (open().length >= maxConnections) {
      journal.surprise('an eleventh Socket Mode connection');
      connection.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      return connection.close();
    }
    live.push(connection);
    sockets.set(connection, socket);
    if (linger) keepOpen(socket);
    connection.on('close', () => retire(connection));
    connection.on('error', () => retire(connection));
    connection.on('message', (data: Buffer) => acks.receive(data.toString()));
    connection.send(JSON.stringify(hello(open().length)));
    for (const arrive of arrivals.splice(0)) arrive();
  }

  return {
    send: (type, payload, { attempt, reason } = firstAttempt) => {
      const id = randomUUID();
      const envelope: Envelope = { id, type, payload, at: now(), outcome: 'waiting' };
      journal.envelopes.push(envelope);
      const ready = open();
      const connection = ready[turn++ % Math.max(ready.length, 1)];
      if (connection === undefined) {
        envelope.outcome = 'dispatch_failed';
        return Promise.resolve({ ok: false, why: 'dispatch_failed' });
      }
      const retry = type === 'events_api' ? { retry_attempt: attempt, retry_reason: reason } : {};
      const frame = {
        envelope_id: id,
        type,
        payload,
        accepts_response_payload: takesAnswer(payload),
        ...retry,
      };
      connection.send(JSON.stringify(frame));
      // An app whose connection is gone was stopped, which is no fault of its own.
      return acks.await(envelope, () => open().includes(connection));
    },
    ticket: () => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `/socket?ticket=${ticket}&app_id=${app.id}`;
    },
    upgrade: (request, socket, head) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'ws://slack');
      if (pathname !== '/socket' || !tickets.delete(searchParams.get('ticket') ?? '')) {
        socket.on('error', () => socket.destroy());
        socket.once('finish', () => socket.destroy());
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    connected: () => open().length > 0,
    whenConnected: () =>
      open().length > 0 ? Promise.resolve() : new Promise(resolve => arrivals.push(resolve)),
    disconnect: reason => {
      // Nothing more is sent over a connection that was asked to go: until the app is back, payloads are lost.
      for (const connection of live.splice(0))
        connection.send(JSON.stringify({ type: 'disconnect', reason }));
    },
    cut: () => {
      for (const connection of live.splice(0)) sockets.get(connection)?.resetAndDestroy();
    },
    close: async () => {
      clearInterval(pings);
      const clients = [...server.clients];
      live.length = 0;
      acks.giveUpAll();
      await Promise.all(clients.map(hangUp));
      server.close();
    },
  };
}

// A client that is just stopping reports an error when the line is cut under it; one that has died never answers.
async function hangUp(connection: WebSocket): Promise<void> {
  const gone = new Promise<void>(resolve => connection.once('close', () => resolve()));
  // Taken leave of before, and only lingering.
  if (connection.readyState !== connection.OPEN) connection.terminate();
  const cut = setTimeout(() => connection.terminate(), hangUpMs);
  connection.close(1001);
  await gone;
  clearTimeout(cut);
}

// The library ends the TCP connection itself after the close handshake, and has no setting for that.
function keepOpen(socket: Socket): void {
  Object.assign(socket, { end: () => socket });
  socket.on('end', () => socket.destroy());
}

function hello(connections: number): object {
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: { host: 'applink-sandbox', build_number: 10, approximate_connection_time: 18_060 },
    connection_info: { app_id: app.id },
  };
}
