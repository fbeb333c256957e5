import type { OperationId, ServerId, SetId, SnapshotId } from './ids.ts';
import type { CallFacts, Failure } from './operation.ts';

export type DeletePlan = {
  readonly set: SetId;
  readonly server: { readonly id: ServerId; readonly name: string };
  readonly takenAt: number;
  /** The operation that took the set: its card tells what has become of it. */
  readonly source: OperationId;
  /** What the set was before. */
  readonly was: 'good' | 'failed';
  readonly snapshots: readonly SnapshotId[];
};

export type DeleteFacts = {
  /** Of the snapshot that is being deleted. */
  readonly call: CallFacts;
  readonly deleted: readonly SnapshotId[];
  /** What EC2 refuses to delete, and why. */
  readonly kept: readonly KeptSnapshot[];
  readonly failure: Failure | null;
};

export type KeptSnapshot = {
  readonly snapshot: SnapshotId;
  readonly code: string;
  readonly message: string;
};

/** The snapshot whose turn it is; null when each has been deleted or refused. */
export function nextToDelete(plan: DeletePlan, { deleted, kept }: DeleteFacts): SnapshotId | null {
  const done = new Set([...deleted, ...kept.map(({ snapshot }) => snapshot)]);
  return plan.snapshots.find(snapshot => !done.has(snapshot)) ?? null;
}
