import { z } from 'zod';
import type { Fault } from '../validate/fault.ts';
import { object } from '../validate/schema.ts';
import { validateBlocks, validateView } from '../validate/validate.ts';
import { json } from './json-argument.ts';
import { method, refuse } from './method.ts';

const messageShape = object({ 'blocks?': (blocks, at) => validateBlocks(blocks, 'message', at) });

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

function faultsIn(given: { blocks?: unknown; message?: unknown; view?: unknown }): Fault[] {
  if (given.view !== undefined) return validateView(given.view, '');
  if (given.message !== undefined) return messageShape(given.message, '');
  return validateBlocks(given.blocks, 'message', '');
}
