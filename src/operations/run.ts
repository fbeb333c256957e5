import type { PruneOperation, RunOperation } from '../core/operation.ts';
import { byServer } from '../core/run-card.ts';
import type { Child } from '../core/run.ts';
import { giveUpAfter } from './backoff.ts';
import type { Step } from './step.ts';

const minute = 60_000;
/** A snapshot that failed is tried so often in all, and only within the slot's hour. */
const tries = 3;
const retryAfter = 10 * minute;
const retryWithin = 60 * minute;

/** Waits for the snapshots, tries failed ones again, then prunes, and ends when all has ended. */
export function decideRun(operation: RunOperation, children: readonly Child[], now: number): Step {
  const retries = failedServers(operation, children, now);
  const due = retries.filter(({ at }) => at <= now);
  if (due.length > 0) return { kind: 'again', operations: due.map(({ last }) => last.id) };
  if (children.some(({ state }) => state === 'running') || retries.length > 0) {
    return { kind: 'children', at: retries.length === 0 ? null : Math.min(...retries.map(({ at }) => at)) };
  }
  if (operation.facts.pruning.kind === 'not-yet') return { kind: 'prune' };
  const failed = failedCount(operation, children);
  return failed === 0
    ? { kind: 'finished' }
    : { kind: 'failed', failure: { kind: 'children-failed', count: failed } };
}

const putOffFor = 5 * minute;

/** Starts the deletions, then waits for them. What could not be deleted is told, and tried at the next run. */
export function decidePrune({ facts }: PruneOperation, children: readonly Child[], now: number): Step {
  const { pruning } = facts;
  if (pruning.kind === 'not-yet') return { kind: 'prune' };
  // Somebody has agreed to it: AWS being busy for a moment must not undo that.
  if (pruning.kind === 'put-off' && pruning.at - pruning.since < giveUpAfter) {
    const at = pruning.at + putOffFor;
    return at > now ? { kind: 'wait', at } : { kind: 'prune' };
  }
  const running = children.some(({ state }) => state === 'running');
  return running ? { kind: 'children', at: null } : { kind: 'finished' };
}

type Retry = { readonly last: Child; readonly at: number };

/** Servers whose newest try has failed and that get another one, and when. */
function failedServers(
  { createdAt, cancel }: RunOperation,
  children: readonly Child[],
  now: number,
): readonly Retry[] {
  if (cancel !== null) return [];
  return byServer(children).flatMap(tried => {
    const last = tried.at(-1);
    if (last?.state !== 'failed' || tried.length >= tries) return [];
    const at = (last.endedAt ?? last.createdAt) + retryAfter;
    // Nobody was there at its time: by now another slot may be due, and this one's snapshot is not what was wanted.
    const begins = Math.max(at, now);
    return begins - createdAt > retryWithin ? [] : [{ last, at }];
  });
}

/** Servers of which this run has no snapshot in the end. */
function failedCount({ plan }: RunOperation, children: readonly Child[]): number {
  const without = byServer(children).filter(tried => tried.at(-1)?.state !== 'finished');
  return without.length + plan.refused.length;
}
