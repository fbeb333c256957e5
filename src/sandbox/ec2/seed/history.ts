import { snapshotDuration, writtenBytes } from '../actions/snapshot-work.ts';
import type { SnapshotRecord, VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { images } from './images.ts';
import { tagsOf } from './build-server.ts';

const day = 24 * 60 * 60_000;

type Taken = {
  readonly id?: string;
  readonly at: number;
  readonly description: string;
  readonly tags?: Readonly<Record<string, string>>;
};

/** The snapshots that other tools and people took before us: none is ours, and each tool's mark says whose it is. */
export function seedHistory(region: Region): void {
  lifecycleManager(region);
  awsBackup(region);
  weeklyScript(region);
  goldenImage(region);
  byHand(region);
}

function lifecycleManager(region: Region): void {
  for (const days of [1, 2, 3, 4, 5])
    take(region, 'prod-db', {
      at: timeOfDay(region, days, 3, 7),
      description: 'Created for policy: policy-0b6f1d2e3c4a59870 schedule: nightly',
      tags: {
        'aws:dlm:lifecycle-policy-id': 'policy-0b6f1d2e3c4a59870',
        'aws:dlm:lifecycle-schedule-name': 'nightly',
        'dlm:managed': 'true',
      },
    });
}

function awsBackup(region: Region): void {
  const { id } = region.serverNamed('Accounts Payable');
  for (const days of [1, 2, 3, 4])
    take(region, 'Accounts Payable', {
      at: timeOfDay(region, days, 5, 30),
      description: 'This snapshot is created by the AWS Backup service.',
      tags: {
        'aws:backup:source-resource': `arn:aws:ec2:${region.name}:${region.accountId}:instance/${id}`,
        Backup: 'daily',
      },
    });
}

function weeklyScript(region: Region): void {
  for (const weeks of [0, 1, 2, 3, 4])
    take(region, 'prod-web', {
      at: timeOfDay(region, daysSinceSunday(region) + 7 * weeks, 1, 30),
      description: `weekly prod-web ${weeks + 1}`,
      tags: { CreatedBy: 'weekly-cron', Name: 'prod-web weekly' },
    });
}

// The image is still registered, so its root snapshot cannot be deleted.
function goldenImage(region: Region): void {
  const { id: instanceId } = region.serverNamed('build-cache');
  const [root] = region.volumesOf(instanceId);
  if (!root) throw new Error('build-cache has no root volume');
  const at = timeOfDay(region, 64, 10, 42);
  const { id: imageId, snapshotId: id } = images.golden;
  add(region, root.id, root.facts.Size, {
    id,
    at,
    description: `Created by CreateImage(${instanceId}) for ${imageId}`,
  });
  region.images.set(imageId, {
    id: imageId,
    name: 'golden-2026-autumn',
    ownerId: region.accountId,
    madeAt: at,
    rootSnapshotId: id,
  });
}

// Of volumes that are long gone.
function byHand(region: Region): void {
  const notes: readonly (readonly [number, number, string, Readonly<Record<string, string>>?])[] = [
    [11, 40, 'Packer: build of worker image', { Packer: 'true', 'build-id': '8841' }],
    [47, 100, 'before postgres 15 -> 16', { Name: 'DO NOT DELETE', owner: 'dora' }],
    [92, 8, 'before kernel update'],
    [133, 30, 'staging-web before the relaunch', { Name: 'staging old' }],
    [171, 250, ''],
    [236, 60, 'AP server, audit 2025', { Name: 'audit', 'legal-hold': 'yes' }],
  ];
  for (const [days, size, description, tags = {}] of notes)
    add(region, region.random.id('vol'), size, { at: timeOfDay(region, days, 14, 20), description, tags });
}

function take(region: Region, server: string, taken: Taken): void {
  for (const volume of region.volumesOf(region.serverNamed(server).id))
    add(region, volume.id, volume.facts.Size, taken, volume);
}

function add(region: Region, volumeId: string, size: number, taken: Taken, source?: VolumeRecord): void {
  const id = taken.id ?? region.random.id('snap');
  const record: SnapshotRecord = {
    id,
    madeAt: taken.at,
    volumeId,
    ownerId: region.accountId,
    size,
    fullBytes: writtenBytes(volumeId, size),
    encrypted: source?.facts.Encrypted ?? false,
    kmsKeyId: source?.facts.KmsKeyId,
    description: taken.description,
    tags: tagsOf(taken.tags ?? {}),
    completesAt: taken.at + snapshotDuration(id, size),
    sharedWith: [],
  };
  region.snapshots.set(id, record);
}

function timeOfDay(region: Region, daysAgo: number, hour: number, minute: number): number {
  const midnight = Math.floor(region.now() / day) * day;
  return midnight - daysAgo * day + (hour * 60 + minute) * 60_000 + region.random.between(0, 59_999);
}

// 1 January 1970 was a Thursday. A Sunday that is today may not have had its snapshot yet: take the one before.
function daysSinceSunday(region: Region): number {
  return (Math.floor(region.now() / day) + 4) % 7 || 7;
}
