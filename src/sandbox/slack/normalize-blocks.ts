import { isJson, type Json } from './validate/schema.ts';

/**
 * Blocks as Slack stores them: text objects carry their defaults, input blocks their switches, blocks and interactive elements their ids. So what an
 * app reads back is not what it sent.
 */
export function normalizeBlocks(blocks: readonly Json[], nextId: () => string): readonly Json[] {
  return blocks.map(block => normalizeBlock(block, nextId));
}

function normalizeBlock(block: Json, nextId: () => string): Json {
  const { type, block_id = nextId(), ...rest } = block;
  const filled = Object.entries(rest).map(([name, value]) => [
    name,
    normalizeField(type, name, value, nextId),
  ]);
  return { type, block_id, ...defaultsOf(type), ...Object.fromEntries(filled) };
}

function defaultsOf(type: unknown): Json {
  return type === 'input' ? { optional: false, dispatch_action: false } : {};
}

function normalizeField(type: unknown, name: string, value: unknown, nextId: () => string): unknown {
  if (name === 'child_blocks' && Array.isArray(value)) return normalizeBlocks(value.filter(isJson), nextId);
  if (type === 'carousel' && Array.isArray(value)) return normalizeBlocks(value.filter(isJson), nextId);
  const actors = type === 'actions' || type === 'context_actions' ? 'elements' : 'actions';
  if (name === actors && Array.isArray(value))
    return value.filter(isJson).map(element => withActionId(element, nextId));
  if ((name === 'accessory' || name === 'element') && isJson(value)) return withActionId(value, nextId);
  return withTextDefaults(value);
}

function withActionId(element: Json, nextId: () => string): unknown {
  if (element['type'] === 'image') return element;
  return withTextDefaults({ ...element, action_id: element['action_id'] ?? nextId() });
}

export function withTextDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTextDefaults);
  if (!isJson(value)) return value;
  if (value['type'] === 'plain_text') return { emoji: true, ...value };
  if (value['type'] === 'mrkdwn') return { verbatim: false, ...value };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withTextDefaults(inner)]));
}
