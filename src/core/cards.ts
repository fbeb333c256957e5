import type { Actor } from './actor.ts';
import type { Adoption } from './adoption.ts';
import type { KeptSnapshot } from './deletion.ts';
import type { OperationId, ServerId, SetId, SnapshotId } from './ids.ts';
import type {
  CallFacts,
  Failure,
  DeleteOperation,
  HoldOperation,
  Member,
  Operation,
  SnapshotFacts,
  SnapshotOperation,
} from './operation.ts';
import { percentDone } from './operation.ts';
import type { Request } from './request.ts';
import type { PruneCard, RunCard } from './run-card.ts';
import { pruneCard, runCard } from './run-card.ts';
import type { Descendants } from './run.ts';
import type { InstanceStoreDisk, Volume } from './server.ts';
import { serverTitle, totalGib } from './server.ts';
import type { SnapshotPlan } from './snapshot.ts';
import type { Hold, SnapshotSet } from './snapshot-set.ts';
import { isUnconfirmed } from './snapshot-set.ts';

/** The content of a card, without words: `slack/` says it. Derived from rows only, so that it can be made again. */
export type Card = OperationCard | AdoptionCard | RequestCard;

/** What waits for approval, or what was decided: its row is its content. */
export type RequestCard = { readonly kind: 'request'; readonly request: Request };

export type OperationCard =
  | SnapshotRunning
  | SnapshotComplete
  | SnapshotFailed
  | SnapshotCancelled
  | HoldCard
  | DeleteCard
  | PruneCard
  | RunCard;

/** What EC2 had and the database did not know: its rows are its content. */
export type AdoptionCard = { readonly kind: 'adoption'; readonly adoption: Adoption };

type SnapshotBasics = {
  readonly server: string;
  readonly serverId: ServerId;
  readonly operation: OperationId;
  readonly volumeCount: number;
  readonly gib: number;
  readonly by: Actor;
  readonly askedAt: number;
  readonly note: string;
  readonly leftOut: readonly InstanceStoreDisk[];
  /** Planned from the inventory, but not in the set that AWS made. */
  readonly absent: readonly Volume[];
  /** EBS snapshots of a second set that a lost call made after all. */
  readonly duplicates: readonly SnapshotId[];
};

export type SnapshotRunning = SnapshotBasics & {
  readonly kind: 'snapshot-running';
  readonly phase: 'starting' | 'throttled' | 'unreachable' | 'looking' | 'taking';
  readonly percent: number;
  readonly elapsedMs: number;
  /** Since when AWS does not tell how it goes. */
  readonly unseenSince: number | null;
  readonly volumes: readonly VolumeProgress[];
};

export type VolumeProgress = {
  readonly device: string;
  readonly root: boolean;
  readonly gib: number;
  readonly state: Member['state'];
  readonly missing: boolean;
  readonly percent: number;
};

export type SnapshotComplete = SnapshotBasics & {
  readonly kind: 'snapshot-complete';
  readonly set: SetId;
  /** The instant that the disks are of. */
  readonly takenAt: number;
  readonly tookMs: number;
  readonly consistency: SnapshotSet['consistency'];
  readonly tagsLeftOut: boolean;
  readonly hold: Hold | null;
  /** Somebody wanted it stopped when AWS had it already. */
  readonly cancelTooLate: boolean;
};

export type SnapshotCancelled = SnapshotBasics & {
  readonly kind: 'snapshot-cancelled';
  readonly cancelledBy: Actor;
};

/** A hold being written into the tags of a set, or taken out of them. */
export type HoldCard = {
  readonly kind: 'hold';
  readonly verb: HoldOperation['kind'];
  readonly operation: OperationId;
  readonly state: Operation['state'];
  readonly set: SetId;
  readonly server: string;
  readonly takenAt: number;
  readonly hold: Hold;
  readonly by: Actor;
  readonly failure: Failure | null;
  /** Nothing may delete the set all the same, before an admin has confirmed it. */
  readonly unconfirmed: boolean;
};

/** A set being deleted. */
export type DeleteCard = {
  readonly kind: 'delete';
  readonly operation: OperationId;
  readonly state: Operation['state'];
  readonly set: SetId;
  readonly server: string;
  readonly takenAt: number;
  readonly by: Actor;
  readonly deleted: readonly SnapshotId[];
  readonly kept: readonly KeptSnapshot[];
  readonly failure: Failure | null;
};

export type SnapshotFailed = SnapshotBasics & {
  readonly kind: 'snapshot-failed';
  readonly failure: Failure;
  /** False once AWS has answered that it took the set, whatever became of it. */
  readonly nothingTaken: boolean;
  /** What is in EC2 all the same and was not cleaned up. */
  readonly remains: readonly Member[];
  readonly lastGood: { readonly set: SetId; readonly at: number } | null;
};

/** What a card needs beside its operation. */
export type CardFacts = Descendants & {
  /** The set that the operation is about. */
  readonly set: SnapshotSet | null;
  /** The newest good set of the same server, shown when this one failed. */
  readonly lastGood: SnapshotSet | null;
};

