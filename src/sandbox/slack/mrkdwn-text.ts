import { formatSlackDate } from './slack-date.ts';

export interface Reader {
  /** The short name behind a user or channel id. */
  readonly nameOf: (id: string) => string | undefined;
  readonly zone: string;
  /** Virtual epoch ms, for "today" and "yesterday". */
  readonly now: number;
}

/** mrkdwn as that reader sees it, in plain text: mentions by name, dates in their zone, styling marks left out. */
export function mrkdwnText(mrkdwn: string, reader: Reader): string {
  const parts = mrkdwn.split(/(<[^<>\n]+>|```[\s\S]*?```|`[^`\n]+`)/);
  return parts
    .map((part, index) => (index % 2 === 0 ? unescape(unstyle(part)) : special(part, reader)))
    .join('');
}

function special(part: string, reader: Reader): string {
  if (part.startsWith('<')) return reference(part.slice(1, -1), reader);
  return unescape(part.startsWith('```') ? part.slice(3, -3).trim() : part.slice(1, -1));
}

function reference(inner: string, reader: Reader): string {
  const [target = '', label] = inner.split('|', 2);
  const name = (id: string) => reader.nameOf(id) ?? label ?? id;
  if (target.startsWith('@')) return `@${name(target.slice(1))}`;
  if (target.startsWith('#')) return `#${name(target.slice(1))}`;
  if (target.startsWith('!date^')) return date(target, label, reader);
  if (target.startsWith('!subteam^')) return label ?? target;
  // These ring everybody's bell: shown as the live mention that they are.
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label === undefined ? unescape(target) : `${unescape(label)} (${unescape(target)})`;
}

function date(target: string, fallback: string | undefined, reader: Reader): string {
  const [, seconds = '', format = '', link] = target.split('^');
  const shown = formatSlackDate(format, Number(seconds), reader.zone, reader.now) ?? unescape(fallback ?? '');
  return link === undefined ? shown : `${shown} (${link})`;
}

// Marks style only between word boundaries: snake_case and 2*3 stay.
function unstyle(text: string): string {
  return text.replaceAll(
    /(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\1(?![\w*_~])/g,
    (_whole, _mark, inner: string) => unstyle(inner),
  );
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
