import { writtenBytes } from '../actions/snapshot-work.ts';
import type { SnapshotRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { images } from './images.ts';

const day = 24 * 60 * 60_000;

type Row = Pick<SnapshotRecord, 'id' | 'ownerId' | 'size' | 'description' | 'sharedWith'> & {
  readonly ownerAlias?: string;
  readonly age: number;
};

/** Snapshots of other accounts that ours can see: whoever forgets to ask for its own gets them too. */
export function seedForeignSnapshots(region: Region): void {
  const partner = { ownerId: '444455556666', sharedWith: [region.accountId] };
  const amazon = { ownerId: '137112412989', ownerAlias: 'amazon', sharedWith: 'all' } as const;
  const stranger = { ownerId: '099720109477', sharedWith: 'all' } as const;
  const rows: readonly Row[] = [
    {
      ...amazon,
      id: images.amazonLinux.snapshotId,
      age: 240,
      size: 8,
      description: 'al2023-ami-2026.3-x86_64',
    },
    {
      ...amazon,
      id: images.amazonLinuxArm.snapshotId,
      age: 240,
      size: 8,
      description: 'al2023-ami-2026.3-arm64',
    },
    { ...amazon, id: images.windows.snapshotId, age: 800, size: 30, description: 'Windows Server base' },
    {
      ...stranger,
      id: images.ubuntu.snapshotId,
      age: 410,
      size: 8,
      description: 'ubuntu-noble-24.04-amd64-server',
    },
    {
      ...stranger,
      id: images.ubuntuArm.snapshotId,
      age: 410,
      size: 8,
      description: 'ubuntu-noble-24.04-arm64-server',
    },
    {
      ...partner,
      id: 'snap-0d9c8b7a6f5e43210',
      age: 30,
      size: 120,
      description: 'prod-web handover from the agency',
    },
    { ...partner, id: 'snap-0a2b4c6d8e0f13579', age: 29, size: 500, description: '' },
  ];
  for (const { age, ...row } of rows) {
    const madeAt = region.now() - age * day;
    region.snapshots.set(row.id, {
      ...row,
      madeAt,
      // EC2 gives such a made-up id where the volume is somebody else's.
      volumeId: 'vol-ffffffff',
      fullBytes: writtenBytes(row.id, row.size),
      encrypted: false,
      tags: [],
      completesAt: madeAt + day / 100,
    });
  }
}
