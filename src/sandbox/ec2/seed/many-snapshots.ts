import type { Region } from '../region.ts';
import type { Tag } from '@aws-sdk/client-ec2';

const day = 24 * 60 * 60_000;

/** Snapshots of ours up to that number, without anything to tell of: for how things behave at scale. */
export function seedMany(region: Region, count: number): void {
  const volumes = [...region.volumes.values()];
  const missing = Math.max(0, count - region.snapshots.countOf(region.accountId));
  const tags: Tag[] = [{ Key: 'CreatedBy', Value: 'nightly' }];
  for (let index = 0; index < missing; index += 1) {
    const volume = volumes[index % volumes.length];
    if (!volume) throw new Error('no volume to have snapshots of');
    const madeAt = region.now() - day * (1 + (364 * index) / missing);
    const id = `snap-0${(0x5eed * 0x1000000 + index).toString(16).padStart(16, '0')}`;
    region.snapshots.set(id, {
      id,
      madeAt,
      volumeId: volume.id,
      ownerId: region.accountId,
      size: volume.facts.Size,
      fullBytes: volume.facts.Size * 2 ** 29,
      encrypted: volume.facts.Encrypted,
      kmsKeyId: volume.facts.KmsKeyId,
      description: '',
      tags,
      completesAt: madeAt + day / 100,
      sharedWith: [],
    });
  }
}
