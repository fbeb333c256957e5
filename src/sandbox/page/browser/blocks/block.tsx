import type { ComponentChildren } from 'preact';
import { Element } from '../elements/element.tsx';
import { InputBlock } from './input-block.tsx';
import { Picture } from './picture.tsx';
import { RichText } from './rich-text.tsx';
import { type Json, objectsIn } from './json.ts';
import { Table } from './table.tsx';
import { Text } from './text.tsx';
import { strangeFields, Unknown } from './unknown.tsx';

type Shown = { readonly fields: readonly string[]; readonly show: (block: Json) => ComponentChildren };

const elementsOf = (block: Json) =>
  objectsIn(block['elements']).map(element => (
    <Element
      key={`${String(element['action_id'])} ${String(element['value'])}`}
      element={element}
      block={String(block['block_id'])}
    />
  ));

const kinds: Readonly<Record<string, Shown>> = {
  header: {
    fields: ['text'],
    show: block => (
      <h3 class="block header">
        <Text value={block['text']} />
      </h3>
    ),
  },
  section: { fields: ['text', 'fields', 'accessory', 'expand'], show: block => <Section block={block} /> },
  context: {
    fields: ['elements'],
    show: block => (
      <div class="block context">
        {objectsIn(block['elements']).map(element =>
          element['type'] === 'image' ? (
            <Picture image={element} size="small" />
          ) : (
            <span>
              <Text value={element} />
            </span>
          ),
        )}
      </div>
    ),
  },
  actions: {
    fields: ['elements'],
    show: block => <div class="block actions">{elementsOf(block)}</div>,
  },
  divider: { fields: [], show: () => <hr class="block divider" /> },
  image: {
    fields: ['image_url', 'slack_file', 'alt_text', 'title'],
    show: block => (
      <figure class="block image">
        {block['title'] !== undefined && (
          <figcaption>
            <Text value={block['title']} />
          </figcaption>
        )}
        <Picture image={block} size="large" />
      </figure>
    ),
  },
  input: {
    fields: ['label', 'element', 'hint', 'optional', 'dispatch_action'],
    show: block => <InputBlock block={block} />,
  },
  rich_text: { fields: ['elements'], show: block => <RichText block={block} /> },
  table: { fields: ['rows', 'column_settings'], show: block => <Table block={block} /> },
};

/** One block, or a red box where the page does not know it or something in it. */
function Block({ block }: { readonly block: Json }) {
  const type = String(block['type']);
  const kind = kinds[type];
  if (kind === undefined) return <Unknown what={`a block of type ${type}`} />;
  const strange = strangeFields(block, kind.fields);
  if (strange.length > 0) return <Unknown what={`a ${type} block with ${strange.join(', ')}`} />;
  return <>{kind.show(block)}</>;
}

export function Blocks({ blocks }: { readonly blocks: unknown }) {
  return (
    <>
      {objectsIn(blocks).map((block, index) => (
        <Block key={keyOf(block, index)} block={block} />
      ))}
    </>
  );
}

/** An edit gives most blocks new ids. What stays in its place stays on the screen, also under a pointer that is down. */
function keyOf({ type, block_id }: Json, index: number): string {
  return type === 'input' ? String(block_id) : `${index} ${String(type)}`;
}

function Section({ block }: { readonly block: Json }) {
  const accessory = objectsIn([block['accessory']])[0];
  return (
    <div class="block section">
      <div class="section-words">
        {block['text'] !== undefined && (
          <div class="text">
            <Text value={block['text']} />
          </div>
        )}
        {block['fields'] !== undefined && (
          <div class="fields">
            {objectsIn(block['fields']).map(field => (
              <div class="text">
                <Text value={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory !== undefined && (
        <div class="accessory">
          {accessory['type'] === 'image' ? (
            <Picture image={accessory} size="accessory" />
          ) : (
            <Element
              key={`${String(accessory['action_id'])} ${String(accessory['value'])}`}
              element={accessory}
              block={String(block['block_id'])}
            />
          )}
        </div>
      )}
    </div>
  );
}
