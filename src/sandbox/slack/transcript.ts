import { type Reader, mrkdwnText } from './mrkdwn-text.ts';
import type { SeenView } from './client/client.ts';
import { richTextText } from './rich-text-text.ts';
import { tableText } from './table-text.ts';
import type { Message } from './timeline.ts';
import { spell } from './validate/fault.ts';
import { isJson, type Json, objectsIn } from './validate/schema.ts';

export interface TranscriptOptions {
  readonly nameOf: (id: string) => string | undefined;
  readonly zone?: string;
  /** For "today" and "yesterday"; the message's own time when left out. */
  readonly now?: number;
}

type ViewTextOptions = TranscriptOptions & { readonly now: number };

/** A message as plain text for a terminal, neither wrapped nor indented. With blocks, `text` is not shown, as in Slack. */
export function messageText(message: Message, options: TranscriptOptions): string {
  const { nameOf, zone = 'UTC', now = Number(message.ts) * 1000 } = options;
  const reader: Reader = { nameOf, zone, now };
  if (message.blocks.length === 0) return mrkdwnText(message.text, reader);
  return message.blocks.map(block => blockText(block, reader)).join('\n');
}

/** A modal or a Home as its reader sees it: title, blocks, and what stands at fields that are not right. */
export function viewText({ content, errors, trouble }: SeenView, options: ViewTextOptions): string {
  const { nameOf, zone = 'UTC', now } = options;
  const reader: Reader = { nameOf, zone, now };
  const { title, blocks } = content;
  return lines([
    isJson(title) ? `# ${spell(title['text'])}` : '',
    ...objectsIn(blocks).map(block => blockText(block, reader)),
    ...Object.entries(errors).map(([field, error]) => `${field}! ${error}`),
    trouble ?? '',
  ]);
}

function blockText(block: Json, reader: Reader): string {
  const shown = (value: unknown) => textOf(value, reader);
  switch (block['type']) {
    case 'header':
      return `# ${shown(block['text'])}`;
    case 'section':
      return lines([
        shown(block['text']),
        fieldLines(block['fields'], reader),
        elementText(block['accessory'], reader),
      ]);
    case 'context':
      return objectsIn(block['elements'])
        .map(element => (element['type'] === 'image' ? elementText(element, reader) : shown(element)))
        .join('  ');
    case 'actions':
    case 'context_actions':
      return objectsIn(block['elements'])
        .map(element => elementText(element, reader))
        .join(' ');
    case 'divider':
      return '────────';
    case 'image':
      return lines([shown(block['title']), elementText(block, reader)]);
    case 'input':
      return `${shown(block['label'])}: ${elementText(block['element'], reader)}`;
    case 'rich_text':
      return richTextText(block, reader);
    case 'table':
    case 'data_table':
      return lines([spell(block['caption'] ?? ''), tableText(block['rows'], reader)]);
    case 'markdown':
      return spell(block['text']);
    case 'container':
      return lines([
        shown(block['title']),
        ...objectsIn(block['child_blocks']).map(child => blockText(child, reader)),
      ]);
    default:
      // Blocks this product does not send still leave a trace with all their words.
      return `[${spell(block['type'])}] ${wordsIn(block, reader).join(' · ')}`;
  }
}

function textOf(value: unknown, reader: Reader): string {
  if (!isJson(value)) return '';
  const text = spell(value['text'] ?? '');
  return value['type'] === 'mrkdwn' ? mrkdwnText(text, reader) : text;
}

/** Two fields stand side by side in Slack. */
function fieldLines(fields: unknown, reader: Reader): string {
  const cells = objectsIn(fields).map(field =>
    textOf(field, reader).replaceAll('\n', ': ').replaceAll(':: ', ': '),
  );
  const pairs = cells.flatMap((cell, index) => (index % 2 === 0 ? [[cell, cells[index + 1]]] : []));
  return pairs.map(pair => pair.filter(cell => cell !== undefined).join('  |  ')).join('\n');
}

function elementText(element: unknown, reader: Reader): string {
  if (!isJson(element)) return '';
  if (element['type'] === 'image') return `[image: ${spell(element['alt_text'])}]`;
  if (element['type'] === 'overflow') return '[⋯]';
  const label = textOf(element['text'] ?? element['placeholder'], reader) || spell(element['type']);
  const chosen = isJson(element['initial_option'])
    ? textOf(element['initial_option']['text'], reader)
    : label;
  return spell(element['type']).endsWith('_select') ? `[${chosen} ▾]` : `[${label}]`;
}

function wordsIn(value: unknown, reader: Reader): string[] {
  if (Array.isArray(value)) return value.flatMap(inner => wordsIn(inner, reader));
  if (!isJson(value)) return [];
  if (typeof value['text'] === 'string') return [textOf(value, reader)];
  return Object.entries(value).flatMap(([name, inner]) =>
    ['title', 'label', 'name'].includes(name) && typeof inner === 'string' ? [inner] : wordsIn(inner, reader),
  );
}

function lines(parts: readonly string[]): string {
  return parts.filter(part => part !== '').join('\n');
}
