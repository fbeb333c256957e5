import { expect, test } from 'vitest';
import type { ModalView } from '@slack/web-api';
import type { PolicyFormFault } from '../../src/core/policy-form.ts';
import { faultsAtFields, replyView } from '../../src/slack/words/form-words.ts';
import { hostile } from '../core/samples.ts';
import { policyRepliesAbout } from './every-policy-reply.ts';
import { formsAbout } from './every-view.ts';

function emptyForm(): ModalView {
  const [form] = formsAbout('x').policy;
  if (form === undefined) throw new Error('no form');
  return replyView({ kind: 'form', form });
}

test('closing what says that it is saved leads back to no older modal', () => {
  for (const saved of policyRepliesAbout('x')['policy-saved'])
    expect(replyView(saved)).toMatchObject({ clear_on_close: true });
});

test('every fault stands at a field of the modal, in plain text that says what to do', () => {
  const given = hostile;
  const faults: readonly PolicyFormFault[] = [
    { field: 'name', kind: 'name-missing' },
    { field: 'name', kind: 'name-controls' },
    { field: 'name', kind: 'name-like-id' },
    { field: 'name', kind: 'name-too-long', length: 61, limit: 60 },
    { field: 'name', kind: 'name-taken', name: 'nightly' },
    { field: 'servers', kind: 'servers-missing' },
    { field: 'tag', kind: 'tag-and-servers' },
    { field: 'tag', kind: 'tag-shape' },
    { field: 'tag', kind: 'tag-controls' },
    { field: 'every', kind: 'every-missing' },
    { field: 'every', kind: 'run-due' },
    { field: 'time', kind: 'time-missing' },
    { field: 'days', kind: 'days-missing' },
    { field: 'days', kind: 'days-with-cron' },
    { field: 'date', kind: 'date-missing' },
    { field: 'date', kind: 'date-not-monthly' },
    { field: 'date', kind: 'date-range' },
    { field: 'cron', kind: 'cron-missing' },
    { field: 'cron', kind: 'cron-not-chosen' },
    { field: 'cron', kind: 'cron-fault', fault: { kind: 'never' } },
    { field: 'zone', kind: 'zone-unknown', given: 'Berlin', near: ['Europe/Berlin'] },
    { field: 'keep', kind: 'keep-missing' },
    { field: 'keep', kind: 'keep-asks', remove: 60, of: 100 },
    { field: 'ownKeep', kind: 'own-missing' },
    { field: 'ownKeep', kind: 'own-not-chosen' },
    { field: 'ownKeep', kind: 'own-empty' },
    { field: 'ownKeep', kind: 'own-fault', fault: { kind: 'not-understood', given } },
    { field: 'ownKeep', kind: 'own-fault', fault: { kind: 'twice', given } },
    { field: 'ownKeep', kind: 'own-fault', fault: { kind: 'too-many', given, limit: 999_999 } },
    { field: 'channel', kind: 'channel-missing' },
  ];
  const fields = new Set(emptyForm().blocks.map(block => block.block_id));
  for (const fault of faults) {
    const [[field, words] = ['', '']] = Object.entries(faultsAtFields({ form: 'policy', faults: [fault] }));
    expect(fields).toContain(field);
    expect(words).toMatch(/^["A-Z][\s\S]+[.?]$/u);
  }
});
