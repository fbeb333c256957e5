import type { Actor, Origin } from './actor.ts';
import type { DeleteFacts, DeletePlan, KeptSnapshot } from './deletion.ts';
import type { OperationId, PlaceId, ServerId, SetId, SnapshotId, VolumeId } from './ids.ts';
import type { PrunePlanned, RunFacts, RunPlan } from './run.ts';
import type { SnapshotPlan } from './snapshot.ts';
import type { Hold } from './snapshot-set.ts';

/** Durable work in EC2 that outlives a request. `version` counts its commits; times are epoch ms. */
export type Operation = SnapshotOperation | HoldOperation | DeleteOperation | PruneOperation | RunOperation;

type OperationBasics = {
  readonly id: OperationId;
  readonly place: PlaceId;
  readonly version: number;
  readonly state: 'running' | 'finished' | 'failed' | 'cancelled';
  readonly actor: Actor;
  readonly origin: Origin;
  /** The operation that started this one and waits for it; its card tells of both. */
  readonly parent: OperationId | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
  /** Somebody wants it stopped; whether it can be is for `decide` to say. */
  readonly cancel: { readonly by: Actor; readonly at: number } | null;
};

/** An operation at its beginning, but for what its kind adds. `at`: epoch ms. */
export function newOperation({ at, ...given }: Beginning) {
  const nothingYet = { version: 0, state: 'running', endedAt: null, cancel: null } as const;
  return { ...given, ...nothingYet, createdAt: at } satisfies OperationBasics;
}

type Beginning = Pick<OperationBasics, 'id' | 'place' | 'actor' | 'origin' | 'parent'> & {
  readonly at: number;
};

export type SnapshotOperation = OperationBasics & {
  readonly kind: 'snapshot';
  readonly plan: SnapshotPlan;
  readonly facts: SnapshotFacts;
};

/** Writes the hold into the tags of a set, or takes it out of them. */
export type HoldOperation = OperationBasics & {
  readonly kind: 'hold' | 'release';
  readonly plan: HoldPlan;
  readonly facts: HoldFacts;
};

type HoldPlan = {
  readonly set: SetId;
  readonly server: { readonly id: ServerId; readonly name: string };
  readonly takenAt: number;
  /** The operation that took the set: its card tells whether it is held. */
  readonly source: OperationId;
  readonly snapshots: readonly SnapshotId[];
  readonly hold: Hold;
};

/** Deletes the EBS snapshots of one set, one after the other. */
export type DeleteOperation = OperationBasics & {
  readonly kind: 'delete';
  readonly plan: DeletePlan;
  readonly facts: DeleteFacts;
};

/** Deletes sets of a policy that somebody has agreed to, as far as they may still go. */
export type PruneOperation = OperationBasics & {
  readonly kind: 'prune';
  readonly plan: PrunePlanned;
  readonly facts: RunFacts;
};

/** One slot of a policy: starts a snapshot operation per server and waits for them. */
export type RunOperation = OperationBasics & {
  readonly kind: 'run';
  readonly plan: RunPlan;
  readonly facts: RunFacts;
};

type HoldFacts = { readonly call: CallFacts; readonly failure: Failure | null };

/** What is known of EC2's side, in the order it was learned. */
export type SnapshotFacts = {
  readonly call: CallFacts;
  /** The set as last seen; empty until it is known to exist. */
  readonly members: readonly Member[];
  /** When `members` was last read. */
  readonly seenAt: number | null;
  /** Since when EC2 does not tell how it goes; null while it does. */
  readonly unseenSince: number | null;
  /** Snapshots of a second set that a lost call made after all. Not used, and not deleted. */
  readonly duplicates: readonly SnapshotId[];
  /** True when the set was found by its tag after the answer had been lost. */
  readonly adopted: boolean;
  /** True when the set was taken without the volumes' own tags. */
  readonly tagsLeftOut: boolean;
  readonly failure: Failure | null;
};

