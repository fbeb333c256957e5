import * as formats from './formats.ts';
import { boolean, byType, family, integer, list, object, oneOf, type Rule, string } from './schema.ts';

// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

const style = object({
  'bold?': boolean,
  'italic?': boolean,
  'strike?': boolean,
  'code?': boolean,
  'underline?': boolean,
  'highlight?': boolean,
  'client_highlight?': boolean,
  'unlink?': boolean,
});

const inline = family({
  text: { text: string(), 'style?': style },
  link: {
    url: string({ max: 3000, is: formats.url }),
    'text?': string(),
    'unsafe?': boolean,
    'style?': style,
  },
  emoji: { name: string(), 'unicode?': string(), 'url?': string({ is: formats.url }), 'style?': style },
  user: { user_id: string(), 'style?': style },
  usergroup: { usergroup_id: string(), 'style?': style },
  channel: { channel_id: string(), 'style?': style },
  team: { team_id: string(), 'style?': style },
  broadcast: { range: oneOf('here', 'channel', 'everyone'), 'style?': style },
  color: { value: string({ is: formats.hexColor }), 'style?': style },
  date: {
    timestamp: integer(),
    format: string(),
    'url?': string({ is: formats.url }),
    'fallback?': string(),
    'style?': style,
  },
});

const section = object({ type: oneOf('rich_text_section'), elements: list(byType(inline), { min: 0 }) });
const border = oneOf(0, 1);

const parts = family({
  rich_text_section: { elements: list(byType(inline), { min: 0 }) },
  rich_text_quote: { elements: list(byType(inline), { min: 0 }), 'border?': border },
  rich_text_preformatted: {
    elements: list(byType(inline, ['text', 'link']), { min: 0 }),
    'border?': border,
    'language?': string(),
  },
  rich_text_list: {
    elements: list(section),
    style: oneOf('bullet', 'ordered'),
    'indent?': integer({ max: 8 }),
    'offset?': integer(),
    'border?': border,
  },
});

export const richTextElements = list(byType(parts));

/** A rich_text block where another object holds one: table cells, task details, a rich text input's first value. */
export const richText: Rule = object({
  type: oneOf('rich_text'),
  elements: richTextElements,
  'block_id?': string({ max: 255 }),
});
