import type { HoldOperation } from '../core/operation.ts';
import { repeatable } from './repeatable.ts';
import type { Step } from './step.ts';

/** One CreateTags or DeleteTags for all members. */
export function decideHold({ id, createdAt, facts }: HoldOperation, now: number): Step {
  return repeatable({ id, createdAt, call: facts.call }, now);
}
