import type { Actor, Origin, Person } from './core/actor.ts';
import type { Adoption, KnownRows } from './core/adoption.ts';
import type { AuditEntry } from './core/audit.ts';
import type { FormAsked } from './core/form.ts';
import type {
  AdoptionId,
  FormId,
  OfferId,
  OperationId,
  PlaceId,
  PolicyId,
  RequestId,
  ServerId,
  SetId,
  SnapshotId,
  TeamId,
  UserId,
  ChannelId,
} from './core/ids.ts';
import type { Member, Operation, SnapshotOperation } from './core/operation.ts';
import type { AsOf, PersonFacts } from './core/permission.ts';
import type { Policy, SlotRecord } from './core/policy.ts';
import type { Request } from './core/request.ts';
import type { Child } from './core/run.ts';
import type { Server } from './core/server.ts';
import type { SnapshotPlan } from './core/snapshot.ts';
import type { Hold, SnapshotSet } from './core/snapshot-set.ts';
import type { Installation, Tag } from './core/tags.ts';
import type { Log } from './log.ts';

/** Product time. All waiting goes through here, so that the sandbox can move it. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Calls `wake` once at `when` (epoch ms; the past means at once, never synchronously). Answers the cancel. */
  at(when: number, wake: () => void): Cancel;
  everyMinute(wake: () => void): Cancel;
  /** Real time, for what the wire waits for: look-ups before an ack, reconnects, draining. */
  deadline(ms: number): { readonly passed: Promise<'passed'>; readonly cancel: Cancel };
  /** Lets everything that waits for the wire have its turn: long work asks for it between two pieces. */
  turn(): Promise<void>;
}

export type Cancel = () => void;

/** A new random id, `prefix-` and eight characters. */
export type NewId = <Id extends string>(prefix: string) => Id;

/** Keeps `work` on the list that `idle()` and SIGTERM wait for. Never rejects: failures are logged. */
export type Track = (what: string, work: () => Promise<void>) => Promise<void>;

/** `refused`: EC2 said no. `unreachable`: the call never left. `unknown`: it may have taken effect. */
export type CloudFault =
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** `retryAfterMs`: it was our own token bucket that held the call back, and then there will be a token for it. */
  | { readonly kind: 'throttled'; readonly code: string; readonly retryAfterMs?: number }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export type Outcome<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'fault'; readonly fault: CloudFault };

/** An EBS snapshot of ours that belongs to an operation, as EC2 shows it. */
export type SeenSnapshot = Member & { readonly operation: OperationId };

/** Any EBS snapshot that the account owns. */
export type OwnedSnapshot = {
  readonly id: SnapshotId;
  readonly volume: string;
  readonly state: string;
  readonly gib: number;
  readonly startedAt: number;
  /** The value of our `:app` and `:set` tags; empty on snapshots that are not ours. */
  readonly app: string;
  readonly set: string;
  /** All tags of Snapkeeper's, on snapshots that carry `:app`; read for adoption, and not kept in the store. */
  readonly tags: readonly Tag[];
};

/** EC2 and STS. No method retries or waits for a token of EC2's limits; every answer is a value. */
export interface Cloud {
  identity(): Promise<Outcome<{ readonly account: string }>>;
  servers(place: PlaceId): Promise<Outcome<readonly Server[]>>;
  /** All snapshots the account owns, or only those started on one of `days` (`2026-11-23`, UTC). */
  ownedSnapshots(place: PlaceId, days: readonly string[] | 'all'): Promise<Outcome<readonly OwnedSnapshot[]>>;
  /** `taken`: the tag that says who had it taken and when. */
  createSnapshots(plan: SnapshotPlan, taken: Tag, copyTags: boolean): Promise<Outcome<readonly Member[]>>;
  /** Writing the same tag twice, or taking a missing one away, is no error. */
  tagSnapshots(place: PlaceId, ids: readonly SnapshotId[], tag: Tag): Promise<Outcome<null>>;
  untagSnapshots(place: PlaceId, ids: readonly SnapshotId[], key: string): Promise<Outcome<null>>;
  /** One EBS snapshot, for good. */
  deleteSnapshot(place: PlaceId, id: SnapshotId): Promise<Outcome<null>>;
  /** EBS snapshots that AWS does not let go of: an image of ours is made of them, or they are locked. */
  snapshotsInUse(place: PlaceId): Promise<Outcome<ReadonlyMap<SnapshotId, 'image' | 'locked'>>>;
  /** Everything pending that carries our operation tag. */
  pendingSnapshots(place: PlaceId): Promise<Outcome<readonly SeenSnapshot[]>>;
  snapshotsById(place: PlaceId, ids: readonly SnapshotId[]): Promise<Outcome<readonly SeenSnapshot[]>>;
  snapshotsByOperation(
    place: PlaceId,
    ids: readonly OperationId[],
  ): Promise<Outcome<readonly SeenSnapshot[]>>;
}

