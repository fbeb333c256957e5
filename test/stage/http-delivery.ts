import { once } from 'node:events';
import { createServer } from 'node:net';
import type { SimulatedSlack } from '../../src/sandbox/slack/slack.ts';

export const signingSecret = '0123456789abcdef0123456789abcdef';

/** Has Slack send signed requests to a port of the bot, which listens there when it is started with this environment. */
export async function deliverOverHttp(slack: SimulatedSlack) {
  // Not before the services have theirs, or one of them could get it.
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  slack.deliverTo({ url: `${address}/slack/events`, signingSecret });
  const env = { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: signingSecret, SNAPKEEPER_PORT: String(port) };
  return { env, port, address };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
