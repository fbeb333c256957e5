import type { Actor } from './actor.ts';
import type { AdoptionId, OperationId, PlaceId, ServerId, SetId, SnapshotId, VolumeId } from './ids.ts';
import type { SnapshotOperation } from './operation.ts';

/** A set of ours: the unit of listing, holding, retention and deletion. Good only when every member is completed. */
export type SnapshotSet = {
  readonly id: SetId;
  readonly place: PlaceId;
  readonly operation: OperationId;
  readonly server: ServerId;
  readonly serverName: string;
  readonly state: 'pending' | 'good' | 'failed' | 'deleting' | 'deleted';
  /** All volumes stopped at one instant, nothing on the server was asked to settle first. */
  readonly consistency: 'crash-consistent';
  readonly takenAt: number;
  readonly by: Actor;
  readonly note: string;
  /** The name of the policy that had it taken; empty for a person. */
  readonly policy: string;
  readonly members: readonly SetMember[];
  /** Set while somebody protects it. */
  readonly hold: Hold | null;
  /** Set when its row was made from its tags. */
  readonly adoption: Adopted | null;
  /** Since when (epoch ms) full reads of EC2 lack a member; a later one may have it again. */
  readonly missingSince: number | null;
};

/** Which adoption made the row of a set, and whether an admin has confirmed since that it belongs here. */
type Adopted = { readonly id: AdoptionId; readonly confirmed: Confirmation | null };

export type Confirmation = { readonly by: Actor; readonly at: number };

/** Who protects a set, why, and until when (epoch ms; null: until it is released). */
export type Hold = {
  readonly by: Actor;
  readonly at: number;
  readonly reason: string;
  readonly until: number | null;
};

export type SetMember = {
  readonly snapshot: SnapshotId;
  readonly volume: VolumeId;
  readonly device: string;
  readonly gib: number;
};

/** Known from its tags alone, and no admin has said yet that it belongs here. */
export function isUnconfirmed({ adoption }: Pick<SnapshotSet, 'adoption'>): boolean {
  return adoption !== null && adoption.confirmed === null;
}

/** The timer that ends a hold. */
export const holdTimer = (set: SetId): string => `hold/${set}`;

/** The set that an operation has made so far, or null while EC2 is not known to hold any of it. */
export function setOf(operation: SnapshotOperation, state: SnapshotSet['state']): SnapshotSet | null {
  const { plan, facts } = operation;
  const [first] = facts.members;
  if (first === undefined) return null;
  const devices = new Map(plan.volumes.map(volume => [volume.id, volume.device]));
  return {
    id: plan.set,
    place: operation.place,
    operation: operation.id,
    server: plan.server.id,
    serverName: plan.server.name,
    state,
    consistency: 'crash-consistent',
    takenAt: first.startedAt,
    by: operation.actor,
    note: plan.note,
    policy: plan.policy,
    hold: null,
    adoption: null,
    missingSince: null,
    members: facts.members.map(({ snapshot, volume, gib }) => ({
      snapshot,
      volume,
      gib,
      device: devices.get(volume) ?? '',
    })),
  };
}