/** Servers and snapshots kept in the store; reading AWS goes on behind whoever asked. */
export interface Inventory {
  /** Reads AWS again when the list of servers is older than 60 s, behind the answer. */
  refreshBehind(): void;
  /** Reads the servers now, waiting at most `ms` of wire time. */
  refreshWithin(ms: number): Promise<'fresh' | 'late' | 'failed'>;
}

/** What the bot must ask Slack before it may answer. */
export interface Chat {
  /** `lately`: what Slack said a few minutes ago will do. `now`: only that somebody has no right may be remembered. */
  person(actor: Actor, asOf: AsOf): Promise<PersonFacts>;
}

/** The four facts that bind a database to one installation. */
export type Identity = {
  readonly account: string;
  readonly region: string;
  readonly team: string;
  readonly app: string;
};

export type StoredOffer = {
  readonly id: OfferId;
  readonly actor: Actor;
  readonly command: string;
  readonly at: number;
};

/** A modal that was opened: whose it is, what it is about, and where its card will stand. */
export type StoredForm = {
  readonly id: FormId;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly asked: FormAsked;
  readonly at: number;
};

/** A person's Home: when they last opened it, and what Slack shows there; an empty hash is never up to date. */
export type HomeRow = {
  readonly actor: Person;
  readonly openedAt: number;
  readonly page: number;
  readonly sentHash: string;
};

/** Where a card stands and what was last sent. */
export type CardRow = {
  readonly key: CardKey;
  /** Counts the marks; the card is dirty while it is ahead of `sentRevision`. */
  readonly revision: number;
  readonly sentRevision: number;
  readonly version: number;
  readonly origin: Origin;
  /** Whose direct messages are the last resort; null when there is nobody. */
  readonly requester: { readonly team: TeamId; readonly user: UserId } | null;
  readonly place: { readonly channel: ChannelId; readonly ts: string } | null;
  readonly sentHash: string;
  /** Set while a first post is on its way: a crash here leaves its outcome unknown. */
  readonly posting: { readonly channel: ChannelId; readonly at: number } | null;
  /** True when it may have been posted twice, and says so. */
  readonly again: boolean;
  /** Why it cannot be shown anywhere; empty while it can. */
  readonly dead: string;
  /** The channel, other than where it was asked for, that the requester was told it stands in. */
  readonly told: string;
};

export type CardKey = `operation/${OperationId}` | `adoption/${AdoptionId}` | `request/${RequestId}`;

/** `whole`: nothing of it was deleted after all. */
export type SetLeft =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'whole'; readonly state: 'good' | 'failed' }
  | { readonly kind: 'part'; readonly members: readonly SnapshotId[] };

/** What happens at `due` (epoch ms), with the authority of whoever set it. */
export type TimerRow = { readonly key: string; readonly due: number; readonly what: TimerWhat };

export type TimerWhat = {
  readonly for: Actor;
  readonly origin: Origin;
} & (
  | { readonly kind: 'release'; readonly set: SetId }
  | { readonly kind: 'expire'; readonly request: RequestId }
);

