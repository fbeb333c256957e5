import type { ModalView } from '@slack/web-api';
import type { Form, FormFault } from '../../core/form.ts';
import type { Reply } from '../../core/reply.ts';
import { section } from '../message.ts';
import { notice } from '../view.ts';
import { replyMessage } from './reply-words.ts';
import { snapshotFaultWords, snapshotFormView } from './snapshot-form-words.ts';

/** A modal in words. */
function formWords(form: Form): ModalView {
  switch (form.kind) {
    case 'snapshot':
      return snapshotFormView(form);
  }
}

/** What stands at each field that is not right. Slack shows it as it is, so it is plain text. */
export function faultsAtFields(faults: readonly FormFault[]): Record<string, string> {
  return Object.fromEntries(faults.map(fault => [fault.field, snapshotFaultWords(fault)]));
}

/** Shown at once, before anything is known. */
export function loadingView(): ModalView {
  return notice('Snapkeeper', [section('One moment, please.')]);
}

/** A reply where there is a modal to show it in. Buttons of messages have no place there. */
export function replyView(reply: Reply): ModalView {
  if (reply.kind === 'form') return formWords(reply.form);
  const words = replyMessage(reply) ?? replyMessage({ kind: 'form-gone' });
  const blocks = (words?.blocks ?? []).filter(block => block.type !== 'actions');
  return notice('Snapkeeper', blocks);
}
