import { randomOf } from '../random.ts';

const minute = 60_000;

/** Five to twenty minutes, longer for larger volumes, and the same for the same snapshot in every run. */
export function snapshotDuration(snapshotId: string, sizeGiB: number): number {
  const bySize = Math.min(10, Math.log2(1 + sizeGiB));
  const byChance = randomOf(snapshotId).next() * 5;
  return Math.round((5 + bySize + byChance) * minute);
}

/** What was ever written to the volume, in the blocks of 512 KiB that EBS keeps. */
export function writtenBytes(volumeId: string, sizeGiB: number): number {
  const share = 0.2 + 0.6 * randomOf(volumeId).next();
  return Math.floor(sizeGiB * 2048 * share) * 512 * 1024;
}
