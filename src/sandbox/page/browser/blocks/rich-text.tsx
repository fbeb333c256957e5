import type { ComponentChild } from 'preact';
import { formatSlackDate } from '../../../slack/slack-date.ts';
import { emoji } from '../emoji.ts';
import { useReader } from '../reader.ts';
import { isJson, type Json, objectsIn, word } from './json.ts';
import { Link, Mention } from './mrkdwn.tsx';
import { strangeFields, Unknown } from './unknown.tsx';

export function RichText({ block }: { readonly block: Json }) {
  return (
    <div class="rich-text">
      {objectsIn(block['elements']).map(part => (
        <Part part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { readonly part: Json }) {
  const strange = strangeFields(part, ['elements', 'style', 'indent', 'offset', 'border', 'language']);
  if (strange.length > 0) return <Unknown what={`rich text with ${strange.join(', ')}`} />;
  const elements = objectsIn(part['elements']);
  const inline = elements.map(element => <Inline element={element} />);
  switch (part['type']) {
    case 'rich_text_section':
      return <div class="text">{inline}</div>;
    case 'rich_text_quote':
      return <blockquote>{inline}</blockquote>;
    case 'rich_text_preformatted':
      return <pre class="code-block">{inline}</pre>;
    case 'rich_text_list': {
      const List = part['style'] === 'ordered' ? 'ol' : 'ul';
      return (
        <List class={`indent-${Number(part['indent'] ?? 0)}`}>
          {elements.map(item => (
            <li>
              {objectsIn(item['elements']).map(element => (
                <Inline element={element} />
              ))}
            </li>
          ))}
        </List>
      );
    }
    default:
      return <Unknown what={`rich text of type ${String(part['type'])}`} />;
  }
}

function Inline({ element }: { readonly element: Json }) {
  const reader = useReader();
  const name = (id: unknown): string => reader.names[word(id)] ?? word(id);
  switch (element['type']) {
    case 'text':
      return <Styled style={element['style']}>{word(element['text'])}</Styled>;
    case 'link':
      return (
        <Styled style={element['style']}>
          <Link url={word(element['url'])}>{word(element['text']) || word(element['url'])}</Link>
        </Styled>
      );
    case 'emoji':
      return <>{emoji(`:${word(element['name'])}:`)}</>;
    case 'user':
      return <Mention id={word(element['user_id'])} name={name(element['user_id'])} reader={reader} />;
    case 'channel':
      return <span class="mention">#{name(element['channel_id'])}</span>;
    case 'date': {
      const shown = formatSlackDate(
        word(element['format']),
        Number(element['timestamp']),
        reader.zone,
        reader.now,
      );
      return <time>{shown ?? word(element['fallback'])}</time>;
    }
    default:
      return <Unknown what={`rich text with a ${String(element['type'])}`} />;
  }
}

function Styled({ style, children }: { readonly style: unknown; readonly children: ComponentChild }) {
  const on = (name: string): boolean => isJson(style) && style[name] === true;
  let shown = children;
  if (on('code')) shown = <code>{shown}</code>;
  if (on('bold')) shown = <strong>{shown}</strong>;
  if (on('italic')) shown = <em>{shown}</em>;
  if (on('strike')) shown = <del>{shown}</del>;
  if (on('underline')) shown = <u>{shown}</u>;
  return <>{shown}</>;
}
