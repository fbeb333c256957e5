import { isJson, type Json } from './validate/schema.ts';

export interface Button {
  readonly blockId: unknown;
  readonly label: string;
  /** The button as a `block_actions` payload repeats it: without its confirmation and its label for screen readers. */
  readonly action: Json;
}

export function buttonsOf(blocks: readonly Json[]): Button[] {
  return blocks.flatMap(block => {
    const children = Array.isArray(block['child_blocks']) ? block['child_blocks'].filter(isJson) : [];
    const own = Object.entries(block).flatMap(([name, value]) =>
      name === 'child_blocks' ? [] : buttonsIn(value, block['block_id']),
    );
    return [...own, ...buttonsOf(children)];
  });
}

function buttonsIn(value: unknown, blockId: unknown): Button[] {
  if (Array.isArray(value)) return value.flatMap(inner => buttonsIn(inner, blockId));
  if (!isJson(value)) return [];
  if (value['type'] !== 'button') return Object.values(value).flatMap(inner => buttonsIn(inner, blockId));
  const { confirm: _confirm, accessibility_label: _label, ...action } = value;
  const text = isJson(value['text']) ? String(value['text']['text']) : '';
  return [{ blockId, label: text, action }];
}
