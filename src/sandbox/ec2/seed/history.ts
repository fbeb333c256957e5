import { snapshotDuration, writtenBytes } from '../actions/snapshot-work.ts';
import type { ImageRecord, SnapshotRecord, VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { images } from './images.ts';
import { keyArn, tagsOf } from './build-server.ts';
import { launchFacts } from './image-catalogue.ts';

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
  whatHoldsThem(region);
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
  ownImage(region, {
    id: imageId,
    at,
    name: 'golden-2026-autumn',
    ...launchFacts('golden', '', root.facts.Size, id),
  });
}

// Of volumes that are long gone.
function byHand(region: Region): void {
  const notes: readonly (readonly [number, number, string, Readonly<Record<string, string>>?])[] = [
    [11, 40, 'Packer: build of worker image', { Packer: 'true', 'build-id': '8841' }],
    [47, 100, 'before postgres 15 -> 16', { Name: 'DO NOT DELETE', owner: 'dora' }],
    // What is left of a server that was terminated.
    [92, 8, 'before kernel update', { Name: 'old-mail', server: region.serverNamed('old-mail').id }],
    [133, 30, 'staging-web before the relaunch', { Name: 'staging old' }],
    [171, 250, ''],
    [236, 60, 'AP server, audit 2025', { Name: 'audit', 'legal-hold': 'yes' }],
  ];
  for (const [days, size, description, tags = {}] of notes)
    add(region, region.random.id('vol'), size, { at: timeOfDay(region, days, 14, 20), description, tags });
}

// What is not seen in a list of snapshots, and keeps one from being deleted: images, one of which is disabled and
// so left out of DescribeImages, and locks.
function whatHoldsThem(region: Region): void {
  const packer = ofDescription(region, 'Packer: build of worker image');
  region.snapshots.set(packer.id, { ...packer, encrypted: true, kmsKeyId: keyArn(region) });
  ownImage(region, {
    id: 'ami-0e8a6c4f2b1d93750',
    at: packer.completesAt,
    name: 'worker-2026-11',
    ...launchFacts('golden', 'worker image, encrypted', packer.size, packer.id, true),
  });
  const unnamed = ofDescription(region, '');
  ownImage(region, {
    id: 'ami-03f7b1d5a9c8e2460',
    at: unnamed.completesAt,
    name: 'batch-2026-05',
    disabled: true,
    ...launchFacts('ubuntu', '', unnamed.size, unnamed.id),
  });
  ofDescription(region, 'AP server, audit 2025').lock = {
    mode: 'compliance',
    at: timeOfDay(region, 235, 9, 0),
    days: 3650,
    coolOffHours: 24,
  };
  ofDescription(region, 'staging-web before the relaunch').lock = {
    mode: 'governance',
    at: timeOfDay(region, 133, 15, 0),
    days: 90,
  };
}

function ofDescription(region: Region, description: string): SnapshotRecord {
  const found = [...region.snapshots.values()].find(snapshot => snapshot.description === description);
  if (!found) throw new Error(`no snapshot is described as ${description}`);
  return found;
}

function ownImage(
  region: Region,
  {
    at,
    ...image
  }: Pick<ImageRecord, 'id' | 'name' | 'disabled' | 'devices' | 'facts'> & { readonly at: number },
): void {
  region.images.set(image.id, {
    ...image,
    madeAt: at,
    availableAt: at,
    tags: [],
    ownerId: region.accountId,
    isPublic: false,
  });
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
    ...(source?.billing && { billing: source.billing }),
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
