import type { HomeView, ModalView } from '@slack/web-api';
import { expect } from 'vitest';
import type { Message } from '../../src/slack/message.ts';
import { markupSlips } from '../../src/sandbox/slack/markup-slips.ts';
import { faultLine } from '../../src/sandbox/slack/validate/fault.ts';
import type { Json } from '../../src/sandbox/slack/validate/schema.ts';
import { validateBlocks, validateView } from '../../src/sandbox/slack/validate/validate.ts';

/** Slack takes the message, and nothing of the text from outside in it is live. */
export function expectSafe(message: Message | null): asserts message is Message {
  if (message === null) throw new Error('there is no message');
  const blocks = JSON.parse(JSON.stringify(message.blocks)) as Json[];
  expect(validateBlocks(blocks, 'message').map(faultLine)).toEqual([]);
  expect(markupSlips(message.text, blocks)).toEqual([]);
  expect(message.text).not.toContain('<https://evil.example');
  expect(message.text.length).toBeLessThanOrEqual(4_000);
  expect(message.text.trim()).not.toBe('');
  for (const text of mrkdwnOf(blocks)) expect(text).not.toMatch(/<(?:!(?!date\^)|@U07BOB|https:\/\/evil)/u);
}

/** The same of a modal or a Home. */
export function expectSafeView(view: ModalView | HomeView): void {
  const json = JSON.parse(JSON.stringify(view)) as Json;
  const blocks = json['blocks'] as Json[];
  expect(validateView(json).map(faultLine)).toEqual([]);
  expect(markupSlips('', blocks)).toEqual([]);
  for (const text of mrkdwnOf(blocks)) expect(text).not.toMatch(/<(?:!(?!date\^)|@U07BOB|https:\/\/evil)/u);
}

/** All mrkdwn of a message. */
function mrkdwnOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(mrkdwnOf);
}
