import { groupBy } from './group-by.ts';
import type { SetId, SnapshotId } from './ids.ts';
import type { Policy } from './policy.ts';
import { scheduleOf } from './policy.ts';
import type { DeletionGuard, Protection, RetainedSet, RetentionPlan } from './retention.ts';
import { asksFirst, planRetention } from './retention.ts';
import type { SnapshotSet } from './snapshot-set.ts';
import { isUnconfirmed } from './snapshot-set.ts';

/** What pruning has to know beside the sets. */
export type PruneFacts = {
  readonly now: number;
  readonly guard: DeletionGuard;
  /** EBS snapshots that AWS protects: an image is made of them, or they are locked. */
  readonly usedBy: ReadonlyMap<SnapshotId, 'image' | 'locked'>;
  /** Sets that an unfinished operation needs. */
  readonly busy: ReadonlySet<SetId>;
};

export type PrunedSet = RetainedSet & { readonly set: SnapshotSet };

export type PrunePlan = {
  readonly servers: readonly RetentionPlan<PrunedSet>[];
  readonly keep: number;
  readonly remove: number;
  /** Unusually many: a person decides. */
  readonly asks: boolean;
};

/** Which sets of a policy may go, server by server. `sets`: all that the policy made and that are still there. */
export function planPrune(
  policy: Pick<Policy, 'schedule' | 'retention'>,
  sets: readonly SnapshotSet[],
  facts: PruneFacts,
): PrunePlan {
  const retention = { ...policy.retention, zone: scheduleOf(policy).zone };
  const options = { now: facts.now, guards: true };
  const servers = [
    ...groupBy(
      sets.flatMap(set => prunedSet(set, facts)),
      ({ set }) => set.server,
    ).values(),
  ].map(own => planRetention(retention, own, options));
  const keep = servers.reduce((sum, plan) => sum + plan.keep.length, 0);
  const remove = servers.reduce((sum, plan) => sum + plan.remove.length, 0);
  return { servers, keep, remove, asks: asksFirst(remove, keep + remove, facts.guard) };
}

/** Empty for what is gone or going. */
function prunedSet(set: SnapshotSet, { usedBy, busy }: PruneFacts): readonly PrunedSet[] {
  const { id, takenAt, state, members, missingSince } = set;
  if (state === 'deleting' || state === 'deleted') return [];
  const byAws = new Set(members.flatMap(({ snapshot }) => usedBy.get(snapshot) ?? []));
  const protections: readonly Protection[] = [
    ...(set.hold === null ? [] : (['held'] as const)),
    ...byAws,
    ...(busy.has(id) ? (['operation'] as const) : []),
    ...(isUnconfirmed(set) ? (['unconfirmed'] as const) : []),
  ];
  // What AWS does not have whole cannot bring a server back: it fills no slot.
  return [{ id, takenAt, state: missingSince === null ? state : 'failed', protections, set }];
}
