import { App, SocketModeReceiver } from '@slack/bolt';
import type { Card } from '../core/cards.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Log } from '../log.ts';
import type { CardKey, Chat, Clock, NewId, Store, Track } from '../ports.ts';
import type { Connection } from './connection.ts';
import { createConnection } from './connection.ts';
import type { SlackIdentity } from './identity.ts';
import type { ListenerDeps } from './listeners.ts';
import { registerListeners } from './listeners.ts';
import { createPeople } from './people.ts';
import { createPosting } from './posting.ts';
import type { Publisher } from './publisher.ts';
import { createPublisher } from './publisher.ts';
import { clientOptions, createWebClient, quietLogger } from './web.ts';

export type SlackOptions = {
  readonly botToken: string;
  readonly appToken: string;
  readonly apiUrl: string | null;
  readonly channel: ChannelId;
};

export type SlackDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly track: Track;
  readonly log: Log;
  readonly newId: NewId;
  readonly bot: ListenerDeps['bot'];
  readonly load: (key: CardKey) => Promise<Card | null>;
};

export type Slack = {
  readonly chat: Chat;
  readonly publisher: Publisher;
  readonly connection: Connection;
};

/** A reply through a response URL waits no longer than this for Slack. */
const respondWithin = 10_000;

/** The edge to Slack for a known installation: listeners in, cards and replies out. */
export async function createSlack(
  options: SlackOptions,
  identity: SlackIdentity,
  deps: SlackDeps,
): Promise<Slack> {
  const { clock, log } = deps;
  const web = createWebClient(options.botToken, options.apiUrl, log);
  const logger = quietLogger(log);
  const receiver = new SocketModeReceiver({
    appToken: options.appToken,
    autoReconnectEnabled: false,
    logger,
    // An object of its own: the socket client writes its retry settings into the one it is given.
    installerOptions: { clientOptions: clientOptions(options.apiUrl) },
  });
  const app = new App({
    receiver,
    authorize: async () => ({
      botToken: options.botToken,
      botId: identity.botId,
      botUserId: identity.botUser,
      teamId: identity.team,
    }),
    clientOptions: { ...clientOptions(options.apiUrl), fetch: fetchInTime },
    convoStore: false,
    deferInitialization: true,
    logger,
  });
  await app.init();
  app.error(async error => log.error({ error: error.message }, 'Bolt could not hand a payload on'));
  const listeners = registerListeners(app, { ...deps, teamUrl: identity.teamUrl });
  const publisher = createPublisher({
    ...deps,
    posting: createPosting(web),
    reportingChannel: options.channel,
  });
  publisher.onPlaced(listeners.placed);
  return { chat: createPeople(web, clock), publisher, connection: createConnection(receiver, clock, log) };
}

const fetchInTime: typeof fetch = (url, init) =>
  fetch(url, { signal: AbortSignal.timeout(respondWithin), ...init });
