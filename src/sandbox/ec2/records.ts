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
  states: readonly InstanceStateRecord[];
  /** All volumes that were its root, the present one last: only their snapshots can replace it. */
  roots?: readonly string[];
  readonly attributes?: InstanceAttributes;
  facts: Omit<Instance, 'InstanceId' | 'State' | 'Tags' | 'BlockDeviceMappings' | 'StateReason'>;
};

export type InstanceStateRecord = {
  readonly at: number;
  readonly name: StateName;
  readonly reason?: string;
  /** Why it ended without anybody asking for it. */
  readonly failure?: { readonly code: string; readonly message: string };
};

/** What DescribeInstances does not show. */
type InstanceAttributes = {
  readonly disableApiTermination?: boolean;
  readonly disableApiStop?: boolean;
  readonly shutdownBehavior?: 'stop' | 'terminate';
  /** In base64. */
  readonly userData?: string;
};

export type Attachment = {
  readonly instanceId: string;
  readonly device: string;
  readonly at: number;
  readonly deleteOnTermination: boolean;
  /** Attaching until then; attached from the beginning, if there is none. */
  readonly attachedAt?: number;
  /** Detaching until then. */
  readonly detachedAt?: number;
};

/** What is paid for the software on a disk, wherever its blocks go: to snapshots, and to volumes made of them. */
export type Billing = {
  readonly usageOperation: string;
  readonly productCodes: readonly string[];
};

export type VolumeRecord = Tagged & {
  attachment?: Attachment | undefined;
  readonly billing?: Billing;
  /** Creating until then. */
  readonly availableAt?: number;
  /** Deleting until then. */
  goneAt?: number;
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
  readonly billing?: Billing;
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

export type SubnetRecord = Tagged & {
  readonly vpcId: string;
  readonly zone: string;
  readonly zoneId: string;
  readonly cidr: string;
  /** What addresses of new servers begin with. */
  readonly prefix: string;
  freeAddresses: number;
  readonly givesPublicAddress: boolean;
};

export type GroupRecord = Tagged & {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
};

export type KeyPairRecord = Tagged & { readonly name: string };

export type AddressRecord = Tagged & {
  readonly publicIp: string;
  association?: { readonly id: string; readonly instanceId: string } | undefined;
};

export type RootTaskOutcome = 'succeeded' | 'failed' | 'failed-detached';

export type RootTaskRecord = Tagged & {
  readonly instanceId: string;
  readonly snapshotId?: string;
  readonly imageId?: string;
  readonly deletesReplaced: boolean;
  /** In progress from then on. */
  readonly startsAt: number;
  /** Failing, if it fails, from then on. */
  readonly failsAt: number;
  readonly endsAt: number;
  readonly outcome: RootTaskOutcome;
};

export type CommandOutcome = {
  readonly status: 'Success' | 'Failed' | 'TimedOut';
  readonly responseCode: number;
  readonly output?: string;
  readonly error?: string;
};

/** A command of Systems Manager. */
export type CommandRecord = {
  readonly id: string;
  readonly madeAt: number;
  readonly document: string;
  readonly plugin: string;
  readonly comment: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly instanceIds: readonly string[];
  readonly timeoutSeconds: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly outcome: CommandOutcome;
};
