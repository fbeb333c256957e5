import type { ModalView } from '@slack/web-api';
import type { Form, FormFaults } from '../../core/form.ts';
import type { Reply } from '../../core/reply.ts';
import { section } from '../message.ts';
import { notice } from '../view.ts';
import { policyFaultWords } from './policy-fault-words.ts';
import { policyFormView } from './policy-form-words.ts';
import { policyPreviewView } from './policy-preview-words.ts';
import { replyMessage } from './reply-words.ts';
import { snapshotFaultWords, snapshotFormView } from './snapshot-form-words.ts';

/** A modal in words. */
function formWords(form: Form): ModalView {
  switch (form.kind) {
    case 'snapshot':
      return snapshotFormView(form);
    case 'policy':
      return policyFormView(form);
    case 'policy-preview':
      return policyPreviewView(form);
  }
}

/** What stands at each field that is not right. Slack shows it as it is, so it is plain text. */
export function faultsAtFields(wrong: FormFaults): Record<string, string> {
  switch (wrong.form) {
    case 'snapshot':
      return Object.fromEntries(wrong.faults.map(fault => [fault.field, snapshotFaultWords(fault)]));
    case 'policy':
      return Object.fromEntries(wrong.faults.map(fault => [fault.field, policyFaultWords(fault)]));
  }
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
  return notice('Snapkeeper', blocks, reply.kind === 'policy-saved');
}
