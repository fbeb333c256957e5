import { createHash } from 'node:crypto';
import type { ChannelId, OperationId, RequestId } from '../core/ids.ts';
import { idFromBytes } from '../core/ids.ts';
import type { DeleteOperation, PruneOperation, RunOperation } from '../core/operation.ts';
import { newOperation } from '../core/operation.ts';
import type { Policy } from '../core/policy.ts';
import type { PrunedSet, PrunePlan } from '../core/prune.ts';
import { planPrune } from '../core/prune.ts';
import type { DeletionGuard } from '../core/retention.ts';
import type { Pruning } from '../core/run.ts';
import type { Change, WorkDeps } from '../ports.ts';
import { requested } from './request.ts';
import type { Transition } from './transition.ts';
import { changed } from './transition.ts';

export type PruneOptions = {
  readonly guard: DeletionGuard;
  /** Where approvers are asked. */
  readonly approvals: ChannelId;
};

type Pruner = RunOperation | PruneOperation;
type PruneDeps = Pick<WorkDeps, 'store' | 'cloud' | 'clock'>;

/**
 * What may go of the policy's sets is worked out from what is there now, and its deletions are started in the same
 * transaction. Unusually many become a request, unless they were agreed to; nothing goes when AWS does not tell
 * what its images need.
 */
export async function pruned(deps: PruneDeps, pruner: Pruner, options: PruneOptions): Promise<Transition> {
  const policy = await deps.store.policy(pruner.plan.policy);
  const transition =
    policy === null
      ? withPruning(pruner, { kind: 'none', kept: 0 })
      : await prunedBy(policy, deps, pruner, options);
  // AWS was asked in between: whoever saved or deleted the policy meanwhile wins.
  const row = { row: `policy/${pruner.plan.policy}`, version: policy?.version ?? -1 };
  return { ...transition, expect: [...transition.expect, row] };
}

async function prunedBy(
  policy: Policy,
  { store, cloud, clock }: PruneDeps,
  pruner: Pruner,
  { guard, approvals }: PruneOptions,
): Promise<Transition> {
  const used = await cloud.snapshotsInUse(pruner.place);
  if (used.kind === 'fault') return putOff(pruner, clock.now());
  const sets = await store.setsOfPolicy(pruner.place, policy.name);
  const now = clock.now();
  const plan = planPrune(policy, sets, { now, guard, usedBy: used.value, busy: await store.busySets() });
  const agreed = pruner.kind === 'run' ? null : new Set(pruner.plan.approved);
  const going = plan.servers
    .flatMap(({ remove }) => remove.map(({ set }) => set))
    // A run goes by the policy; what somebody agreed to is a list.
    .filter(({ id }) => agreed?.has(id) ?? true);
  const kept = plan.keep + plan.remove - going.length;
  if (going.length === 0) return withPruning(pruner, { kind: 'none', kept });
  if (plan.asks && pruner.kind === 'run') {
    const open = await store.openRequest(policy.id);
    return open === null
      ? asking(pruner, going, plan, { now, approvals })
      : withPruning(pruner, asks(going, plan, open.id));
  }
  const started = withPruning(pruner, { kind: 'started', sets: going.length, kept });
  return { ...started, changes: [...started.changes, ...going.flatMap(one => deletion(pruner, one, now))] };
}

const asks = (going: readonly PrunedSet[], { keep, remove }: PrunePlan, request: RequestId): Pruning => {
  return { kind: 'asks', sets: going.length, of: keep + remove, request };
};

function asking(
  run: RunOperation,
  going: readonly PrunedSet[],
  plan: PrunePlan,
  { now, approvals }: { readonly now: number; readonly approvals: ChannelId },
): Transition {
  const { place, actor } = run;
  const { policy, name } = run.plan;
  const sets = going.map(({ id }) => id);
  const effects = { kind: 'prune', policy, name, sets, of: plan.keep + plan.remove } as const;
  const id = idFromBytes('q', createHash('sha256').update(`${run.id} asks`).digest()) as RequestId;
  const changes = requested({ id, place, effects, requester: actor, now, approvals });
  const base = withPruning(run, asks(going, plan, id));
  return { ...base, changes: [...base.changes, ...changes] };
}

function putOff(pruner: Pruner, at: number): Transition {
  const { pruning } = pruner.facts;
  return withPruning(pruner, { kind: 'put-off', since: pruning.kind === 'put-off' ? pruning.since : at, at });
}

function withPruning(pruner: Pruner, pruning: Pruning): Transition {
  return changed(pruner, { ...pruner.facts, pruning });
}

function deletion(pruner: Pruner, { set, state }: PrunedSet, now: number): readonly Change[] {
  const operation = deletionOf(pruner, { set, state }, now);
  return [
    { kind: 'deleting', set: set.id },
    { kind: 'operation', operation },
    { kind: 'resource', resource: `set:${set.id}`, operation: operation.id, alone: true },
  ];
}

function deletionOf(
  run: Pruner,
  { set, state }: Pick<PrunedSet, 'set' | 'state'>,
  now: number,
): DeleteOperation {
  const { actor, origin, place } = run;
  const id = idFromBytes(
    'o',
    createHash('sha256').update(`${run.id} deletes ${set.id}`).digest(),
  ) as OperationId;
  return {
    ...newOperation({ id, place, actor, origin, parent: run.id, at: now }),
    kind: 'delete',
    plan: {
      set: set.id,
      server: { id: set.server, name: set.serverName },
      takenAt: set.takenAt,
      source: set.operation,
      was: state === 'good' ? 'good' : 'failed',
      snapshots: set.members.map(({ snapshot }) => snapshot),
    },
    facts: { call: { kind: 'not-called' }, deleted: [], kept: [], failure: null },
  };
}
