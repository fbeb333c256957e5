import { createServer } from 'node:http';
import { StartRefused } from '../core/start-refused.ts';
import type { Connection } from './connection.ts';
import type { HttpReceiverDeps } from './http-receiver.ts';
import { createHttpReceiver } from './http-receiver.ts';

export type HttpOptions = {
  readonly signingSecret: string;
  readonly host: string;
  readonly port: number;
};

/** Slack needs milliseconds to send a request; only somebody who wants to hold connections needs longer. */
const limits = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 2_000 };

/** Longer than proxies keep a connection (60 s), or they would send a request into one that is just closing. */
const keepAliveTimeout = 75_000;

/** Within what stopping allows the connection to Slack; most requests have ended before it comes to this. */
const runningRequestsGet = 400;

/** Listens for Slack's signed requests. The port speaks plain HTTP: a proxy in front of it does the TLS. */
export function createHttpConnection(
  { signingSecret, host, port }: HttpOptions,
  { clock, log, stopping }: HttpReceiverDeps,
): Connection {
  const { receiver, answer } = createHttpReceiver(signingSecret, { clock, log, stopping });
  const server = createServer({ ...limits, keepAliveTimeout }, answer);
  let stopped = false;

  return {
    receiver,
    async start() {
      if (stopped) return;
      await new Promise<void>((resolve, reject) => {
        server.once('error', error => reject(refusal(error, host, port)));
        server.listen({ host, port }, resolve);
      });
      server.on('error', error => log.error({ error: error.message }, 'the port for Slack has a fault'));
      log.info({ host, port }, 'listening for Slack');
    },
    async stop() {
      stopped = true;
      if (!server.listening) return;
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      const deadline = clock.deadline(runningRequestsGet);
      await Promise.race([closed, deadline.passed]);
      deadline.cancel();
      // Proxies keep their connections for the next request, and a slow one would keep the port.
      server.closeAllConnections();
      await closed;
    },
  };
}

function refusal(error: NodeJS.ErrnoException, host: string, port: number): StartRefused {
  const { code = error.message } = error;
  switch (code) {
    case 'EADDRINUSE':
      return new StartRefused(
        `SNAPKEEPER_PORT: another program listens on port ${port} of ${host} already. Stop that one, or set SNAPKEEPER_PORT to a free port and have the proxy forward to it.`,
      );
    case 'EACCES':
      return new StartRefused(
        `SNAPKEEPER_PORT: this machine does not let Snapkeeper listen on port ${port} of ${host}. Set SNAPKEEPER_PORT to a port that it may have, and have the proxy forward to it.`,
      );
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
      return new StartRefused(
        `SNAPKEEPER_HOST: ${host} is no address of this machine (${code}). Set it to one that is, to 0.0.0.0 for all of them, or leave it out for 127.0.0.1.`,
      );
    default:
      return new StartRefused(
        `SNAPKEEPER_PORT: Snapkeeper cannot listen on port ${port} of ${host} (${code}). Set SNAPKEEPER_PORT to another port.`,
      );
  }
}
