import { createHash } from 'node:crypto';
import type { OperationId } from '../core/ids.ts';
import { idFromBytes } from '../core/ids.ts';
import type { DeleteOperation, RunOperation } from '../core/operation.ts';
import type { PrunedSet, PrunePlan } from '../core/prune.ts';
import { planPrune } from '../core/prune.ts';
import type { DeletionGuard } from '../core/retention.ts';
import type { Pruning } from '../core/run.ts';
import type { Change, WorkDeps } from '../ports.ts';
import type { Transition } from './transition.ts';
import { changed } from './transition.ts';

/**
 * The end of a run: what may go of the policy's sets is worked out from what is there now, and its deletions are
 * started in the same transaction. Unusually many are not, and neither is anything when AWS does not tell what
 * its images need.
 */
export async function pruned(
  { store, cloud, clock }: Pick<WorkDeps, 'store' | 'cloud' | 'clock'>,
  run: RunOperation,
  guard: DeletionGuard,
): Promise<Transition> {
  const policy = await store.policy(run.plan.policy);
  if (policy === null) return withPruning(run, { kind: 'none', kept: 0 });
  const used = await cloud.snapshotsInUse(run.place);
  if (used.kind === 'fault') return withPruning(run, { kind: 'put-off' });
  const sets = await store.setsOfPolicy(run.place, policy.name);
  const now = clock.now();
  const plan = planPrune(policy, sets, { now, guard, usedBy: used.value, busy: await store.busySets() });
  if (plan.remove === 0) return withPruning(run, { kind: 'none', kept: plan.keep });
  if (plan.asks) {
    return withPruning(run, { kind: 'asks', sets: plan.remove, of: plan.keep + plan.remove });
  }
  const started = withPruning(run, { kind: 'started', sets: plan.remove, kept: plan.keep });
  return { ...started, changes: [...started.changes, ...deletions(run, plan, now)] };
}

function withPruning(run: RunOperation, pruning: Pruning): Transition {
  return changed(run, { ...run.facts, pruning });
}

function deletions(run: RunOperation, { servers }: PrunePlan, now: number): readonly Change[] {
  return servers
    .flatMap(({ remove }) => remove)
    .flatMap(({ set, reason }): readonly Change[] => {
      const operation = deletionOf(run, set, reason.kind, now);
      return [
        { kind: 'deleting', set: set.id },
        { kind: 'operation', operation },
        { kind: 'resource', resource: `set:${set.id}`, operation: operation.id, alone: true },
      ];
    });
}

function deletionOf(
  run: RunOperation,
  { set, state }: PrunedSet,
  reason: string,
  now: number,
): DeleteOperation {
  const { actor, origin, place } = run;
  return {
    kind: 'delete',
    id: idFromBytes('o', createHash('sha256').update(`${run.id} deletes ${set.id}`).digest()) as OperationId,
    place,
    version: 0,
    state: 'running',
    actor,
    origin,
    parent: run.id,
    createdAt: now,
    endedAt: null,
    cancel: null,
    plan: {
      set: set.id,
      server: { id: set.server, name: set.serverName },
      takenAt: set.takenAt,
      source: set.operation,
      was: state === 'good' ? 'good' : 'failed',
      snapshots: set.members.map(({ snapshot }) => snapshot),
      reason,
    },
    facts: { call: { kind: 'not-called' }, deleted: [], kept: [], failure: null },
  };
}
