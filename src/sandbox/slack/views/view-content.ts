import { normalizeBlocks, withTextDefaults } from '../normalize-blocks.ts';
import { isJson, type Json } from '../validate/schema.ts';

/** A view that passed validation, as Slack stores it: with every field that the app left out. */
export function viewContent(view: Json, nextId: () => string): Json {
  const blocks = Array.isArray(view['blocks']) ? view['blocks'].filter(isJson) : [];
  const text = (name: string) => withTextDefaults(view[name] ?? null);
  return {
    type: view['type'],
    blocks: normalizeBlocks(blocks, nextId),
    private_metadata: view['private_metadata'] ?? '',
    callback_id: view['callback_id'] ?? '',
    external_id: view['external_id'] ?? '',
    title: text('title'),
    submit: text('submit'),
    close: text('close'),
    clear_on_close: view['clear_on_close'] ?? false,
    notify_on_close: view['notify_on_close'] ?? false,
    submit_disabled: view['submit_disabled'] ?? false,
  };
}
