import type { Reader } from './mrkdwn-text.ts';
import { formatSlackDate } from './slack-date.ts';
import { spell } from './validate/fault.ts';
import { type Json, objectsIn } from './validate/schema.ts';

export function richTextText(block: Json, reader: Reader): string {
  return objectsIn(block['elements'])
    .map(part => partText(part, reader))
    .join('\n');
}

function partText(part: Json, reader: Reader): string {
  const elements = objectsIn(part['elements']);
  const inline = () => elements.map(element => inlineText(element, reader)).join('');
  switch (part['type']) {
    case 'rich_text_list':
      return elements
        .map(
          (item, index) => `${part['style'] === 'ordered' ? `${index + 1}.` : '•'} ${partText(item, reader)}`,
        )
        .join('\n');
    case 'rich_text_quote':
      return inline().replaceAll(/^/gm, '> ');
    default:
      return inline();
  }
}

function inlineText(element: Json, reader: Reader): string {
  const name = (id: unknown) => reader.nameOf(spell(id)) ?? spell(id);
  switch (element['type']) {
    case 'link':
      return element['text'] === undefined
        ? spell(element['url'])
        : `${spell(element['text'])} (${spell(element['url'])})`;
    case 'emoji':
      return `:${spell(element['name'])}:`;
    case 'user':
      return `@${name(element['user_id'])}`;
    case 'channel':
      return `#${name(element['channel_id'])}`;
    case 'usergroup':
      return `@${spell(element['usergroup_id'])}`;
    case 'broadcast':
      return `@${spell(element['range'])}`;
    case 'date': {
      const shown = formatSlackDate(
        spell(element['format']),
        Number(element['timestamp']),
        reader.zone,
        reader.now,
      );
      return shown ?? spell(element['fallback'] ?? '');
    }
    default:
      return spell(element['text'] ?? element['value'] ?? '');
  }
}
