import type { Json } from './json.ts';
import { isJson, word } from './json.ts';
import { Mrkdwn, PlainText } from './mrkdwn.tsx';
import { strangeFields, Unknown } from './unknown.tsx';

/** A text object, plain or with markup. */
export function Text({ value }: { readonly value: unknown }) {
  if (!isJson(value)) return null;
  const strange = strangeFields(value, ['text', 'emoji', 'verbatim']);
  if (strange.length > 0) return <Unknown what={`a text with ${strange.join(', ')}`} />;
  const text = word(value['text']);
  switch (value['type']) {
    case 'mrkdwn':
      return <Mrkdwn text={text} />;
    case 'plain_text':
      return <PlainText text={text} withEmoji={value['emoji'] === true} />;
    default:
      return <Unknown what={`a text of type ${String(value['type'])}`} />;
  }
}

/** For attributes, which hold words only. */
export function plainWords(value: unknown, otherwise = ''): string {
  const text: Json = isJson(value) ? value : {};
  return word(text['text']) || otherwise;
}
