import type { ComponentChild } from 'preact';
import { formatSlackDate } from '../../../slack/slack-date.ts';
import { emoji } from '../emoji.ts';
import { type Reader, useReader } from '../reader.ts';

/** Slack's markup as nodes, never as HTML text: nothing in it can become an element of its own. */
export function Mrkdwn({ text }: { readonly text: string }) {
  return <>{blocks(text, useReader())}</>;
}

export function PlainText({ text, withEmoji }: { readonly text: string; readonly withEmoji: boolean }) {
  return <>{withEmoji ? emoji(text) : text}</>;
}

function blocks(text: string, reader: Reader): ComponentChild[] {
  return text
    .split(/(```[\s\S]*?```)/)
    .map((part, index) =>
      index % 2 === 1 ? (
        <pre class="code-block">{unescape(part.slice(3, -3).replace(/^\n|\n$/g, ''))}</pre>
      ) : (
        paragraphs(part, reader)
      ),
    );
}

/** Lines that begin with a bracket are a quotation. */
function paragraphs(text: string, reader: Reader): ComponentChild[] {
  const parts = text.split(/((?:^(?:&gt;|>).*(?:\n|$))+)/m);
  return parts.map((part, index) =>
    index % 2 === 1 ? (
      <blockquote>{inline(part.replace(/\n$/, '').replaceAll(/^(?:&gt;|>) ?/gm, ''), reader)}</blockquote>
    ) : (
      inline(part, reader)
    ),
  );
}

const token = /(<[^<>\n]+>|`[^`\n]+`)/;
// Marks style only between word boundaries: snake_case and 2*3 stay.
const styled = /(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\1(?![\w*_~])/;

/** References and code are taken out first, so that no style mark inside them is read. */
function inline(text: string, reader: Reader): ComponentChild[] {
  const kept: ComponentChild[] = [];
  const outline = text
    .split(token)
    .map((part, index) => {
      if (index % 2 === 0) return part;
      kept.push(part.startsWith('<') ? reference(part.slice(1, -1), reader) : code(part.slice(1, -1)));
      return `\u0000${kept.length - 1}\u0000`;
    })
    .join('');
  return style(outline, kept);
}

function style(text: string, kept: readonly ComponentChild[]): ComponentChild[] {
  const found = styled.exec(text);
  if (found === null) return restore(text, kept);
  const [whole, mark = '', inner = ''] = found;
  const Mark = mark === '*' ? 'strong' : mark === '_' ? 'em' : 'del';
  return [
    ...restore(text.slice(0, found.index), kept),
    <Mark>{style(inner, kept)}</Mark>,
    ...style(text.slice(found.index + whole.length), kept),
  ];
}

function restore(text: string, kept: readonly ComponentChild[]): ComponentChild[] {
  return text
    .split('\u0000')
    .map((part, index) => (index % 2 === 1 ? kept[Number(part)] : emoji(unescape(part))));
}

const code = (text: string) => <code>{unescape(text)}</code>;

function reference(inner: string, reader: Reader): ComponentChild {
  const [target = '', label] = inner.split('|', 2);
  const name = (id: string): string => reader.names[id] ?? label ?? id;
  if (target.startsWith('@'))
    return <Mention id={target.slice(1)} name={name(target.slice(1))} reader={reader} />;
  if (target.startsWith('#')) return <span class="mention">#{name(target.slice(1))}</span>;
  if (target.startsWith('!date^')) return <SlackDate target={target} fallback={label} reader={reader} />;
  if (target.startsWith('!subteam^')) return <span class="mention">{label ?? target}</span>;
  if (target.startsWith('!')) return <span class="mention mine">@{target.slice(1)}</span>;
  return <Link url={unescape(target)}>{unescape(label ?? target)}</Link>;
}

export function Mention({ id, name, reader }: { id: string; name: string; reader: Reader }) {
  return <span class={id === reader.userId ? 'mention mine' : 'mention'}>@{name}</span>;
}

/** Only addresses that cannot run anything; they open beside the page. */
export function Link({ url, children }: { readonly url: string; readonly children: ComponentChild }) {
  if (!/^(?:https?|mailto|tel|slack):/i.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

type DateProps = { readonly target: string; readonly fallback: string | undefined; readonly reader: Reader };

function SlackDate({ target, fallback, reader }: DateProps) {
  const [, seconds = '', format = '', link] = target.split('^');
  const at = Number(seconds);
  const shown = formatSlackDate(format, at, reader.zone, reader.now) ?? unescape(fallback ?? '');
  const time = <time dateTime={new Date(at * 1000).toISOString()}>{shown}</time>;
  return link === undefined ? time : <Link url={link}>{time}</Link>;
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
