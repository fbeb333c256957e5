import type { App } from '@slack/bolt';
import { createDialog } from '../dialog.ts';
import type { Message } from '../message.ts';
import { cardAction, offerAction, openAction } from '../message.ts';
import { clickInput, commandInput } from '../payloads.ts';
import { pageAction } from '../view.ts';
import { replyMessage } from '../words/reply-words.ts';
import type { Desk, ListenerDeps } from './desk.ts';

/** What is typed, and the buttons of messages. */
export function listenToMessages(app: App, desk: Desk, { track, log, web }: ListenerDeps): void {
  app.command(/^\//u, ({ payload, ack, respond }) =>
    track('command', async () => {
      const input = commandInput(payload);
      if (input === null) return desk.unknownPayload(ack);
      await desk.take(input, {
        ack: reply => ack(reply === undefined ? undefined : ephemeral(reply)),
        ackCarries: true,
        respond: words => respond(ephemeral(words)),
        dialog: createDialog(web, payload.trigger_id, log),
      });
    }),
  );

  app.action(
    { type: 'block_actions', action_id: new RegExp(`^(?:${offerAction}|${cardAction})-`, 'u') },
    ({ body, ack, respond }) =>
      track('click', async () => {
        const input = clickInput(body);
        if (input === null) return desk.unknownPayload(ack);
        await desk.take(input, {
          ack: () => ack(),
          ackCarries: false,
          // A new ephemeral beside the old one: the choice stays readable above its result.
          respond: words => respond({ ...ephemeral(words), replace_original: false }),
          dialog: createDialog(web, body.trigger_id, log),
        });
      }),
  );

  // A button of an older version: without an answer Slack shows only a warning sign.
  const known = [offerAction, cardAction, openAction, pageAction].join('|');
  app.action(new RegExp(`^(?!(?:${known})-)`, 'u'), ({ ack, respond }) =>
    track('old button', async () => {
      await ack();
      const words = replyMessage({ kind: 'offer-gone' });
      if (words !== null)
        await desk.respondSafely(gone => respond({ ...ephemeral(gone), replace_original: false }), words);
    }),
  );
}

const ephemeral = ({ text, blocks }: Message) => ({
  response_type: 'ephemeral' as const,
  text,
  blocks: [...blocks],
});
