import type { App } from '@slack/bolt';
import type { Bot, Input } from '../bot.ts';
import type { ChannelId } from '../core/ids.ts';
import { NotWritten } from '../core/not-written.ts';
import type { Reply } from '../core/reply.ts';
import type { CardKey, Deps } from '../ports.ts';
import { cardAction, offerAction } from './message.ts';
import type { Message } from './message.ts';
import { clickInput, commandInput } from './payloads.ts';
import type { Posted } from './posting.ts';
import { replyMessage } from './words/reply-words.ts';
import { placedWords } from './words/placed-words.ts';

export type ListenerDeps = Pick<Deps, 'track' | 'log' | 'newId'> & {
  /** The bot, or why there is none to answer just now. */
  readonly bot: () => Bot | NotReady;
  /** Leaves on record that somebody could not be served. */
  readonly onUnready: (input: Input, missing: NotReady) => Promise<void>;
  readonly teamUrl: () => string;
};

type NotReady = (Reply & { kind: 'not-ready' })['missing'];

type Respond = (message: Message) => Promise<unknown>;

/** Tells where a card stands to whoever asked for it, when it is not where they asked. */
type Waiting = { readonly server: string; readonly respond: Respond };

/** A card is posted within seconds; what is older than this many others will not be told any more. */
const waitingAtMost = 500;

/** Everything that people can do, handed to the bot's one road. */
export function registerListeners(
  app: App,
  deps: ListenerDeps,
): { placed(key: CardKey, at: Posted, origin: ChannelId): void } {
  const { track, log, newId, teamUrl } = deps;
  const waiting = new Map<CardKey, Waiting>();

  async function answer(input: Input, acknowledge: () => Promise<void>): Promise<Reply> {
    const bot = deps.bot();
    try {
      if (typeof bot === 'string') {
        await deps.onUnready(input, bot);
        return { kind: 'not-ready', missing: bot };
      }
      return await bot.handle(input, acknowledge);
    } catch (error) {
      if (error instanceof NotWritten) {
        log.error({ reason: error.message }, 'a request could not be taken');
        return { kind: 'not-written', why: error.why };
      }
      const reference = newId('r');
      log.error(
        { reference, error: error instanceof Error ? error.stack : String(error) },
        'a request failed',
      );
      return { kind: 'broken', reference };
    }
  }

  /** `ack` may carry the reply for commands; Slack ignores what a click's ack carries. */
  async function take(
    input: Input,
    ack: (reply?: Message) => Promise<void>,
    respond: Respond,
    ackCarries: boolean,
  ): Promise<void> {
    let acknowledged = false;
    const reply = await answer(input, async () => {
      acknowledged = true;
      await ack();
    });
    if (reply.kind === 'taking') waitForCard(reply, respond);
    const words = replyMessage(reply);
    if (!acknowledged) await ack(ackCarries && words !== null ? words : undefined);
    if (words !== null && (acknowledged || !ackCarries)) await respondSafely(respond, words);
  }

  function waitForCard({ operation, server }: Reply & { kind: 'taking' }, respond: Respond): void {
    waiting.set(`operation/${operation}`, { server, respond });
    const [oldest] = waiting.keys();
    if (waiting.size > waitingAtMost && oldest !== undefined) waiting.delete(oldest);
  }

  /** Best effort: the reply is never the only place of a fact. */
  async function respondSafely(respond: Respond, words: Message): Promise<void> {
    try {
      await respond(words);
    } catch (error) {
      log.warn(
        { error: error instanceof Error ? error.message : String(error) },
        'a reply could not be delivered',
      );
    }
  }

  app.command(/^\//u, ({ payload, ack, respond }) =>
    track('command', async () => {
      const input = commandInput(payload);
      if (input === null) return unknownPayload(ack);
      await take(
        input,
        reply => ack(reply === undefined ? undefined : ephemeral(reply)),
        words => respond(ephemeral(words)),
        true,
      );
    }),
  );

  app.action(new RegExp(`^(?:${offerAction}|${cardAction})-`, 'u'), ({ body, ack, respond }) =>
    track('click', async () => {
      const input = clickInput(body);
      if (input === null) return unknownPayload(ack);
      // A new ephemeral beside the old one: the choice stays readable above its result.
      await take(
        input,
        () => ack(),
        words => respond({ ...ephemeral(words), replace_original: false }),
        false,
      );
    }),
  );

  // A button of an older version: without an answer Slack shows only a warning sign.
  app.action(new RegExp(`^(?!(?:${offerAction}|${cardAction})-)`, 'u'), ({ ack, respond }) =>
    track('old button', async () => {
      await ack();
      const words = replyMessage({ kind: 'offer-gone' });
      if (words !== null)
        await respondSafely(gone => respond({ ...ephemeral(gone), replace_original: false }), words);
    }),
  );

  async function unknownPayload(ack: () => Promise<void>): Promise<void> {
    log.warn({}, 'a payload of Slack was not understood; nothing was done');
    await ack();
  }

  return {
    placed(key, at, origin) {
      const asked = waiting.get(key);
      waiting.delete(key);
      if (asked === undefined || at.channel === origin) return;
      void track('reply', () => respondSafely(asked.respond, placedWords(asked.server, at, teamUrl())));
    },
  };
}

const ephemeral = ({ text, blocks }: Message) => ({
  response_type: 'ephemeral' as const,
  text,
  blocks: [...blocks],
});
