import { writtenBytes } from '../actions/snapshot-work.ts';
import type { Region } from '../region.ts';
import { tagsOf } from './build-server.ts';

const day = 24 * 60 * 60_000;

/** What somebody deleted last week while a retention rule was in force; there is none now. */
export function seedRecycleBin(region: Region): void {
  const rows = [
    {
      id: 'snap-0b1c3d5e7f9a02468',
      volumeId: 'vol-0c4a8e2f6b1d97035',
      size: 8,
      description: 'old-mail root',
    },
    {
      id: 'snap-0c2d4e6f8a0b13579',
      volumeId: 'vol-0d5b9f3a7c2e81046',
      size: 40,
      description: 'old-mail spool',
    },
  ];
  const enteredAt = region.now() - 5 * day;
  const leavesAt = region.now() + 9 * day;
  for (const { id, volumeId, size, description } of rows) {
    const madeAt = region.now() - 64 * day;
    const snapshot = {
      id,
      madeAt,
      volumeId,
      ownerId: region.accountId,
      size,
      fullBytes: writtenBytes(volumeId, size),
      encrypted: false,
      description,
      tags: tagsOf({ Name: 'old-mail' }),
      completesAt: madeAt + day / 100,
      sharedWith: [],
    };
    region.recycleBin.set(id, { id, snapshot, enteredAt, leavesAt });
    region.later(leavesAt, () => region.recycleBin.delete(id));
  }
}
