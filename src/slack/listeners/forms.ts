import type { App, ViewResponseAction } from '@slack/bolt';
import type { Reply } from '../../core/reply.ts';
import { createDialog } from '../dialog.ts';
import { lookupOf, openInput, shortcutInput, submissionInput } from '../view-payloads.ts';
import { openAction } from '../message.ts';
import { formCallback, snapshotShortcut, suggestAction } from '../view.ts';
import { faultsAtFields, replyView } from '../words/form-words.ts';
import { serverOption } from '../words/snapshot-form-words.ts';
import type { Desk, ListenerDeps } from './desk.ts';

/** Everything about modals: what opens one, what its lists suggest, and what comes of submitting it. */
export function listenToForms(app: App, desk: Desk, deps: ListenerDeps): void {
  const { track, log, web, reports } = deps;

  app.shortcut({ type: 'shortcut', callback_id: snapshotShortcut }, ({ body, ack }) =>
    track('shortcut', async () => {
      const input = shortcutInput(body, reports);
      if (input === null) return desk.unknownPayload(ack);
      const dialog = createDialog(web, body.trigger_id, log);
      await desk.take(input, { ack: () => ack(), ackCarries: false, respond: null, dialog });
    }),
  );

  app.action({ type: 'block_actions', action_id: new RegExp(`^${openAction}-`, 'u') }, ({ body, ack }) =>
    track('open', async () => {
      const input = openInput(body, reports);
      if (input === null) return desk.unknownPayload(ack);
      const dialog = createDialog(web, body.trigger_id, log);
      await desk.take(input, { ack: () => ack(), ackCarries: false, respond: null, dialog });
    }),
  );

  app.view({ type: 'view_submission', callback_id: formCallback }, ({ body, ack }) =>
    track('submission', async () => {
      const input = submissionInput(body, reports);
      if (input?.does.kind !== 'submit') return desk.unknownPayload(ack);
      const reply = await desk.answer(input, async () => {});
      desk.submitted(input.does.form, reply);
      await ack(afterSubmission(reply));
    }),
  );

  // A modal of an older version.
  app.view({ type: 'view_submission', callback_id: new RegExp(`^(?!${formCallback}$)`, 'u') }, ({ ack }) =>
    track('old modal', () => ack(afterSubmission({ kind: 'form-gone' }))),
  );

  app.options(new RegExp(`^${suggestAction}-`, 'u'), ({ body, ack }) =>
    track('options', async () => {
      const lookup = lookupOf(body);
      const bot = deps.bot();
      const ready = lookup !== null && typeof bot !== 'string';
      const choices = ready ? await bot.suggest(lookup) : [];
      await ack({ options: choices.map(serverOption) });
    }),
  );
}

/** The modal closes when it is done; what is wrong stands at its field; everything else takes its place. */
function afterSubmission(reply: Reply): ViewResponseAction {
  if (reply.kind === 'taking' || reply.kind === 'silent') return { response_action: 'clear' };
  if (reply.kind === 'form-faults') return { response_action: 'errors', errors: faultsAtFields(reply) };
  // Above what was filled in, so that closing it leads back there.
  if (reply.kind === 'form' && reply.form.kind === 'policy-preview' && !reply.form.again)
    return { response_action: 'push', view: replyView(reply) };
  return { response_action: 'update', view: replyView(reply) };
}
