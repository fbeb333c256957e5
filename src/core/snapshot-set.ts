import type { Actor } from './actor.ts';
import type { OperationId, PlaceId, ServerId, SetId, SnapshotId, VolumeId } from './ids.ts';
import type { SnapshotOperation } from './operation.ts';

/** A set of ours: the unit of listing, holding, retention and deletion. Good only when every member is completed. */
export type SnapshotSet = {
  readonly id: SetId;
  readonly place: PlaceId;
  readonly operation: OperationId;
  readonly server: ServerId;
  readonly serverName: string;
  readonly state: 'pending' | 'good' | 'failed';
  /** All volumes stopped at one instant, nothing on the server was asked to settle first. */
  readonly consistency: 'crash-consistent';
  readonly takenAt: number;
  readonly by: Actor;
  readonly note: string;
  readonly members: readonly SetMember[];
  /** Set while nothing may delete it. */
  readonly hold: Hold | null;
};

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
    hold: null,
    members: facts.members.map(({ snapshot, volume, gib }) => ({
      snapshot,
      volume,
      gib,
      device: devices.get(volume) ?? '',
    })),
  };
}
