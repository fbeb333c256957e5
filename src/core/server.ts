import type { PlaceId, ServerId, VolumeId } from './ids.ts';
import { oneLine } from './typed-text.ts';

/** A server as the inventory knows it. Sizes in GiB, times in epoch ms. */
export type Server = {
  readonly place: PlaceId;
  readonly id: ServerId;
  /** The Name tag as it is in EC2; empty when there is none. */
  readonly name: string;
  /** All its tags, also Name. */
  readonly tags: Readonly<Record<string, string>>;
  readonly privateDnsName: string;
  readonly state: ServerState;
  readonly type: string;
  readonly zone: string;
  readonly rootDevice: string;
  readonly rootKind: 'ebs' | 'instance-store';
  readonly volumes: readonly Volume[];
  /** Disks inside the host machine, which no EBS snapshot holds. */
  readonly instanceStore: readonly InstanceStoreDisk[];
  readonly launch: LaunchFacts;
};

/** EC2's own spellings; anything AWS adds later is carried as it is. */
type ServerState =
  | 'pending'
  | 'running'
  | 'stopping'
  | 'stopped'
  | 'shutting-down'
  | 'terminated'
  | (string & {});

export type Volume = {
  readonly id: VolumeId;
  readonly device: string;
  readonly gib: number;
  readonly type: string;
  readonly root: boolean;
  readonly deleteOnTermination: boolean;
  /** Tags that CreateSnapshots would copy: all but those that begin with `aws:`. */
  readonly tagCount: number;
};

export type InstanceStoreDisk = { readonly gb: number; readonly count: number };

/**
 * What a later launch needs and only a living server can tell. Kept in the snapshot's tags, so names are
 * short; absent facts are absent keys. Volumes are kept apart, with their devices.
 */
export type LaunchFacts = {
  readonly ami?: string;
  readonly type?: string;
  readonly arch?: string;
  readonly virt?: string;
  readonly boot?: string;
  readonly ena?: boolean;
  readonly sriov?: string;
  readonly tpm?: string;
  readonly metadata?: Readonly<Record<string, string | number>>;
  readonly platform?: string;
  readonly usage?: string;
  readonly codes?: readonly string[];
  readonly subnet?: string;
  readonly groups?: readonly string[];
  readonly key?: string;
  readonly profile?: string;
};

/** What a person calls the server: its name, or its id when it has none. */
export function serverTitle(server: Pick<Server, 'id' | 'name'>): string {
  const name = oneLine(server.name);
  return name === '' ? server.id : name;
}

/** Titles that more than one of these servers has. */
export function sharedTitles(servers: readonly Pick<Server, 'id' | 'name'>[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const title of servers.map(serverTitle)) {
    if (seen.has(title)) shared.add(title);
    seen.add(title);
  }
  return shared;
}

const collator = new Intl.Collator('en');

/** By title, and servers of one title by id. */
export function byTitle(
  a: { readonly id: ServerId; readonly title: string },
  b: { readonly id: ServerId; readonly title: string },
): number {
  return collator.compare(a.title, b.title) || (a.id < b.id ? -1 : 1);
}

/** Gone or going: nothing can be taken from it any more. */
export function isTerminated(server: Pick<Server, 'state'>): boolean {
  return server.state === 'terminated' || server.state === 'shutting-down';
}

export function totalGib(volumes: readonly { readonly gib: number }[]): number {
  return volumes.reduce((sum, volume) => sum + volume.gib, 0);
}
