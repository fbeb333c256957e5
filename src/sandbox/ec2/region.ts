import type { InstanceTypeInfo, Tag } from '@aws-sdk/client-ec2';
import { snapshotDuration } from './actions/snapshot-work.ts';
import type { Random } from './random.ts';
import type { ImageRecord, InstanceRecord, SnapshotRecord, Tagged, VolumeRecord } from './records.ts';

export type RegionOptions = {
  readonly name: string;
  readonly accountId: string;
  readonly now: () => number;
  readonly random: Random;
};

/** Virtual milliseconds, the same for everything or different for each: then a set can be half found by its tag. */
export type TagLag = number | ((id: string) => number);

/** The state of one account in one Region. Tests read and change it as it stands; actions do so by EC2's rules. */
export class Region {
  readonly name: string;
  readonly accountId: string;
  readonly now: () => number;
  readonly random: Random;
  readonly instances = new Map<string, InstanceRecord>();
  readonly volumes = new Map<string, VolumeRecord>();
  readonly snapshots = new Map<string, SnapshotRecord>();
  readonly images = new Map<string, ImageRecord>();
  readonly instanceTypes = new Map<string, InstanceTypeInfo>();
  /** How long after it was made a thing stays out of what Describe calls answer: EC2 is eventually consistent. */
  lagMs = 0;
  /** How much later than a thing its tags are seen, and how late a change of them; by the thing's id, if need be. */
  tagLagMs: TagLag = 0;
  /** How long EC2 works on a new snapshot of so many GiB. */
  snapshotTakes: (id: string, sizeGiB: number) => number = snapshotDuration;

  constructor(options: RegionOptions) {
    this.name = options.name;
    this.accountId = options.accountId;
    this.now = options.now;
    this.random = options.random;
  }

  visible<T extends { readonly madeAt: number }>(records: Iterable<T>): T[] {
    const now = this.now();
    return Array.from(records).filter(record => now - record.madeAt >= this.lagMs);
  }

  /** The tags that Describe calls and their filters know of. */
  visibleTags({ id, madeAt, tags, retagged = [] }: Tagged): Tag[] {
    const lag = typeof this.tagLagMs === 'number' ? this.tagLagMs : this.tagLagMs(id);
    const seen = this.now() - lag;
    if (lag > 0 && seen - madeAt < this.lagMs) return [];
    return retagged.find(({ at }) => at > seen)?.before ?? tags;
  }

  /** Gives a thing other tags, from now on. */
  retag(record: Tagged, tags: Tag[]): void {
    record.retagged = [...(record.retagged ?? []), { at: this.now(), before: record.tags }];
    record.tags = tags;
  }

  /** Attached volumes by instance id. */
  attachedVolumes(): Map<string, VolumeRecord[]> {
    const attached = new Map<string, VolumeRecord[]>();
    for (const volume of this.volumes.values()) {
      if (!volume.attachment) continue;
      const { instanceId } = volume.attachment;
      const others = attached.get(instanceId);
      if (others) others.push(volume);
      else attached.set(instanceId, [volume]);
    }
    return attached;
  }

  volumesOf(instanceId: string): VolumeRecord[] {
    return this.attachedVolumes().get(instanceId) ?? [];
  }

  /** The only server of that name, for tests and transcripts. */
  serverNamed(name: string): InstanceRecord {
    const found = [...this.instances.values()].filter(({ tags }) =>
      tags.some(tag => tag.Key === 'Name' && tag.Value === name),
    );
    const [server] = found;
    if (!server || found.length > 1) throw new Error(`${found.length} servers are named ${name}`);
    return server;
  }
}
