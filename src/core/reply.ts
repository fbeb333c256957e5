import type { Adoption } from './adoption.ts';
import type { CommandFault } from './command.ts';
import type { Verb } from './command-table.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { Form, FormFaults } from './form.ts';
import type { OfferId, OperationId, PlaceId, ServerId, SetId, UserId } from './ids.ts';
import type { HoldTextFault } from './hold-text.ts';
import type { LimitReached } from './limits.ts';
import type { NotWritten } from './not-written.ts';
import type { Operation } from './operation.ts';
import type { Denial, Role } from './permission.ts';
import type { DecisionRefusal, Request } from './request.ts';
import type { RoleHolders } from './roles.ts';
import type { PauseTextFault } from './pause-text.ts';
import type { Policy, SlotRecord } from './policy.ts';
import type { PolicyChange, PolicyRefusal } from './policy-change.ts';
import type { PolicyForecast } from './policy-forecast.ts';
import type { PolicyHealth } from './policy-health.ts';
import type { Server } from './server.ts';
import type { SnapshotPlan, SnapshotRefusal } from './snapshot.ts';
import type { SnapshotSet } from './snapshot-set.ts';

/** What the person who asked is told, and only that person. Never the only place of a fact. */
export type Reply =
  /** A second delivery of something already answered. */
  | { readonly kind: 'silent' }
  /** The card says it all; only where it stands is told, when that is elsewhere. */
  | { readonly kind: 'taking'; readonly operation: OperationId; readonly server: string }
  | { readonly kind: 'dry-run'; readonly plan: SnapshotPlan; readonly run: Offer }
  | { readonly kind: 'denied'; readonly denial: Denial; readonly admins: RoleHolders }
  | { readonly kind: 'not-understood'; readonly fault: CommandFault; readonly offers: readonly Offer[] }
  | {
      readonly kind: 'no-such-server';
      readonly given: string;
      readonly elsewhere: Elsewhere | null;
      readonly offers: readonly Offer[];
      readonly list: ListAge;
    }
  | {
      readonly kind: 'which-server';
      readonly name: string;
      readonly choices: readonly Choice[];
      readonly more: number;
    }
  | {
      readonly kind: 'refused';
      readonly server: string;
      readonly refusal: SnapshotRefusal;
      readonly offers: readonly Offer[];
    }
  | {
      readonly kind: 'limit';
      readonly server: string;
      readonly limit: LimitReached;
      readonly offers: readonly Offer[];
    }
  | {
      readonly kind: 'servers';
      readonly place: PlaceId;
      readonly rows: readonly ServerRow[];
      readonly more: number;
      readonly list: ListAge;
    }
  | {
      readonly kind: 'sets';
      readonly server: string;
      readonly sets: readonly SnapshotSet[];
      readonly more: number;
      readonly others: number;
      readonly list: ListAge;
    }
  | { readonly kind: 'help'; readonly verbs: readonly Verb[]; readonly topic: Verb | null }
  | {
      readonly kind: 'whoami';
      readonly user: UserId;
      readonly role: Role;
      readonly verbs: readonly Verb[];
      readonly admins: RoleHolders;
      readonly usage: Usage;
    }
  | { readonly kind: 'operations'; readonly operations: readonly Operation[] }
  | { readonly kind: 'operation'; readonly operation: Operation; readonly set: SnapshotSet | null }
  /** A set whose operation is not on record. */
  | { readonly kind: 'set'; readonly set: SnapshotSet }
  | {
      readonly kind: 'no-such-id';
      readonly given: string;
      readonly of: 'operation' | 'snapshot' | 'adoption' | 'request';
    }
  | {
      readonly kind: 'to-confirm';
      readonly adoptions: readonly Adoption[];
      readonly offers: readonly Offer[];
    }
  | { readonly kind: 'confirmed'; readonly count: number }
  | { readonly kind: 'not-confirmed'; readonly adoption: Adoption }
  | { readonly kind: 'cancelling'; readonly operation: Operation }
  | {
      readonly kind: 'not-cancelled';
      readonly operation: Operation;
      readonly why: 'not-yours' | 'ended' | 'no-way' | 'taken' | 'too-late';
    }
  | {
      readonly kind: 'not-retried';
      readonly operation: Operation;
      readonly why: 'running' | 'finished' | 'already' | 'not-a-snapshot';
    }
  | { readonly kind: 'hold-text'; readonly fault: HoldTextFault }
  | { readonly kind: 'decided'; readonly request: Request }
  | { readonly kind: 'not-decided'; readonly request: Request; readonly refusal: DecisionRefusal }
  | {
      readonly kind: 'not-held';
      readonly set: SnapshotSet;
      readonly why: 'failed' | 'deleted' | 'held-by-other';
    }
  | { readonly kind: 'not-released'; readonly set: SnapshotSet; readonly why: 'not-held' | 'not-yours' }
  | { readonly kind: 'busy'; readonly set: SetId; readonly operation: OperationId | null }
  | { readonly kind: 'no-such-policy'; readonly given: string; readonly offers: readonly Offer[] }
  | {
      readonly kind: 'policies';
      readonly place: PlaceId;
      readonly rows: readonly PolicyRow[];
      readonly more: number;
    }
  | {
      readonly kind: 'policy-saved';
      readonly policy: Policy;
      readonly isNew: boolean;
      readonly forecast: PolicyForecast;
    }
  | { readonly kind: 'policy-refused'; readonly name: string; readonly why: PolicyRefusal }
  | { readonly kind: 'policy-changed'; readonly change: PolicyChange; readonly next: number | null }
  | {
      readonly kind: 'to-unschedule';
      readonly policy: Policy;
      readonly sets: number;
      readonly offers: readonly Offer[];
    }
  | { readonly kind: 'why'; readonly health: PolicyHealth; readonly slots: readonly ToldSlot[] }
  | { readonly kind: 'run-started'; readonly policy: Policy; readonly servers: number }
  | { readonly kind: 'pause-text'; readonly fault: PauseTextFault }
  /** A modal to be filled in, and what is wrong in one that was. */
  | { readonly kind: 'form'; readonly form: Form }
  | ({ readonly kind: 'form-faults' } & FormFaults)
  | { readonly kind: 'form-gone' }
  | { readonly kind: 'offer-gone' }
  | { readonly kind: 'offer-spent' }
  | { readonly kind: 'not-ready'; readonly missing: 'place' | 'stopping' }
  /** The database took nothing, so nothing was done. */
  | { readonly kind: 'not-written'; readonly why: NotWritten['why'] }
  | { readonly kind: 'broken'; readonly reference: string };

/** A button that runs `command` as whoever presses it; its value is only the id. */
export type Offer = { readonly id: OfferId; readonly label: string; readonly command: string };

/** A slot on record, and the run that it became. */
export type ToldSlot = {
  readonly slot: SlotRecord;
  readonly run: {
    readonly id: OperationId;
    readonly state: Operation['state'];
    readonly late: boolean;
  } | null;
};

export type PolicyRow = { readonly health: PolicyHealth; readonly offers: readonly Offer[] };

/** One of several servers of a name. */
type Choice = {
  readonly offer: Offer;
  readonly server: Pick<Server, 'id' | 'state' | 'type' | 'zone'>;
};

export type ServerRow = {
  readonly id: ServerId;
  readonly title: string;
  /** Another server in the list has the same title. */
  readonly ambiguous: boolean;
  readonly state: string;
  readonly newest: { readonly at: number; readonly state: SnapshotSet['state'] } | null;
  readonly count: number;
};

/** When the list of servers was read from AWS; null while that has never succeeded. `stale` when AWS did not answer now. */
export type ListAge = { readonly readAt: number | null; readonly stale: boolean };

type Usage = { readonly asked: number; readonly perHour: number };
