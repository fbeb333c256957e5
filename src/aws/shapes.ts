import type { Instance, Snapshot, SnapshotInfo, Volume as Ec2Volume } from '@aws-sdk/client-ec2';
import type { OperationId, PlaceId, ServerId, SnapshotId, VolumeId } from '../core/ids.ts';
import type { Member } from '../core/operation.ts';
import type { InstanceStoreDisk, LaunchFacts, Server, Volume } from '../core/server.ts';
import type { Tag } from '../core/tags.ts';
import { tagKeys } from '../core/tags.ts';
import type { OwnedSnapshot, SeenSnapshot } from '../ports.ts';

// EC2's optional-everything shapes become ours here; a missing id is a broken answer and throws.

export function memberOf(snapshot: SnapshotInfo | Snapshot): Member {
  return {
    snapshot: needed(snapshot.SnapshotId, 'SnapshotId') as SnapshotId,
    volume: (snapshot.VolumeId ?? '') as VolumeId,
    gib: snapshot.VolumeSize ?? 0,
    state: memberState(snapshot.State),
    progress: snapshot.State === 'completed' ? 100 : percent(snapshot.Progress),
    startedAt: snapshot.StartTime?.getTime() ?? 0,
    completedAt: ('CompletionTime' in snapshot ? snapshot.CompletionTime?.getTime() : undefined) ?? null,
    missingSince: null,
    message: ('StateMessage' in snapshot ? snapshot.StateMessage : undefined) ?? '',
  };
}

export function seenOf(snapshot: Snapshot): SeenSnapshot {
  return { ...memberOf(snapshot), operation: tagOf(snapshot.Tags, tagKeys.operation) as OperationId };
}

export function ownedOf(snapshot: Snapshot): OwnedSnapshot {
  const app = tagOf(snapshot.Tags, tagKeys.app);
  return {
    id: needed(snapshot.SnapshotId, 'SnapshotId') as SnapshotId,
    volume: snapshot.VolumeId ?? '',
    state: snapshot.State ?? '',
    gib: snapshot.VolumeSize ?? 0,
    startedAt: snapshot.StartTime?.getTime() ?? 0,
    app,
    set: tagOf(snapshot.Tags, tagKeys.set),
    tags: app === '' ? [] : snapkeeperTags(snapshot.Tags),
  };
}

function snapkeeperTags(tags: Snapshot['Tags'] = []): readonly Tag[] {
  return tags
    .filter(({ Key }) => Key?.startsWith('snapkeeper:'))
    .map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));
}

/** `disks` are the instance-store disks of its type, `volumes` all volumes by id. */
export function serverOf(
  place: PlaceId,
  instance: Instance,
  volumes: ReadonlyMap<string, Ec2Volume>,
  disks: readonly InstanceStoreDisk[],
): Server {
  return {
    place,
    id: needed(instance.InstanceId, 'InstanceId') as ServerId,
    name: tagOf(instance.Tags, 'Name'),
    tags: Object.fromEntries((instance.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    privateDnsName: instance.PrivateDnsName ?? '',
    state: instance.State?.Name ?? '',
    type: instance.InstanceType ?? '',
    zone: instance.Placement?.AvailabilityZone ?? '',
    rootDevice: instance.RootDeviceName ?? '',
    rootKind: instance.RootDeviceType === 'instance-store' ? 'instance-store' : 'ebs',
    volumes: volumesOf(instance, volumes),
    instanceStore: disks,
    launch: launchFacts(instance),
  };
}

function volumesOf(instance: Instance, volumes: ReadonlyMap<string, Ec2Volume>): readonly Volume[] {
  const mapped = (instance.BlockDeviceMappings ?? []).map(({ DeviceName = '', Ebs }): Volume => {
    const volume = volumes.get(Ebs?.VolumeId ?? '');
    return {
      id: needed(Ebs?.VolumeId, 'VolumeId') as VolumeId,
      device: DeviceName,
      gib: volume?.Size ?? 0,
      type: volume?.VolumeType ?? '',
      root: DeviceName === instance.RootDeviceName,
      deleteOnTermination: Ebs?.DeleteOnTermination ?? false,
      tagCount: (volume?.Tags ?? []).filter(({ Key }) => Key?.startsWith('aws:') !== true).length,
    };
  });
  return mapped.toSorted((a, b) => Number(b.root) - Number(a.root) || (a.device < b.device ? -1 : 1));
}

function launchFacts(instance: Instance): LaunchFacts {
  const { MetadataOptions } = instance;
  const facts = {
    ami: instance.ImageId,
    type: instance.InstanceType,
    arch: instance.Architecture,
    virt: instance.VirtualizationType,
    boot: instance.CurrentInstanceBootMode ?? instance.BootMode,
    ena: instance.EnaSupport,
    sriov: instance.SriovNetSupport,
    tpm: instance.TpmSupport,
    metadata: MetadataOptions === undefined ? undefined : metadataOptions(MetadataOptions),
    platform: instance.PlatformDetails,
    usage: instance.UsageOperation,
    codes: filled((instance.ProductCodes ?? []).map(code => `${code.ProductCodeType}:${code.ProductCodeId}`)),
    subnet: instance.SubnetId,
    groups: filled((instance.SecurityGroups ?? []).map(group => group.GroupId ?? '')),
    key: instance.KeyName,
    profile: instance.IamInstanceProfile?.Arn,
  };
  return withoutAbsent(facts);
}

/** All that can be set at launch; `State` only tells how far a change has come. */
function metadataOptions(
  options: NonNullable<Instance['MetadataOptions']>,
): Readonly<Record<string, string | number>> {
  return withoutAbsent({
    tokens: options.HttpTokens,
    hops: options.HttpPutResponseHopLimit,
    endpoint: options.HttpEndpoint,
    ipv6: options.HttpProtocolIpv6,
    tags: options.InstanceMetadataTags,
  });
}

type Present<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

function withoutAbsent<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<Fields>;
}

const filled = <Item>(list: readonly Item[]): readonly Item[] | undefined =>
  list.length === 0 ? undefined : list;

function tagOf(tags: Snapshot['Tags'], key: string): string {
  return tags?.find(tag => tag.Key === key)?.Value ?? '';
}

/** `recoverable` and `recovering` belong to the recycle bin: not in the set any more. Some emulators leave the state out. */
function memberState(state: string | undefined = 'pending'): Member['state'] {
  if (state === 'pending' || state === 'completed' || state === 'error') return state;
  return 'gone';
}

/** EC2 writes `64%`, and an empty text before the first block was copied. */
function percent(progress: string | undefined): number {
  const value = Number.parseInt(progress ?? '', 10);
  return Number.isNaN(value) ? 0 : Math.min(Math.max(value, 0), 100);
}

function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new Error(`EC2 answered without ${name}`);
  return value;
}
