import type { VolumeType } from '@aws-sdk/client-ec2';
import type { Billing, SnapshotRecord, VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { lookUpOne } from '../rules/look-up.ts';
import { only } from '../shelf.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import { takes } from './durations.ts';
import { isRestorable } from './snapshot-access.ts';

type Limits = { readonly size: readonly [number, number]; readonly iops?: readonly [number, number] };

const limits: Readonly<Record<VolumeType, Limits>> = {
  gp3: { size: [1, 65_536], iops: [3000, 80_000] },
  gp2: { size: [1, 16_384] },
  io1: { size: [4, 16_384], iops: [100, 64_000] },
  io2: { size: [4, 65_536], iops: [100, 256_000] },
  st1: { size: [125, 16_384] },
  sc1: { size: [125, 16_384] },
  standard: { size: [1, 1024] },
};

/** What a new volume shall be, wherever that was asked for. */
export type DiskWish = {
  readonly snapshotId?: string | undefined;
  readonly size?: number | undefined;
  readonly type?: string | undefined;
  readonly iops?: number | undefined;
  readonly throughput?: number | undefined;
  readonly encrypted?: boolean | undefined;
  readonly kmsKeyId?: string | undefined;
};

export type Disk = {
  readonly snapshot: SnapshotRecord | undefined;
  readonly facts: Omit<VolumeRecord['facts'], 'AvailabilityZone' | 'AvailabilityZoneId'>;
  readonly billing: Billing | undefined;
};

/** The snapshot of that id, if a volume can be made of it now. */
export function usableSnapshot(region: Region, id: string): SnapshotRecord {
  const usable = only(
    region.seen(region.snapshots),
    record => isRestorable(record, 'self', region.accountId) || record.sharedWith === 'all',
  );
  const snapshot = lookUpOne('snapshot', id, usable);
  const now = region.now();
  if (snapshot.failure && now >= snapshot.failure.at)
    throw new Fault('IncorrectState', 'Snapshot is in invalid state - error');
  if (now < snapshot.completesAt) throw new Fault('IncorrectState', 'Snapshot is in invalid state - pending');
  return snapshot;
}

/** Checks a wish by EBS's rules; `refuse` is how the action asked words its refusals. */
export function planDisk(
  region: Region,
  wish: DiskWish,
  refuse: (message: string) => Fault = message => invalidValue(message),
): Disk {
  const snapshot = wish.snapshotId === undefined ? undefined : usableSnapshot(region, wish.snapshotId);
  const type = typeOf(wish.type);
  const size = wish.size ?? snapshot?.size;
  if (size === undefined)
    throw new Fault('MissingParameter', 'The request must contain the parameter size or snapshotId');
  if (snapshot && size < snapshot.size)
    throw refuse(
      `Volume of size ${size}GB is smaller than snapshot '${snapshot.id}', expect size >= ${snapshot.size}GB`,
    );
  checkRange('Volume of', size, 'GiB', limits[type].size, refuse);
  if (snapshot?.encrypted && wish.encrypted === false)
    throw refuse(
      'The parameter encrypted is invalid: the snapshot is encrypted, and so is every volume of it.',
    );
  const encrypted = wish.encrypted === true || snapshot?.encrypted === true;
  if (wish.kmsKeyId !== undefined && !encrypted)
    throw new Fault(
      'InvalidParameterDependency',
      'The parameter KmsKeyId requires the parameter Encrypted to be set.',
    );
  return {
    snapshot,
    billing: snapshot?.billing,
    facts: {
      Size: size,
      VolumeType: type,
      Encrypted: encrypted,
      ...(encrypted && { KmsKeyId: wish.kmsKeyId ?? snapshot?.kmsKeyId ?? defaultKey(region) }),
      SnapshotId: snapshot?.id ?? '',
      MultiAttachEnabled: false,
      ...performanceOf(type, size, wish, refuse),
    },
  };
}

/** A new volume, not in the Region yet; creating for some seconds. */
export function newVolume(
  region: Region,
  disk: Disk,
  zone: { readonly name: string; readonly id: string },
): VolumeRecord & { readonly availableAt: number } {
  const id = region.random.id('vol');
  const madeAt = region.now();
  return {
    id,
    madeAt,
    tags: [],
    availableAt: madeAt + takes('create volume', id),
    ...(disk.billing && { billing: disk.billing }),
    facts: { ...disk.facts, AvailabilityZone: zone.name, AvailabilityZoneId: zone.id },
  };
}

// Not gp3: EC2's default is still the older type.
function typeOf(asked = 'gp2'): VolumeType {
  const type = Object.keys(limits).find((each): each is VolumeType => each === asked);
  if (!type) throw invalidValue(`Value (${asked}) for parameter volumeType is invalid.`);
  return type;
}

function performanceOf(
  type: VolumeType,
  size: number,
  { iops, throughput }: DiskWish,
  refuse: (message: string) => Fault,
): Pick<VolumeRecord['facts'], 'Iops' | 'Throughput'> {
  if (throughput !== undefined && type !== 'gp3')
    throw new Fault(
      'InvalidParameterCombination',
      `The parameter throughput is not supported for ${type} volumes.`,
    );
  const range = limits[type].iops;
  if (!range) {
    if (iops !== undefined)
      throw new Fault(
        'InvalidParameterCombination',
        `The parameter iops is not supported for ${type} volumes.`,
      );
    return type === 'gp2' ? { Iops: Math.min(16_000, Math.max(100, 3 * size)) } : {};
  }
  if (iops === undefined && type !== 'gp3')
    throw new Fault('MissingParameter', 'The request must contain the parameter iops');
  if (iops !== undefined) checkRange('Volume iops of', iops, '', range, refuse);
  if (type !== 'gp3') return { Iops: iops };
  if (throughput !== undefined) checkRange('Throughput of', throughput, 'MiB/s', [125, 2000], refuse);
  return { Iops: iops ?? 3000, Throughput: throughput ?? 125 };
}

function checkRange(
  what: string,
  value: number,
  unit: string,
  [low, high]: readonly [number, number],
  refuse: (message: string) => Fault,
): void {
  if (value < low) throw refuse(`${what} ${value}${unit} is too small; minimum is ${low}${unit}.`);
  if (value > high) throw refuse(`${what} ${value}${unit} is too high; maximum is ${high}${unit}.`);
}

function defaultKey({ name, accountId }: Region): string {
  return `arn:aws:kms:${name}:${accountId}:key/0d4f6a8c-2e1b-4c3d-9a5f-7b8e6d0c1f23`;
}
