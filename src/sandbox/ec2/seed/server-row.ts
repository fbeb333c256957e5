import type { _InstanceType } from '@aws-sdk/client-ec2';
import type { ImageKey } from './images.ts';
import type { Group, Zone } from './network.ts';

export type DiskRow = {
  readonly device: string;
  readonly size: number;
  /** gp3 unless said otherwise. */
  readonly type?: 'gp2' | 'io2' | 'st1' | 'standard';
  readonly encrypted?: true;
  /** Why its snapshots fail, each time. */
  readonly snapshotFailure?: string;
  readonly tags?: Readonly<Record<string, string>>;
};

export type ServerRow = {
  readonly name?: string;
  readonly type: _InstanceType;
  readonly zone: Zone;
  readonly image: ImageKey;
  /** Days since the launch. */
  readonly age: number;
  readonly groups: readonly Group[];
  readonly key?: string;
  readonly profile?: string;
  /** Has a public address lent by AWS while it runs. */
  readonly public?: true;
  /** Against termination. */
  readonly protected?: true;
  readonly tags: Readonly<Record<string, string>>;
  /** The root volume first, unless the root is instance store. */
  readonly disks: readonly DiskRow[];
  readonly state?: 'stopped' | 'pending' | 'terminated';
};
