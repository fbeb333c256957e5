import type { ContextBlock, KnownBlock, MrkdwnElement, PlainTextElement } from '@slack/web-api';
import type { Verb } from '../core/command-table.ts';
import type { AdoptionId, OperationId, RequestId, ServerId, SetId } from '../core/ids.ts';
import type { Offer } from '../core/reply.ts';
import { clip, oneLine } from '../core/typed-text.ts';

/** What goes to Slack: `text` tells the whole story where blocks are not shown (notifications, screen readers). */
export type Message = { readonly text: string; readonly blocks: readonly KnownBlock[] };

/** Every button that runs a stored command has this action id and a number, so that ids are unique in a block. */
export const offerAction = 'offer';

/** Buttons of cards: `card-` and a verb of `/snapkeeper`, and a number from the second button of the verb on. */
export const cardAction = 'card';

const cardPattern = new RegExp(`^${cardAction}-([a-z]+)(?:-\\d+)?$`, 'u');

/** Buttons that open a modal: `open-` and which one. The value is the id of what it is about, if anything. */
export const openAction = 'open';

export type CardAction = {
  readonly verb: Verb;
  readonly label: string;
  readonly subject: OperationId | SetId | AdoptionId | RequestId;
};

/** A button that opens a modal about a server instead. */
export type OpeningAction = { readonly opens: 'policy'; readonly label: string; readonly subject: ServerId };

// Limits: https://docs.slack.dev/reference/block-kit/blocks
const headerLength = 150;
const textLength = 3_000;
const buttonLength = 75;
const fallbackLength = 3_500;

/**
 * Escapes text from outside for mrkdwn: these three characters are all that Slack reads as markup for
 * mentions and links. https://docs.slack.dev/messaging/formatting-message-text
 */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Text from outside in mrkdwn: clipped first, for escaping may grow it fivefold. */
export function outside(text: string, limit = 80): string {
  return escape(clip(oneLine(text), limit));
}

/** The first line. Plain text: nothing in it is ever read as markup. */
export function header(text: string): KnownBlock {
  return { type: 'header', text: plain(text, headerLength) };
}

export function section(mrkdwn: string): KnownBlock {
  return { type: 'section', text: formatted(mrkdwn) };
}

export function context(mrkdwn: string): KnownBlock {
  return { type: 'context', elements: [formatted(mrkdwn)] };
}

/** A line of text from outside, shown as it is: no mention, link or styling in it is ever read. */
export function plainContext(text: string): KnownBlock {
  return { type: 'context', elements: [plain(text, textLength)] };
}

/** Up to 25 buttons; the first is marked as the likely one only when `primary` is asked for. */
export function buttons(offers: readonly Offer[], primary = false): KnownBlock {
  return {
    type: 'actions',
    elements: offers.slice(0, 25).map(({ id, label }, index) => ({
      type: 'button',
      action_id: `${offerAction}-${index + 1}`,
      value: id,
      text: plain(label, buttonLength),
      ...(primary && index === 0 ? { style: 'primary' as const } : {}),
    })),
  };
}

/** The verb of a card's button; null for other buttons. */
export function cardVerb(actionId: string): string | null {
  return cardPattern.exec(actionId)?.[1] ?? null;
}

/** Buttons of a card: the verb is in the action id, the id it is about in the value. Anybody who sees them may press them. */
export function cardButtons(actions: readonly (CardAction | OpeningAction)[]): KnownBlock {
  return {
    type: 'actions',
    elements: actions.map((action, index) => ({
      type: 'button',
      action_id: numbered(actionId(action), actions.slice(0, index).map(actionId)),
      value: action.subject,
      text: plain(action.label, buttonLength),
    })),
  };
}

const actionId = (action: CardAction | OpeningAction): string =>
  'verb' in action ? `${cardAction}-${action.verb}` : `${openAction}-${action.opens}`;

/** Slack refuses two of the same in one block. */
function numbered(id: string, before: readonly string[]): string {
  const same = before.filter(other => other === id).length;
  return same === 0 ? id : `${id}-${same + 1}`;
}

/** A message of these blocks, with their words as its text. */
export function message(blocks: readonly KnownBlock[]): Message {
  const words = blocks.flatMap(block => wordsOf(block)).join('\n');
  return { text: cutUnits(words, fallbackLength), blocks };
}

/** The header of a message, as plain text. */
export function titleOf({ blocks, text }: Message): string {
  const first = blocks.find(block => block.type === 'header');
  return first?.text.text ?? clip(text, headerLength);
}

/** The same words in the plainest form that Slack has, for when it refuses the full one. */
export function plainTwin(full: Message, reference: string): Message {
  const words = full.blocks
    .filter(({ type }) => type !== 'header' && type !== 'actions')
    .flatMap(block => wordsOf(block));
  return message([
    header(titleOf(full)),
    ...(words.length === 0 ? [] : [section(words.join('\n'))]),
    section(
      `Shown without its buttons, because Slack did not take this card as it is. Reference \`${reference}\`, for whoever runs Snapkeeper.`,
    ),
  ]);
}

function wordsOf(block: KnownBlock): readonly string[] {
  if (block.type === 'header') return [escape(block.text.text)];
  if (block.type === 'section') return block.text === undefined ? [] : [block.text.text];
  if (block.type === 'context') return block.elements.flatMap(contextWords);
  if (block.type !== 'actions') return [];
  const labels = block.elements.flatMap(element => (element.type === 'button' ? [element.text.text] : []));
  return [labels.map(label => `[${escape(label)}]`).join(' ')];
}

function contextWords(element: ContextBlock['elements'][number]): readonly string[] {
  if (element.type === 'mrkdwn') return [element.text];
  return element.type === 'plain_text' ? [escape(element.text)] : [];
}

// verbatim: without it Slack makes links and channel names out of whatever looks like them.
function formatted(mrkdwn: string): MrkdwnElement {
  return { type: 'mrkdwn', text: cutUnits(mrkdwn, textLength), verbatim: true };
}

/**
 * A line of plain text, cut to the limit of the place where it stands. Without emoji, or a server called `:bomb:`
 * would show as one.
 */
export function plain(text: string, limit: number): PlainTextElement {
  const line = oneLine(text);
  return { type: 'plain_text', text: cutUnits(line === '' ? '–' : line, limit), emoji: false };
}

/**
 * Cut to Slack's count, UTF-16 units at the strictest. Not inside a character, and not inside an entity or
 * a `<…>`, which would otherwise swallow what follows.
 */
function cutUnits(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit - 1);
  return `${head.replace(/[\uD800-\uDBFF]$/u, '').replace(/(?:&[a-z]*|<[^>]*)$/u, '')}…`;
}
