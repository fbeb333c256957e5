import { isJson, type Json } from './validate/schema.ts';

// What may stand between angle brackets in mrkdwn: https://docs.slack.dev/messaging/formatting-message-text
const known = /^(?:@[UWB][A-Z0-9]+|#C[A-Z0-9]+|!date\^|!subteam\^|(?:https?|mailto|tel|slack):)/;
const broadcast = /^!(?:channel|here|everyone)\b/;

/**
 * What in a message of the app can only be a slip: a live broadcast mention, or text from outside that nobody escaped
 * and that Slack would now read as markup.
 */
export function markupSlips(text: string, blocks: readonly Json[]): string[] {
  return [text, ...blocks.flatMap(mrkdwnIn)].flatMap(slipsIn).concat(blocks.flatMap(broadcastElements));
}

function slipsIn(text: string): string[] {
  return [...text.matchAll(/<([^<>\n]*)>/g)].flatMap(([whole, inner = '']) => {
    if (broadcast.test(inner)) return [`live mention ${whole}`];
    return known.test(inner) ? [] : [`unescaped markup ${whole}`];
  });
}

function mrkdwnIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn);
  if (!isJson(value)) return [];
  if (value['type'] === 'mrkdwn') return [String(value['text'])];
  return Object.values(value).flatMap(mrkdwnIn);
}

function broadcastElements(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(broadcastElements);
  if (!isJson(value)) return [];
  if (value['type'] === 'broadcast') return [`live mention @${String(value['range'])}`];
  return Object.values(value).flatMap(broadcastElements);
}
