import type { RequestListener } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Deps } from '../ports.ts';
import { isAheadOfTime } from './http-timestamp.ts';
import { quietLogger } from './web.ts';

export type HttpReceiverDeps = Pick<Deps, 'clock' | 'log'> & {
  /** The port is still open then, but no proxy should send anything new. */
  readonly stopping: () => boolean;
};

/** A click brings its whole message along, which the encoding makes up to nine times as long. */
const bodyLimit = 1_000_000;

const tellAgainAfter = 3_600_000;

/** Bolt's receiver, checking every signature. It opens no port of its own: `answer` does. */
export function createHttpReceiver(
  signingSecret: string,
  { clock, log, stopping }: HttpReceiverDeps,
): { readonly receiver: HTTPReceiver; readonly answer: RequestListener } {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: '/slack/events',
    bodyLimit,
    logger: quietLogger(log),
    customRoutes: [
      {
        path: '/healthz',
        method: ['GET', 'HEAD'],
        handler: (_request, response) => response.writeHead(stopping() ? 503 : 200).end(),
      },
    ],
    // Slack has given up by then. With Bolt's 404 sent, an acknowledgement that comes after all would throw in
    // the midst of what it acknowledges; on a closed connection it goes nowhere and does no harm.
    unhandledRequestHandler: ({ response }) => response.destroy(),
  });
  let toldAt = Number.NEGATIVE_INFINITY;

  /** A wrong secret must be seen, and a stranger's scan must not fill the log. */
  function tellOfRefusal(): void {
    if (clock.now() - toldAt < tellAgainAfter) return;
    toldAt = clock.now();
    log.warn(
      {},
      'a request without a valid signature of Slack was refused; if commands fail, check SLACK_SIGNING_SECRET and the time of this machine',
    );
  }

  return {
    receiver,
    answer(request, response) {
      response.once('finish', () => {
        if (response.statusCode === 401) tellOfRefusal();
      });
      if (isAheadOfTime(request.headers['x-slack-request-timestamp'])) {
        response.writeHead(401).end();
        return;
      }
      try {
        receiver.requestListener(request, response);
      } catch {
        // Bolt throws for every address that is not one of its own.
        response.writeHead(404).end();
      }
    },
  };
}
