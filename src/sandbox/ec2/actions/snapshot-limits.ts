import type { VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { Fault } from '../wire/fault.ts';
import { viewSnapshot } from './snapshot-view.ts';

const restBetween = 15_000;
const slowTypes = new Set(['st1', 'sc1']);

/**
 * EBS's limits: how many snapshots the account may have in the Region, how many of a volume may be unfinished,
 * and how soon its next one may start.
 */
export function checkSnapshotLimits(region: Region, volumes: readonly VolumeRecord[]): void {
  const now = region.now();
  if (region.snapshots.countOf(region.accountId) + volumes.length > region.snapshotLimit)
    throw new Fault('SnapshotLimitExceeded', 'Maximum allowed snapshot limit exceeded for your account.');
  for (const volume of volumes) {
    const earlier = region.snapshots.ofVolume(volume.id);
    if (earlier.some(({ madeAt }) => now - madeAt < restBetween))
      throw new Fault(
        'SnapshotCreationPerVolumeRateExceeded',
        'The maximum per volume CreateSnapshot request rate has been exceeded. Use an increasing or variable sleep interval between requests.',
      );
    // AWS counts failed snapshots too, until somebody deletes them.
    const unfinished = earlier.filter(record => viewSnapshot(record, region).State !== 'completed').length;
    if (unfinished >= (slowTypes.has(volume.facts.VolumeType) ? 1 : 5))
      throw new Fault(
        'ConcurrentSnapshotLimitExceeded',
        'Maximum allowed in-progress snapshots for a single volume exceeded.',
      );
  }
}
