import { z } from 'zod';
import { type Fault, faultLine } from './validate/fault.ts';
import type { Json } from './validate/schema.ts';
import { validateBlocks } from './validate/validate.ts';

const content = {
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
};

// Accepted and without effect: nothing is ever unfurled here.
const unfurls = { unfurl_links: z.boolean().optional(), unfurl_media: z.boolean().optional() };

/** The body an app may send back in the acknowledgement of a slash command. */
export const ackBody = z.strictObject({ ...content, ...unfurls });

/** The body an app may post to a response_url. */
export const responseBody = z.strictObject({
  ...content,
  ...unfurls,
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
});

export type Content =
  | { readonly ok: true; readonly text: string; readonly blocks: readonly Json[] }
  | { readonly ok: false; readonly error: string; readonly errors: readonly string[] };

/** What a message would show, or Slack's name for why it cannot be shown. Blocks may come as JSON text. */
export function readContent(text: string | undefined, blocks: unknown): Content {
  let parsed: unknown = blocks ?? [];
  if (typeof parsed === 'string') {
    try {
      parsed = JSON.parse(parsed);
    } catch {
      return { ok: false, error: 'invalid_blocks_format', errors: [] };
    }
  }
  if (!Array.isArray(parsed)) return { ok: false, error: 'invalid_blocks_format', errors: [] };
  const faults = validateBlocks(parsed, 'message');
  if (faults.length > 0) return { ok: false, error: errorFor(faults), errors: faults.map(faultLine) };
  if (parsed.length === 0 && (text ?? '') === '') return { ok: false, error: 'no_text', errors: [] };
  return { ok: true, text: text ?? '', blocks: parsed };
}

// Tables are carried as attachments inside Slack, and a second one is refused in that name.
function errorFor(faults: readonly Fault[]): string {
  return faults.some(fault => fault.message === 'only_one_table_allowed')
    ? 'invalid_attachments'
    : 'invalid_blocks';
}
