import type { Receiver } from '@slack/bolt';
import { SocketModeReceiver } from '@slack/bolt';
import { StartRefused } from '../core/start-refused.ts';
import type { Deps } from '../ports.ts';
import { clientOptions, quietLogger, slackFault } from './web.ts';

/** The way in for what Slack has to tell. */
export type Connection = {
  /** What Bolt takes its payloads from. */
  readonly receiver: Receiver;
  /** Settles after the first try, connected or still trying. Throws StartRefused when it will not come about. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

export type SocketOptions = { readonly appToken: string };

const firstPause = 500;
const longestPause = 30_000;
const greetingWithin = 20_000;

/**
 * Keeps one socket open. The socket client's own reconnecting leaves a hole of five seconds after each
 * refresh, in which commands are lost, and ends for good in some failures; so this loop does it instead.
 */
export function createSocketConnection(
  { appToken }: SocketOptions,
  apiUrl: string | null,
  { clock, log }: Pick<Deps, 'clock' | 'log'>,
): Connection {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: quietLogger(log),
    // An object of its own: the socket client writes its retry settings into the one it is given.
    installerOptions: { clientOptions: clientOptions(apiUrl) },
  });
  const { client } = receiver;
  let stopped = false;
  let connected = false;
  let told = false;
  let wake = (): void => {};

  async function connect(): Promise<StartRefused | null> {
    // A server that accepts the socket and never greets would be waited for without end.
    const greeting = clock.deadline(greetingWithin);
    void greeting.passed.then(() => client.disconnect());
    try {
      await receiver.start();
      connected = true;
      told = false;
      log.info({}, 'connected to Slack');
      return null;
    } catch (error) {
      const fault = slackFault(error);
      if (fault.kind === 'refused') return refusal(fault.code);
      if (!told) log.warn({ fault }, 'Slack cannot be reached; Snapkeeper keeps trying');
      told = true;
      return null;
    } finally {
      greeting.cancel();
    }
  }

  async function keep(): Promise<void> {
    let pause = firstPause;
    // oxlint-disable-next-line no-unmodified-loop-condition -- stop() sets it while the loop waits
    while (!stopped) {
      if (connected) {
        await new Promise<void>(resolve => {
          wake = resolve;
          client.once('disconnected', resolve);
        });
        connected = false;
        pause = firstPause;
        if (!stopped) log.info({}, 'connection to Slack closed; opening the next one');
      } else {
        const deadline = clock.deadline(pause);
        await Promise.race([deadline.passed, new Promise<void>(resolve => (wake = resolve))]);
        deadline.cancel();
        pause = Math.min(pause * 2, longestPause);
      }
      if (stopped) return;
      const refused = await connect();
      if (refused !== null) log.error({ reason: refused.message }, 'Slack refuses the connection; trying on');
    }
  }

  return {
    receiver,
    async start() {
      const refused = await connect();
      if (refused !== null) throw refused;
      void keep();
    },
    async stop() {
      stopped = true;
      wake();
      await receiver.stop();
    },
  };
}

function refusal(code: string): StartRefused {
  if (code === 'missing_scope') {
    return new StartRefused(
      'SLACK_APP_TOKEN lacks the scope connections:write: make a new one in your Slack app, Basic Information, App-Level Tokens.',
    );
  }
  return new StartRefused(
    `SLACK_APP_TOKEN is refused by Slack (${code}). Copy it again from your Slack app, Basic Information, App-Level Tokens.`,
  );
}
