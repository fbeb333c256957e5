import type { InstanceTypeInfo, Tag } from '@aws-sdk/client-ec2';
import { snapshotDuration } from './actions/snapshot-work.ts';
import { Agenda } from './agenda.ts';
import type { Random } from './random.ts';
import type {
  AddressRecord,
  BinRecord,
  CommandOutcome,
  CommandRecord,
  GroupRecord,
  ImageRecord,
  InstanceRecord,
  KeyPairRecord,
  RootTaskOutcome,
  RootTaskRecord,
  SubnetRecord,
  Tagged,
  VolumeRecord,
} from './records.ts';
import type { Document } from './rules/document.ts';
import { only, type Shelf, Table } from './shelf.ts';
import { SnapshotTable } from './snapshot-table.ts';
import { VolumeTable } from './volume-table.ts';

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
  readonly instances = new Table<InstanceRecord>();
  readonly volumes = new VolumeTable();
  readonly snapshots = new SnapshotTable();
  readonly images = new Table<ImageRecord>();
  readonly recycleBin = new Table<BinRecord>();
  readonly subnets = new Table<SubnetRecord>();
  readonly groups = new Table<GroupRecord>();
  readonly keyPairs = new Table<KeyPairRecord>();
  readonly addresses = new Table<AddressRecord>();
  readonly rootTasks = new Table<RootTaskRecord>();
  readonly commands = new Table<CommandRecord>();
  /** Systems Manager's documents of this account, by name. */
  readonly documents = new Map<string, Document>();
  readonly zones: { readonly name: string; readonly id: string }[] = [];
  /** Instance profiles by name; each has the role of its name. */
  readonly profiles = new Set<string>();
  /** Networks with a way to the internet. */
  readonly gateways = new Set<string>();
  readonly instanceTypes = new Map<string, InstanceTypeInfo>();
  /** How long after it was made a thing stays out of what Describe calls answer: EC2 is eventually consistent. */
  lagMs = 0;
  /** How much later than a thing its tags are seen, and how late a change of them; by the thing's id, if need be. */
  tagLagMs: TagLag = 0;
  /** How long EC2 works on a new snapshot of so many GiB. */
  snapshotTakes: (id: string, sizeGiB: number) => number = snapshotDuration;

  /** How many snapshots the account may have here: quota L-309BACF6. */
  snapshotLimit = 100_000;
  /** How long what is deleted stays in the Recycle Bin; without a rule, it is gone at once. */
  recycleBinDays = 0;
  /** How the replacement of an instance's root volume ends. */
  rootTaskEnds: (instanceId: string) => RootTaskOutcome = () => 'succeeded';
  /** What comes of a command on its servers. */
  commandEnds: (command: Omit<CommandRecord, 'outcome'>) => CommandOutcome = () => ({
    status: 'Success',
    responseCode: 0,
  });
  readonly #agenda = new Agenda();

  constructor(options: RegionOptions) {
    this.name = options.name;
    this.accountId = options.accountId;
    this.now = options.now;
    this.random = options.random;
  }

  /** What Describe calls know of these things: what was just made is not among it yet. */
  seen<T extends { readonly id: string; readonly madeAt: number }>(things: Shelf<T>): Shelf<T> {
    const latest = this.now() - this.lagMs;
    return this.lagMs === 0 ? things : only(things, ({ madeAt }) => madeAt <= latest);
  }

  /** Something that happens by itself at that time. */
  later(at: number, effect: () => void): void {
    this.#agenda.add(at, effect);
  }

  /** Does what has become due; comes before every call. */
  catchUp(): void {
    this.#agenda.catchUp(this.now());
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

  volumesOf(instanceId: string): VolumeRecord[] {
    return this.volumes.ofInstance(instanceId);
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
