import type { Tag, Volume } from '@aws-sdk/client-ec2';
import { billingOf } from '../actions/billing.ts';
import type { InstanceRecord, VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { imageOf } from './images.ts';
import { instanceFacts } from './instance-facts.ts';
import { network } from './network.ts';
import type { DiskRow, ServerRow } from './server-row.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Puts one server of the seed into the Region, with its volumes. */
export function buildServer(row: ServerRow, index: number, region: Region): InstanceRecord {
  const start = region.now();
  const { random } = region;
  const launchedAt =
    row.age === 0 ? start : wholeSecond(start - row.age * day - random.between(0, 600) * minute);
  const id = random.id('i');
  const reservationId = random.id('r');
  const instance: InstanceRecord = {
    id,
    madeAt: launchedAt,
    reservationId,
    states: statesOf(row, launchedAt, start),
    tags: tagsOf({ ...(row.name !== undefined && { Name: row.name }), ...row.tags }),
    attributes: { disableApiTermination: row.protected === true },
    facts: instanceFacts(row, index, launchedAt, region),
  };
  region.instances.set(id, instance);
  for (const disk of row.disks) {
    const volume = buildVolume(row, disk, instance, region);
    region.volumes.set(volume.id, volume);
    if (disk.device === instance.facts.RootDeviceName) instance.roots = [volume.id];
  }
  return instance;
}

function statesOf(row: ServerRow, launchedAt: number, start: number): InstanceRecord['states'] {
  const pending = { at: launchedAt, name: 'pending' } as const;
  if (row.state === 'pending') return [pending, { at: start + 3 * minute, name: 'running' }];
  const running = { at: launchedAt + minute / 2, name: 'running' } as const;
  if (row.state === undefined) return [pending, running];
  const endedAt = wholeSecond(
    row.state === 'stopped' ? start - Math.min(row.age / 2, 9) * day : start - 12 * minute,
  );
  const clock = new Date(endedAt).toISOString().slice(0, 19).replace('T', ' ');
  return [pending, running, { at: endedAt, name: row.state, reason: `User initiated (${clock} GMT)` }];
}

function buildVolume(row: ServerRow, disk: DiskRow, instance: InstanceRecord, region: Region): VolumeRecord {
  const type = disk.type ?? 'gp3';
  const root = disk.device === instance.facts.RootDeviceName;
  const { snapshotId } = imageOf(row.image);
  const billing = root ? billingOf(instance.facts) : undefined;
  const zone = network.zones[row.zone];
  return {
    id: region.random.id('vol'),
    madeAt: instance.madeAt,
    tags: tagsOf(disk.tags ?? {}),
    attachment: {
      instanceId: instance.id,
      device: disk.device,
      at: instance.madeAt,
      deleteOnTermination: root,
    },
    ...(billing && { billing }),
    ...(disk.snapshotFailure && { snapshotFailure: disk.snapshotFailure }),
    facts: {
      Size: disk.size,
      VolumeType: type,
      AvailabilityZone: zone.name,
      AvailabilityZoneId: zone.id,
      Encrypted: disk.encrypted ?? false,
      ...(disk.encrypted && { KmsKeyId: keyArn(region) }),
      SnapshotId: root ? (snapshotId ?? '') : '',
      MultiAttachEnabled: false,
      ...performance[type](disk.size),
    },
  };
}

const performance: Readonly<
  Record<NonNullable<DiskRow['type']> | 'gp3', (size: number) => Pick<Volume, 'Iops' | 'Throughput'>>
> = {
  gp3: () => ({ Iops: 3000, Throughput: 125 }),
  gp2: size => ({ Iops: Math.max(100, 3 * size) }),
  io2: () => ({ Iops: 6000 }),
  st1: () => ({}),
  standard: () => ({}),
};

export function keyArn(region: Region): string {
  return `arn:aws:kms:${region.name}:${region.accountId}:key/6a1f0c3e-5b7d-4e29-8c46-d1b2a3f49e57`;
}

export function tagsOf(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

// EC2 shows launches and state changes without fractions of a second.
function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}
