import type { App } from '@slack/bolt';
import type { Input } from '../../core/input.ts';
import { homeInput, pageInput } from '../view-payloads.ts';
import { pageAction } from '../view.ts';
import { slackOutcome } from '../web.ts';
import { homeReply } from '../words/home-words.ts';
import type { Desk, ListenerDeps } from './desk.ts';

/** Home is only marked here and published like a card, except where the bot is not there to do that. */
export function listenToHome(app: App, desk: Desk, { track, log, web, reports }: ListenerDeps): void {
  app.event('app_home_opened', ({ body }) =>
    track('home', async () => {
      const input = homeInput(body, reports);
      if (input !== null) await open(input, async () => {});
    }),
  );

  app.action({ type: 'block_actions', action_id: new RegExp(`^${pageAction}-`, 'u') }, ({ body, ack }) =>
    track('home', async () => {
      const input = pageInput(body, reports);
      if (input === null) return desk.unknownPayload(ack);
      await open(input, () => ack());
    }),
  );

  async function open(input: Input, ack: () => Promise<void>): Promise<void> {
    let acknowledged = false;
    const reply = await desk.answer(input, async () => {
      acknowledged = true;
      await ack();
    });
    if (!acknowledged) await ack();
    if (reply.kind === 'silent' || reply.kind === 'denied') return;
    const view = homeReply(reply);
    const outcome = await slackOutcome(() => web.views.publish({ user_id: input.actor.user, view }));
    if (outcome.kind === 'fault') log.warn({ fault: outcome.fault }, 'a Home could not be shown');
  }
}