export type Change =
  | { readonly kind: 'dedupe'; readonly key: string; readonly at: number }
  | { readonly kind: 'audit'; readonly entry: AuditEntry }
  | { readonly kind: 'offer'; readonly offer: StoredOffer }
  | { readonly kind: 'form'; readonly form: StoredForm }
  | { readonly kind: 'home-opened'; readonly actor: Actor; readonly page: number; readonly at: number }
  /** `opened`: the row that was shown; opened again or turned meanwhile, it is not up to date. */
  | { readonly kind: 'home-sent'; readonly opened: HomeRow; readonly hash: string }
  | { readonly kind: 'operation'; readonly operation: Operation }
  | { readonly kind: 'operation-update'; readonly operation: Operation }
  /** Beside the operation's own version, so that it never collides with an answer of EC2 on its way to the record. */
  | { readonly kind: 'cancel'; readonly operation: OperationId; readonly by: Actor; readonly at: number }
  | { readonly kind: 'set'; readonly set: SnapshotSet }
  | { readonly kind: 'hold'; readonly set: SetId; readonly hold: Hold | null }
  /** A conflict when it is held, not confirmed, or being deleted already. */
  | { readonly kind: 'deleting'; readonly set: SetId }
  /** What has become of it: deleted, or what is left of it. */
  | { readonly kind: 'after-delete'; readonly set: SetId; readonly left: SetLeft }
  /** Sets that EC2 had and the database did not know; one of them that is there by now is a conflict. */
  | { readonly kind: 'adoption'; readonly adoption: Adoption; readonly sets: readonly SnapshotSet[] }
  /** Once: a second one is a conflict. */
  | { readonly kind: 'confirm'; readonly adoption: AdoptionId; readonly by: Actor; readonly at: number }
  /** Taken until the operation ends; alone, or shared with others that share. */
  | {
      readonly kind: 'resource';
      readonly resource: string;
      readonly operation: OperationId;
      readonly alone: boolean;
    }
  | { readonly kind: 'timer'; readonly timer: TimerRow }
  /** `due`: only if it is still set for then; null: whatever it is set for. */
  | { readonly kind: 'timer-off'; readonly key: string; readonly due: number | null }
  | {
      readonly kind: 'card-dirty';
      readonly key: CardKey;
      readonly origin: Origin;
      readonly requester: Pick<Actor, 'team' | 'user'> | null;
    }
  /** Only a card that stands already; none is made for it. */
  | { readonly kind: 'card-changed'; readonly key: CardKey }
  | { readonly kind: 'card-row'; readonly card: CardRow }
  /** New, or saved again; a name that another one has is a conflict. */
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'policy-gone'; readonly policy: PolicyId }
  /** A conflict while another one of its kind about the same policy is open. */
  | { readonly kind: 'request'; readonly request: Request }
  /** The next version of a request. */
  | { readonly kind: 'request-update'; readonly request: Request }
  /** A second row for the same slot is a conflict. */
  | { readonly kind: 'slot'; readonly slot: SlotRecord }
  | { readonly kind: 'identity'; readonly identity: Identity }
  | {
      readonly kind: 'servers';
      readonly place: PlaceId;
      readonly servers: readonly Server[];
      readonly readAt: number;
    }
  | {
      readonly kind: 'snapshots';
      readonly place: PlaceId;
      readonly snapshots: readonly OwnedSnapshot[];
      readonly all: boolean;
      readonly readAt: number;
    }
  | { readonly kind: 'forget'; readonly before: number };

/**
 * A row must still have this version. `asked/…` and `server/…` stand for the newest operation of a person
 * or on a server, so that limits hold also for two commands at once.
 */
export type Expectation = { readonly row: string; readonly version: number };

export type Committed = 'done' | { readonly conflict: string };

