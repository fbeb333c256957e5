import { z } from 'zod';
import type { Fault } from '../validate/fault.ts';
import { isJson } from '../validate/schema.ts';
import { validateBlocks, validateView } from '../validate/validate.ts';
import { method, refuse } from './method.ts';
import { json } from './json-argument.ts';

// https://docs.slack.dev/reference/methods/blocks.validate: no token, no scope, and pointers begin at what was sent.
export const blocksValidate = method({
  token: 'none',
  args: z.strictObject({ blocks: json.optional(), message: json.optional(), view: json.optional() }),
  run: args => {
    const given = Object.values(args).filter(value => value !== undefined);
    if (given.length !== 1) return refuse('invalid_arguments');
    const errors = faultsIn(args);
    return errors.length === 0 ? { ok: true } : { ok: false, error: 'invalid_blocks', errors };
  },
});

function faultsIn({
  blocks,
  message,
  view,
}: {
  blocks?: unknown;
  message?: unknown;
  view?: unknown;
}): Fault[] {
  if (view !== undefined) return validateView(view, '');
  if (message !== undefined)
    return validateBlocks(isJson(message) ? (message['blocks'] ?? []) : message, 'message', '/blocks');
  return validateBlocks(blocks, 'message', '');
}
