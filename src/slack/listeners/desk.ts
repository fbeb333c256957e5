import type { WebClient } from '@slack/web-api';
import type { Bot } from '../../bot.ts';
import type { ChannelId, FormId } from '../../core/ids.ts';
import type { Early, Input } from '../../core/input.ts';
import { NotWritten } from '../../core/not-written.ts';
import type { Reply } from '../../core/reply.ts';
import type { Deps } from '../../ports.ts';
import type { Dialog } from '../dialog.ts';
import type { Message } from '../message.ts';
import type { Notices, Respond } from '../notices.ts';
import { createWaiting } from '../waiting.ts';
import { loadingView, replyView } from '../words/form-words.ts';
import { replyMessage } from '../words/reply-words.ts';

export type ListenerDeps = Pick<Deps, 'track' | 'log' | 'newId'> & {
  /** The bot, or why there is none to answer just now. */
  readonly bot: () => Bot | NotReady;
  /** Leaves on record that somebody could not be served. */
  readonly onUnready: (input: Input, missing: NotReady) => Promise<void>;
  readonly notices: Pick<Notices, 'answerable'>;
  readonly web: WebClient;
  /** Where cards stand that were not asked for in any channel. */
  readonly reports: ChannelId;
};

type NotReady = (Reply & { kind: 'not-ready' })['missing'];

/** How an answer gets to whoever asked. */
type Ways = {
  /** With the reply where Slack shows what an ack carries: it does for commands, and not for clicks. */
  readonly ack: (reply?: Message) => Promise<void>;
  readonly ackCarries: boolean;
  /** Null where there is no channel to answer in. */
  readonly respond: Respond | null;
  readonly dialog: Dialog;
};

/** Where every listener brings what it was given, and gets the answer from the bot's one road. */
export type Desk = {
  answer(input: Input, early: (what: Early) => Promise<void>): Promise<Reply>;
  /** Answers whoever clicked or typed, in a modal where one opens. */
  take(input: Input, ways: Ways): Promise<void>;
  /** A modal was submitted: whoever opened it by a command is told where the card stands, if elsewhere. */
  submitted(form: FormId, reply: Reply): void;
  respondSafely(respond: Respond, words: Message): Promise<void>;
  unknownPayload(ack: () => Promise<void>): Promise<void>;
};

/** Modals that are open; who submits an older one is told by a direct message. */
const formsAtMost = 500;

export function createDesk({ log, newId, notices, bot: current, onUnready }: ListenerDeps): Desk {
  const forms = createWaiting<FormId, Respond>(formsAtMost);

  async function answer(input: Input, early: (what: Early) => Promise<void>): Promise<Reply> {
    const bot = current();
    try {
      if (typeof bot === 'string') {
        await onUnready(input, bot);
        return { kind: 'not-ready', missing: bot };
      }
      return await bot.handle(input, early);
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

  async function take(input: Input, { ack, ackCarries, respond, dialog }: Ways): Promise<void> {
    let acknowledged = false;
    const reply = await answer(input, async what => {
      acknowledged = true;
      await ack();
      if (what === 'opening') await dialog.show(loadingView());
    });
    if (reply.kind === 'taking' && respond !== null)
      notices.answerable(`operation/${reply.operation}`, respond);
    if (reply.kind === 'form' && respond !== null) forms.set(reply.form.id, respond);
    if (dialog.isOpen()) {
      await dialog.show(replyView(reply));
      return;
    }
    const words = replyMessage(reply);
    if (!acknowledged) await ack(ackCarries && words !== null ? words : undefined);
    if (words === null || (ackCarries && !acknowledged)) return;
    if (respond === null) await dialog.show(replyView(reply));
    else await respondSafely(respond, words);
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

  return {
    answer,
    take,
    respondSafely,
    submitted(form, reply) {
      if (reply.kind !== 'taking') return;
      const respond = forms.take(form);
      if (respond !== undefined) notices.answerable(`operation/${reply.operation}`, respond);
    },
    async unknownPayload(ack) {
      log.warn({}, 'a payload of Slack was not understood; nothing was done');
      await ack();
    },
  };
}
