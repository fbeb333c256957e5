import { App } from '@slack/bolt';
import type { Actor } from '../core/actor.ts';
import type { Card } from '../core/cards.ts';
import type { Home } from '../core/home.ts';
import type { ChannelId, GroupId } from '../core/ids.ts';
import type { CardKey, Chat, Deps } from '../ports.ts';
import type { Connection, SocketOptions } from './connection.ts';
import { createSocketConnection } from './connection.ts';
import { createGroups } from './groups.ts';
import { createHomes } from './homes.ts';
import type { HttpOptions } from './http-connection.ts';
import { createHttpConnection } from './http-connection.ts';
import type { SlackIdentity } from './identity.ts';
import { readSlackIdentity } from './identity.ts';
import type { ListenerDeps } from './listeners/desk.ts';
import { createDesk } from './listeners/desk.ts';
import { listenToForms } from './listeners/forms.ts';
import { listenToHome } from './listeners/home.ts';
import { listenToMessages } from './listeners/messages.ts';
import { createNotices } from './notices.ts';
import { createPeople } from './people.ts';
import { createPosting } from './posting.ts';
import { createPublisher } from './publisher.ts';
import { clientOptions, createWebClient, quietLogger } from './web.ts';

export type SlackOptions = {
  readonly botToken: string;
  /** Over a socket that the bot opens, or by signed requests to a port of it. */
  readonly delivery:
    | ({ readonly kind: 'socket' } & SocketOptions)
    | ({ readonly kind: 'http' } & HttpOptions);
  readonly apiUrl: string | null;
  readonly channel: ChannelId;
  /** User groups that give somebody a role. */
  readonly groups: readonly GroupId[];
};

export type SlackDeps = Pick<Deps, 'store' | 'clock' | 'track' | 'log' | 'newId'> & {
  readonly bot: ListenerDeps['bot'];
  readonly onUnready: ListenerDeps['onUnready'];
  readonly load: (key: CardKey) => Promise<Card | null>;
};

export type Slack = {
  readonly chat: Chat;
  /** Asks Slack who the bot is; null when Slack was not reached. Throws StartRefused. */
  identify(): Promise<SlackIdentity | null>;
  /** After `identify`: connects or listens, and begins to publish. Throws StartRefused. */
  start(): Promise<void>;
  /** Closes the socket, or the port. */
  stop(): Promise<void>;
  /** Sends what can be sent without waiting, for at most `ms` of wire time. */
  drain(ms: number): Promise<void>;
};

/** A reply through a response URL waits no longer than this for Slack. */
const respondWithin = 10_000;

/** The edge to Slack: listeners in, cards and replies out. */
export function createSlack(options: SlackOptions, deps: SlackDeps): Slack {
  const { clock, log } = deps;
  const web = createWebClient(options.botToken, options.apiUrl, log);
  const logger = quietLogger(log);
  let identity: SlackIdentity | null = null;
  const connection = connect(options, deps);
  const app = new App({
    receiver: connection.receiver,
    // Bolt's own look-up asks Slack again; who the bot is has been found out by then.
    authorize: async () => ({
      botToken: options.botToken,
      ...(identity === null
        ? {}
        : { botId: identity.botId, botUserId: identity.botUser, teamId: identity.team }),
    }),
    clientOptions: { ...clientOptions(options.apiUrl), fetch: fetchInTime },
    convoStore: false,
    deferInitialization: true,
    logger,
  });
  const posting = createPosting(web);
  const notices = createNotices({
    clock,
    log,
    posting,
    teamUrl: () => identity?.teamUrl ?? 'https://slack.com/',
  });
  const listening = { ...deps, web, notices, reports: options.channel };
  const desk = createDesk(listening);
  for (const listen of [listenToMessages, listenToForms, listenToHome]) listen(app, desk, listening);
  const homes = createHomes({ ...deps, web, home });
  const publisher = createPublisher({ ...deps, posting, notices, reportingChannel: options.channel });

  async function home(actor: Actor, page: number): Promise<Home | null> {
    const bot = deps.bot();
    return typeof bot === 'string' ? null : bot.home(actor, page);
  }

  return {
    chat: createPeople(web, clock, createGroups(web, { clock, log }, options.groups)),
    async identify() {
      const asked = await readSlackIdentity(web);
      if (asked.kind === 'ok') identity = asked.value;
      return identity;
    },
    async start() {
      await app.init();
      app.error(async error => log.error({ error: error.message }, 'Bolt could not hand a payload on'));
      publisher.start();
      homes.start();
      await connection.start();
    },
    async stop() {
      homes.stop();
      await connection.stop();
    },
    drain: publisher.drain,
  };
}

function connect({ delivery, apiUrl }: SlackOptions, { bot, clock, log }: SlackDeps): Connection {
  switch (delivery.kind) {
    case 'socket':
      return createSocketConnection(delivery, apiUrl, { clock, log });
    case 'http':
      return createHttpConnection(delivery, { clock, log, stopping: () => bot() === 'stopping' });
  }
}

const fetchInTime: typeof fetch = (url, init) =>
  fetch(url, { signal: AbortSignal.timeout(respondWithin), ...init });
