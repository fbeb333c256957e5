import type { Actor } from './actor.ts';
import type { OperationId, PlaceId, ServerId, SetId, SnapshotId, VolumeId } from './ids.ts';
import type { Operation } from './operation.ts';

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
};

export type SetMember = {
  readonly snapshot: SnapshotId;
  readonly volume: VolumeId;
  readonly device: string;
  readonly gib: number;
};

/** The set that an operation has made so far, or null while EC2 is not known to hold any of it. */
export function setOf(operation: Operation, state: SnapshotSet['state']): SnapshotSet | null {
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
    members: facts.members.map(({ snapshot, volume, gib }) => ({
      snapshot,
      volume,
      gib,
      device: devices.get(volume) ?? '',
    })),
  };
}
