import { isJson, type Json } from '../validate/schema.ts';

/** An interactive element, and the block that it belongs to. */
export interface Element {
  readonly type: string;
  readonly blockId: string;
  readonly actionId: string;
  readonly value: Json;
  readonly block: Json;
}

/** Every interactive element of stored blocks, in the order in which they stand. */
export function elementsIn(blocks: unknown): readonly Element[] {
  return Array.isArray(blocks) ? blocks.filter(isJson).flatMap(block => within(block, block)) : [];
}

function within(value: unknown, block: Json): readonly Element[] {
  if (Array.isArray(value)) return value.flatMap(inner => within(inner, block));
  if (!isJson(value)) return [];
  const { type, action_id } = value;
  if (typeof type === 'string' && typeof action_id === 'string')
    return [{ type, actionId: action_id, blockId: String(block['block_id']), value, block }];
  return Object.entries(value).flatMap(([name, inner]) =>
    // Children of a container are blocks of their own, with ids of their own.
    name === 'child_blocks' ? elementsIn(inner) : within(inner, block),
  );
}

export function elementKey({ blockId, actionId }: Pick<Element, 'blockId' | 'actionId'>): string {
  return `${blockId}\n${actionId}`;
}
