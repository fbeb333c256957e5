import { type Json, isJson, objectsIn, word } from './json.ts';
import { RichText } from './rich-text.tsx';
import { strangeFields, Unknown } from './unknown.tsx';

/** A table; its first row is the header, as in Slack. */
export function Table({ block }: { readonly block: Json }) {
  const [header = [], ...rows] = (Array.isArray(block['rows']) ? block['rows'] : []).map(objectsIn);
  const settings: readonly unknown[] = Array.isArray(block['column_settings'])
    ? block['column_settings']
    : [];
  const look = (column: number): string => {
    const setting = settings[column];
    if (!isJson(setting)) return '';
    return `${word(setting['align'])} ${setting['is_wrapped'] === true ? 'wrapped' : ''}`;
  };
  return (
    // It scrolls sideways when it is wider than the message, also by keyboard.
    <div class="block table" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {header.map((cell, column) => (
              <th scope="col" class={look(column)}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr>
              {row.map((cell, column) => (
                <td class={look(column)}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { readonly cell: Json }) {
  switch (cell['type']) {
    case 'raw_text':
    case 'raw_number': {
      const strange = strangeFields(cell, ['text', 'value']);
      return strange.length > 0 ? (
        <Unknown what={`a table cell with ${strange.join(', ')}`} />
      ) : (
        <>{word(cell['text'])}</>
      );
    }
    case 'rich_text':
      return <RichText block={cell} />;
    default:
      return <Unknown what={`a table cell of type ${String(cell['type'])}`} />;
  }
}