/** `attempt` counts calls, `lost` those among the earlier ones whose answer never came. */
export type CallFacts =
  | { readonly kind: 'not-called' }
  | CallLost
  /** EC2 was not reached or did not do it; the same call may be made again. */
  | (CallMade & {
      readonly kind: 'turned-away';
      readonly why: 'throttled' | 'unreachable';
      readonly code: string;
      /** Set when our own bucket held the call back: then there is a token for it (epoch ms). */
      readonly retryAt: number | null;
    })
  | (CallMade & { readonly kind: 'refused'; readonly code: string; readonly message: string })
  | (CallMade & { readonly kind: 'answered' });

type CallMade = { readonly attempt: number; readonly lost: number; readonly at: number };

/** The intent is on record, the answer is not. The two times are of looking for the set by its tag. */
export type CallLost = CallMade & {
  readonly kind: 'intended';
  readonly copyTags: boolean;
  readonly lookingSince: number | null;
  readonly lookedAt: number | null;
};

/** One EBS snapshot of a set. `progress` in per cent; `gone` when EC2 does not list it any more. */
export type Member = {
  readonly snapshot: SnapshotId;
  readonly volume: VolumeId;
  readonly gib: number;
  readonly state: 'pending' | 'completed' | 'error' | 'gone';
  readonly progress: number;
  readonly startedAt: number;
  readonly completedAt: number | null;
  /** Since when EC2 does not list it; one read that lacks it proves nothing. */
  readonly missingSince: number | null;
  readonly message: string;
};

export type Failure =
  | { readonly kind: 'refused-by-aws'; readonly code: string; readonly message: string }
  | { readonly kind: 'members-failed'; readonly message: string }
  | { readonly kind: 'vanished' }
  | {
      readonly kind: 'gave-up';
      readonly why: 'throttled' | 'unreachable' | 'no-answer';
      readonly attempts: number;
    }
  | { readonly kind: 'stuck' }
  /** EC2 does not delete some of the set. */
  | { readonly kind: 'not-deleted'; readonly kept: readonly KeptSnapshot[] }
  /** Operations that this one started and waited for. */
  | { readonly kind: 'children-failed'; readonly count: number }
  /** Asked for, and then too long nobody there to do it. */
  | { readonly kind: 'too-late'; readonly afterMs: number };

export const noFacts: SnapshotFacts = {
  call: { kind: 'not-called' },
  members: [],
  seenAt: null,
  unseenSince: null,
  duplicates: [],
  adopted: false,
  tagsLeftOut: false,
  failure: null,
};

/** Weighted by size, whole per cent; 100 only when every member is completed. */
export function percentDone(members: readonly Member[]): number {
  const all = members.reduce((sum, member) => sum + member.gib, 0);
  const done = members.reduce((sum, member) => sum + member.gib * member.progress, 0);
  if (all === 0) return 0;
  const percent = Math.floor(done / all);
  return members.every(member => member.state === 'completed') ? 100 : Math.min(percent, 99);
}

/** When it will be complete if it goes on as so far (epoch ms); null while there is nothing to go by. */
export function expectedEnd({ facts: { members, seenAt } }: SnapshotOperation): number | null {
  const percent = percentDone(members);
  if (percent === 0 || seenAt === null) return null;
  const started = Math.min(...members.map(({ startedAt }) => startedAt));
  return started + ((seenAt - started) * 100) / percent;
}

/** The server that an operation is about; null when it is about several. */
export function serverOf({ plan }: Operation): { readonly id: ServerId; readonly name: string } | null {
  return 'server' in plan ? plan.server : null;
}

/** The set that an operation makes or changes; null when it is about several. */
export function setIdOf({ plan }: Operation): SetId | null {
  return 'set' in plan ? plan.set : null;
}

/** The operation whose card tells of this one. */
export const toldBy = ({ id, parent }: Operation): OperationId => parent ?? id;
