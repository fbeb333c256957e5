import type { Image, Instance, Tag, Volume, VolumeType } from '@aws-sdk/client-ec2';

// All times in records are virtual, in epoch milliseconds; what changes with time is computed when read.

/** Something that carries tags. `tags` is how it is; what Describe calls know of it may be older. */
export type Tagged = {
  readonly id: string;
  readonly madeAt: number;
  tags: Tag[];
  /** Each change of the tags after the first, oldest first, with what they were before it. */
  retagged?: readonly { readonly at: number; readonly before: Tag[] }[];
};

export type StateName = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

export type InstanceRecord = Tagged & {
  readonly reservationId: string;
  /** Oldest first; the last one whose time has come is the state. */
  states: readonly { readonly at: number; readonly name: StateName; readonly reason?: string }[];
  readonly facts: Omit<Instance, 'InstanceId' | 'State' | 'Tags' | 'BlockDeviceMappings' | 'StateReason'>;
};

export type Attachment = {
  readonly instanceId: string;
  readonly device: string;
  readonly at: number;
  readonly deleteOnTermination: boolean;
};

export type VolumeRecord = Tagged & {
  attachment?: Attachment | undefined;
  /** Why every snapshot of this volume ends in `error`. */
  readonly snapshotFailure?: string;
  readonly facts: Omit<Volume, 'VolumeId' | 'State' | 'Tags' | 'Attachments' | 'CreateTime'> & {
    readonly Size: number;
    readonly VolumeType: string;
    readonly AvailabilityZone: string;
    readonly Encrypted: boolean;
  };
};

export type SnapshotRecord = Tagged & {
  readonly volumeId: string;
  readonly ownerId: string;
  readonly ownerAlias?: string;
  readonly size: number;
  readonly encrypted: boolean;
  readonly kmsKeyId?: string | undefined;
  readonly description: string;
  /** All blocks ever written to the volume, which is not what the snapshot adds to the bill. */
  readonly fullBytes: number;
  readonly completesAt: number;
  readonly failure?: { readonly at: number; readonly message: string };
  /** Who may create volumes from it besides its owner. */
  readonly sharedWith: 'all' | readonly string[];
  /** When a deletion that was asked for while it was pending takes effect. */
  goesAt?: number;
  lock?: SnapshotLock;
};

export type SnapshotLock = {
  readonly mode: 'governance' | 'compliance';
  readonly at: number;
  readonly days: number;
  /** Compliance only: how long it can still be undone. */
  readonly coolOffHours?: number;
};

/** A deleted snapshot that can still be had back. */
export type BinRecord = {
  readonly id: string;
  readonly snapshot: SnapshotRecord;
  readonly enteredAt: number;
  readonly leavesAt: number;
};

export type ImageDevice = {
  readonly device: string;
  readonly snapshotId?: string;
  readonly size: number;
  readonly type: VolumeType;
  readonly encrypted: boolean;
  readonly deleteOnTermination: boolean;
};

export type ImageRecord = Tagged & {
  readonly name: string;
  readonly ownerId: string;
  readonly ownerAlias?: string;
  readonly isPublic: boolean;
  /** Pending until then. */
  readonly availableAt: number;
  readonly disabled?: true;
  readonly deprecatedAt?: number;
  /** The root first. */
  readonly devices: readonly ImageDevice[];
  readonly facts: Pick<
    Image,
    | 'Architecture'
    | 'BootMode'
    | 'Description'
    | 'EnaSupport'
    | 'ImdsSupport'
    | 'Platform'
    | 'PlatformDetails'
    | 'ProductCodes'
    | 'RootDeviceName'
    | 'RootDeviceType'
    | 'SriovNetSupport'
    | 'TpmSupport'
    | 'UsageOperation'
    | 'VirtualizationType'
  >;
};
