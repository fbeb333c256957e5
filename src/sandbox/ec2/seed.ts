import { Random } from './random.ts';
import { Region, type RegionOptions } from './region.ts';
import { buildServer } from './seed/build-server.ts';
import { crowd } from './seed/crowd.ts';
import { seedForeignSnapshots } from './seed/foreign-snapshots.ts';
import { seedHistory } from './seed/history.ts';
import { seedImages } from './seed/image-catalogue.ts';
import { instanceTypes } from './seed/instance-types.ts';
import { seedMany } from './seed/many-snapshots.ts';
import { oddServers } from './seed/odd-servers.ts';
import { seedRecycleBin } from './seed/recycle-bin.ts';
import { seedNetwork } from './seed/seed-network.ts';
import { usualServers } from './seed/usual-servers.ts';

export type RegionSeed = {
  readonly number: number;
  /** Grows the Region to this many servers; the ones with a name of their own are always there. */
  readonly servers?: number;
  /** Grows the Region to this many snapshots of ours, of its volumes and over the last year. */
  readonly snapshots?: number;
  /** Quota L-309BACF6; 100,000 unless said otherwise. */
  readonly snapshotLimit?: number;
};

/** A Region that looks lived in: the same number and the same time give the same one, to the last id. */
export function seedRegion(options: Omit<RegionOptions, 'random'>, seed: RegionSeed): Region {
  const region = new Region({ ...options, random: new Random(seed.number) });
  for (const type of instanceTypes) region.instanceTypes.set(type.InstanceType ?? '', type);
  const named = [...usualServers, ...oddServers];
  const rows = [...named, ...crowd(Math.max(0, (seed.servers ?? 0) - named.length), region.random)];
  rows.forEach((row, index) => buildServer(row, index, region));
  seedNetwork(region, named);
  seedHistory(region);
  seedForeignSnapshots(region);
  seedImages(region);
  seedRecycleBin(region);
  if (seed.snapshotLimit !== undefined) region.snapshotLimit = seed.snapshotLimit;
  seedMany(region, seed.snapshots ?? 0);
  return region;
}