/** The database. `commit` is the only write: one transaction, all or nothing. */
export interface Store {
  /** Rises with every start: what an earlier process still believes to hold is void. */
  readonly epoch: number;
  commit(changes: readonly Change[], expect?: readonly Expectation[]): Promise<Committed>;
  /** Called after each commit with what was committed. */
  onCommit(listener: (changes: readonly Change[]) => void): void;
  identity(): Promise<Identity | null>;
  operation(id: OperationId): Promise<Operation | null>;
  runningOperations(place: PlaceId): Promise<readonly Operation[]>;
  /** The newest operations, ended ones too. */
  recentOperations(place: PlaceId, limit: number): Promise<readonly Operation[]>;
  /** Which operation has this resource now, in either way. */
  holderOf(resource: string): Promise<OperationId | null>;
  /** What an operation has started, oldest first. */
  childrenOf(id: OperationId): Promise<readonly Child[]>;
  request(id: RequestId): Promise<Request | null>;
  /** The newest one about this policy that nobody has decided. */
  openRequest(policy: PolicyId): Promise<Request | null>;
  policy(id: PolicyId): Promise<Policy | null>;
  /** By name. */
  policies(place: PlaceId): Promise<readonly Policy[]>;
  /** Everything that a policy of this name made and that has not been deleted. */
  setsOfPolicy(place: PlaceId, policy: string): Promise<readonly SnapshotSet[]>;
  /** Sets that an unfinished operation has to itself or shares. */
  busySets(): Promise<ReadonlySet<SetId>>;
  /** The newest slots of a policy. */
  slots(policy: PolicyId, limit: number): Promise<readonly SlotRecord[]>;
  dueTimers(now: number): Promise<readonly TimerRow[]>;
  nextTimer(): Promise<number | null>;
  set(id: SetId): Promise<SnapshotSet | null>;
  /** Start times within the window, oldest first, and the version of `asked/<actor>`. */
  askedSince(
    actor: Actor,
    since: number,
  ): Promise<{ readonly at: readonly number[]; readonly version: number }>;
  /** Running snapshot operations of a server and the version of `server/<place>/<id>`. */
  runningOn(
    place: PlaceId,
    server: ServerId,
  ): Promise<{ readonly operations: readonly SnapshotOperation[]; readonly version: number }>;
  offer(id: OfferId): Promise<StoredOffer | null>;
  form(id: FormId): Promise<StoredForm | null>;
  /** Homes opened since then, the last opened first. */
  homes(since: number): Promise<readonly HomeRow[]>;
  servers(place: PlaceId): Promise<{ readonly servers: readonly Server[]; readonly readAt: number | null }>;
  snapshotsReadAt(place: PlaceId): Promise<{ readonly all: number | null; readonly any: number | null }>;
  /** The set that an operation made, whether or not the operation is still known. */
  setOfOperation(id: OperationId): Promise<SnapshotSet | null>;
  /** Which of these have rows, and which of the operations are running. */
  knownRows(sets: readonly SetId[], operations: readonly OperationId[]): Promise<KnownRows>;
  adoption(id: AdoptionId): Promise<Adoption | null>;
  /** Oldest first. */
  adoptions(place: PlaceId): Promise<readonly Adoption[]>;
  /** Sets of one server, newest first. */
  setsOf(place: PlaceId, server: ServerId): Promise<readonly SnapshotSet[]>;
  /** Per server: how many sets are still in EC2, and the newest of them. */
  setSummaries(
    place: PlaceId,
  ): Promise<ReadonlyMap<ServerId, { readonly count: number; readonly newest: SnapshotSet }>>;
  newestGoodSet(place: PlaceId, server: ServerId): Promise<SnapshotSet | null>;
  /** How many snapshots of these volumes this installation did not take. */
  otherSnapshots(place: PlaceId, volumes: readonly string[], installation: Installation): Promise<number>;
  card(key: CardKey): Promise<CardRow | null>;
  dirtyCards(): Promise<readonly CardRow[]>;
}

/** Everything from outside in one place; a function takes the part of it that it uses. */
export type Deps = {
  readonly store: Store;
  readonly cloud: Cloud;
  readonly chat: Chat;
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly track: Track;
  readonly log: Log;
  readonly newId: NewId;
};

/** What work in EC2 takes, without anybody asking for it in Slack. */
export type WorkDeps = Pick<Deps, 'store' | 'cloud' | 'clock' | 'track' | 'log'>;
