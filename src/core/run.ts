import type { OperationId, PolicyId, RequestId, ServerId, SetId } from './ids.ts';
import type { CallFacts, Failure, Operation, SnapshotOperation } from './operation.ts';
import type { SnapshotRefusal } from './snapshot.ts';

export type RunPlan = {
  readonly policy: PolicyId;
  readonly name: string;
  /** The moment it stands for (epoch ms), as the clock of the policy's zone has it. */
  readonly slot: { readonly key: string; readonly at: number; readonly mark: 'gap' | 'fold' | null };
  /** True when it began later than it should have. */
  readonly late: boolean;
  readonly missed: { readonly from: number; readonly to: number; readonly count: number } | null;
  /** Servers that the policy covers and no snapshot was started of. */
  readonly refused: readonly RefusedServer[];
};

export type PrunePlanned = {
  readonly policy: PolicyId;
  readonly name: string;
  readonly request: RequestId;
  /** What was agreed to; what executes is this, as far as it would still go. */
  readonly approved: readonly SetId[];
};

export type RefusedServer = {
  readonly server: { readonly id: ServerId; readonly name: string };
  readonly refusal: SnapshotRefusal;
};

/** It makes no call of its own. */
export type RunFacts = {
  readonly call: CallFacts & { kind: 'not-called' };
  readonly pruning: Pruning;
  readonly failure: Failure | null;
};

/** What a run did about old sets, once its snapshots had ended. */
export type Pruning =
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'none'; readonly kept: number }
  | { readonly kind: 'started'; readonly sets: number; readonly kept: number }
  /** Unusually many: nothing is deleted before somebody has agreed. */
  | { readonly kind: 'asks'; readonly sets: number; readonly of: number; readonly request: RequestId }
  /** AWS did not tell what its images need. Times in epoch ms; `since` of the first time. */
  | { readonly kind: 'put-off'; readonly since: number; readonly at: number };

/** What an operation has started, and those snapshots of it that failed. */
export type Descendants = {
  readonly children: readonly Child[];
  readonly failed: readonly SnapshotOperation[];
};

export const noDescendants: Descendants = { children: [], failed: [] };

/** What an operation needs to know of those that it started. */
export type Child = {
  readonly id: OperationId;
  readonly kind: Operation['kind'];
  readonly server: ServerId;
  readonly serverName: string;
  readonly state: Operation['state'];
  readonly createdAt: number;
  readonly endedAt: number | null;
};