export function operationCard(operation: Operation, facts: CardFacts): OperationCard {
  switch (operation.kind) {
    case 'snapshot':
      return snapshotCard(operation, facts);
    case 'delete':
      return deleteCard(operation);
    case 'prune':
      return pruneCard(operation, facts.children);
    case 'run':
      return runCard(operation, facts.children, facts.failed);
    case 'hold':
    case 'release':
      return holdCard(operation, facts);
  }
}

function holdCard(
  { id, kind, state, plan, actor, facts }: HoldOperation,
  { set: about }: CardFacts,
): HoldCard {
  const { set, takenAt, hold } = plan;
  const server = serverTitle(plan.server);
  return {
    kind: 'hold',
    verb: kind,
    operation: id,
    state,
    set,
    server,
    takenAt,
    hold,
    by: actor,
    failure: facts.failure,
    unconfirmed: about !== null && isUnconfirmed(about),
  };
}

function deleteCard({ id, state, plan, actor, facts }: DeleteOperation): DeleteCard {
  const { set, takenAt } = plan;
  const server = serverTitle(plan.server);
  const { deleted, kept, failure } = facts;
  return { kind: 'delete', operation: id, state, set, server, takenAt, by: actor, deleted, kept, failure };
}

function snapshotCard(operation: SnapshotOperation, { set, lastGood }: CardFacts): OperationCard {
  const { plan, facts } = operation;
  const volumes = facts.members.length > 0 ? facts.members : plan.volumes;
  const basics: SnapshotBasics = {
    server: serverTitle(plan.server),
    serverId: plan.server.id,
    operation: operation.id,
    volumeCount: volumes.length,
    gib: totalGib(volumes),
    by: operation.actor,
    askedAt: operation.createdAt,
    note: plan.note,
    leftOut: plan.leftOut,
    absent: absentFrom(plan, facts.members),
    duplicates: facts.duplicates,
  };
  switch (operation.state) {
    case 'running':
      return { ...basics, ...running(operation) };
    case 'finished':
      return {
        ...basics,
        kind: 'snapshot-complete',
        set: plan.set,
        takenAt: startOf(facts.members),
        tookMs: tookMs(facts),
        consistency: 'crash-consistent',
        tagsLeftOut: facts.tagsLeftOut,
        hold: set?.hold ?? null,
        cancelTooLate: operation.cancel !== null,
      };
    case 'cancelled':
      return { ...basics, kind: 'snapshot-cancelled', cancelledBy: operation.cancel?.by ?? operation.actor };
    case 'failed':
      return {
        ...basics,
        kind: 'snapshot-failed',
        failure: facts.failure ?? { kind: 'vanished' },
        nothingTaken: facts.call.kind !== 'answered',
        remains: facts.members.filter(member => member.missingSince === null && member.state !== 'gone'),
        lastGood: lastGood === null ? null : { set: lastGood.id, at: lastGood.takenAt },
      };
  }
}

function running({ plan, facts, createdAt }: SnapshotOperation): Omit<SnapshotRunning, keyof SnapshotBasics> {
  return {
    kind: 'snapshot-running',
    phase: facts.members.length > 0 ? 'taking' : phaseOf(facts.call),
    percent: percentDone(facts.members),
    elapsedMs: Math.max(0, (facts.seenAt ?? createdAt) - createdAt),
    unseenSince: facts.unseenSince,
    volumes: facts.members.map(member => ({ ...deviceOf(plan, member), ...progressOf(member) })),
  };
}

/** The plan knows the device; a volume attached since then is known by its id alone. */
function deviceOf(plan: SnapshotPlan, member: Member): Pick<VolumeProgress, 'device' | 'root'> {
  const volume = plan.volumes.find(({ id }) => id === member.volume);
  return { device: volume?.device ?? member.volume, root: volume?.root ?? false };
}

function progressOf({ gib, state, progress, missingSince }: Member): Omit<VolumeProgress, 'device' | 'root'> {
  return { gib, state, percent: progress, missing: missingSince !== null };
}

/** Nothing is absent while it is not known what AWS made. */
function absentFrom(plan: SnapshotPlan, members: readonly Member[]): readonly Volume[] {
  if (members.length === 0) return [];
  const held = new Set(members.map(({ volume }) => volume));
  return plan.volumes.filter(({ id }) => !held.has(id));
}

const startOf = (members: readonly Member[]): number =>
  Math.min(...members.map(({ startedAt }) => startedAt));

function phaseOf(call: CallFacts): SnapshotRunning['phase'] {
  if (call.kind === 'turned-away') return call.why;
  return call.kind === 'intended' && call.lookingSince !== null ? 'looking' : 'starting';
}

function tookMs({ members, seenAt }: SnapshotFacts): number {
  const started = startOf(members);
  const ended = Math.max(...members.map(member => member.completedAt ?? seenAt ?? member.startedAt));
  return Math.max(0, ended - started);
}
