import type { DeleteOperation } from '../core/operation.ts';
import { nextToDelete } from '../core/deletion.ts';
import { repeatable } from './repeatable.ts';
import type { Step } from './step.ts';

/**
 * One DeleteSnapshot per member. Deleting what is gone already is a success, so a call whose answer was lost is
 * made again. What EC2 refuses stays and is named; the others go all the same.
 */
export function decideDelete(operation: DeleteOperation, now: number): Step {
  const { id, createdAt, plan, facts } = operation;
  if (nextToDelete(plan, facts) !== null) return repeatable({ id, createdAt, call: facts.call }, now);
  if (facts.kept.length === 0) return { kind: 'finished' };
  return { kind: 'failed', failure: { kind: 'not-deleted', kept: facts.kept } };
}
