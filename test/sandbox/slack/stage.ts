import { App, HTTPReceiver, LogLevel as BoltLogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { type SimulatedSlack, type SlackOptions, startSlack } from '../../../src/sandbox/slack/slack.ts';

/** An app of its own, so that the product's manifest can change without these tests. */
export const manifest = {
  display_information: { name: 'Snapkeeper' },
  features: {
    bot_user: { display_name: 'snapkeeper' },
    app_home: { home_tab_enabled: true },
    shortcuts: [
      { name: 'Take a snapshot', type: 'global', callback_id: 'take', description: 'Takes one' },
      { name: 'Snapshot this', type: 'message', callback_id: 'take_this', description: 'Takes one' },
    ],
    slash_commands: [{ command: '/snapshot', should_escape: true }],
  },
  oauth_config: {
    scopes: {
      bot: ['commands', 'chat:write', 'users:read'],
      bot_optional: ['channels:read', 'groups:read', 'channels:history', 'groups:history', 'im:history'],
    },
  },
  settings: {
    interactivity: { is_enabled: true },
    event_subscriptions: { bot_events: ['app_home_opened'] },
    socket_mode_enabled: true,
  },
};

const posted = z.looseObject({
  channel: z.string(),
  ts: z.string(),
  message: z.looseObject({ blocks: z.unknown().optional() }),
});

/** Monday noon, UTC. */
export const noon = Date.parse('2026-11-23T12:00:00Z');

export interface Stage {
  readonly slack: SimulatedSlack;
  readonly client: WebClient;
  /** chat.postMessage, with a channel's short name or any id. */
  post(args: { channel: string } & Record<string, unknown>): Promise<z.infer<typeof posted>>;
  idOf(channel: string): string;
  surprises(): string[];
  advance(ms: number): void;
  close(): Promise<void>;
}

export async function startStage(options: Partial<SlackOptions> = {}): Promise<Stage> {
  let at = noon;
  const slack = await startSlack({ manifest, now: () => at, ...options });
  const client = webClient(slack, slack.env.SLACK_BOT_TOKEN);
  const idOf = (channel: string) => slack.channels[channel]?.id ?? channel;
  return {
    slack,
    client,
    idOf,
    post: async args =>
      posted.parse(await client.apiCall('chat.postMessage', { ...args, channel: idOf(args.channel) })),
    surprises: () => slack.surprises.map(({ what }) => what),
    advance: ms => {
      at += ms;
    },
    close: () => slack.close(),
  };
}

export function webClient(slack: SimulatedSlack, token: string | undefined): WebClient {
  const retryConfig = { retries: 0 };
  const quiet = {
    logger: silence,
    slackApiUrl: slack.env.SLACK_API_URL,
    retryConfig,
    rejectRateLimitedCalls: true,
  };
  return new WebClient(token, quiet);
}

// The client would print every refusal that a test provokes on purpose.
export const silence: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** An unmodified Bolt app in Socket Mode, pointed at the simulator by its address alone. */
export async function startBolt(
  slack: SimulatedSlack,
  register: (app: App) => void,
  logger?: Logger,
): Promise<App> {
  const clientOptions = { slackApiUrl: slack.env.SLACK_API_URL };
  const receiver = new SocketModeReceiver({
    appToken: slack.env.SLACK_APP_TOKEN,
    logLevel: BoltLogLevel.ERROR,
    ...(logger && { logger }),
    installerOptions: { clientOptions },
  });
  const app = await boltApp(slack, receiver, register);
  await app.start();
  return app;
}

export const signingSecret = 'sandbox-signing-secret';

/** The same app behind an HTTP port, which the simulator is then told to deliver to. */
export async function startBoltHttp(slack: SimulatedSlack, register: (app: App) => void): Promise<App> {
  // Every request that is refused on purpose would be a warning.
  const receiver = new HTTPReceiver({ signingSecret, logger: silence, port: 0 });
  const app = await boltApp(slack, receiver, register);
  const server: { address(): unknown } = await receiver.start({ port: 0, host: '127.0.0.1' });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  slack.deliverTo({ url: `http://127.0.0.1:${port}/slack/events`, signingSecret });
  return app;
}

async function boltApp(
  slack: SimulatedSlack,
  receiver: Receiver,
  register: (app: App) => void,
): Promise<App> {
  const app = new App({
    token: slack.env.SLACK_BOT_TOKEN,
    receiver,
    clientOptions: { slackApiUrl: slack.env.SLACK_API_URL, retryConfig: { retries: 0 } },
    logLevel: BoltLogLevel.ERROR,
    convoStore: false,
    deferInitialization: true,
  });
  register(app);
  await app.init();
  return app;
}

/** The error name Slack answered, or `ok`. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: unknown) => {
      const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
      return typeof data === 'object' && data !== null && 'error' in data
        ? String(data.error)
        : `threw ${String(error)}`;
    },
  );
}

export const hello = { type: 'section', text: { type: 'mrkdwn', text: 'hello' } };
export const approve = {
  type: 'actions',
  block_id: 'decide',
  elements: [
    { type: 'button', action_id: 'approve', value: 'r-1', text: { type: 'plain_text', text: 'Approve' } },
  ],
};
