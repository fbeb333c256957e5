import type { CreateSnapshotsRequest, SnapshotInfo, Tag } from '@aws-sdk/client-ec2';
import { randomOf } from '../random.ts';
import type { InstanceRecord, SnapshotRecord, VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { lookUp, lookUpOne } from '../rules/look-up.ts';
import { checkTagCount, copiedTags, specifiedTags } from '../rules/tags.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import { instancesOf, stateOf } from './instance-view.ts';
import { checkSnapshotLimits } from './snapshot-limits.ts';
import { writtenBytes } from './snapshot-work.ts';

const maxVolumes = 128;
const maxExcluded = 40;
const maxDescription = 255;

/** All or nothing: one volume that may not be snapshotted now refuses the whole set. */
export function createSnapshots(region: Region, input: CreateSnapshotsRequest): SnapshotInfo[] {
  checkInput(input);
  const given = specifiedTags(input.TagSpecifications, 'snapshot');
  const instance = lookUpOne('instance', input.InstanceSpecification?.InstanceId ?? '', instancesOf(region));
  checkState(instance, region.now());
  const volumes = chooseVolumes(region, instance, input);
  const members = volumes.map(volume => {
    const tags = input.CopyTagsFromSource === 'volume' ? copiedTags(volume.tags, given) : given;
    checkTagCount(tags);
    return { volume, tags };
  });
  checkSnapshotLimits(region, volumes);
  const records = makeSet(region, members, input.Description ?? '');
  for (const record of records) region.snapshots.set(record.id, record);
  return records.map(record => infoOf(record));
}

function checkInput({ Description: text = '', ...input }: CreateSnapshotsRequest): void {
  if (Array.from(text).length > maxDescription)
    throw invalidValue(
      `Character limit exceeded: the description has more than ${maxDescription} characters.`,
    );
  if (input.CopyTagsFromSource !== undefined && input.CopyTagsFromSource !== 'volume')
    throw invalidValue(
      `Value (${String(input.CopyTagsFromSource)}) for parameter CopyTagsFromSource is invalid.`,
    );
  if (input.OutpostArn !== undefined || (input.Location ?? 'regional') !== 'regional')
    throw invalidValue('The instance is neither on an Outpost nor in a Local Zone.', { surprise: true });
}

function checkState(instance: InstanceRecord, now: number): void {
  const { name } = stateOf(instance, now);
  if (name === 'running' || name === 'stopped' || name === 'stopping') return;
  const message = `The instance '${instance.id}' is in state '${name}' and cannot be snapshotted.`;
  throw new Fault(name === 'pending' ? 'IncorrectState' : 'IncorrectInstanceState', message);
}

function chooseVolumes(
  region: Region,
  instance: InstanceRecord,
  input: CreateSnapshotsRequest,
): VolumeRecord[] {
  const attached = region.volumesOf(instance.id);
  const { ExcludeBootVolume: withoutRoot = false, ExcludeDataVolumeIds: excluded = [] } =
    input.InstanceSpecification ?? {};
  if (excluded.length > maxExcluded)
    throw invalidValue(`You may exclude at most ${maxExcluded} data volumes.`);
  // A server whose root is instance store has no volume at its root device, and only its data volumes are taken.
  const isRoot = (volume: VolumeRecord) => volume.attachment?.device === instance.facts.RootDeviceName;
  for (const volume of lookUp('volume', excluded, region.volumes))
    if (isRoot(volume) || !attached.includes(volume))
      throw invalidValue(`The volume '${volume.id}' is not a data volume of the instance '${instance.id}'.`);
  const chosen = attached.filter(volume => !(withoutRoot && isRoot(volume)) && !excluded.includes(volume.id));
  if (chosen.length === 0)
    throw invalidValue(`There are no attached EBS-backed volumes on the instance id (${instance.id}).`);
  if (chosen.length > maxVolumes)
    throw invalidValue(`A multi-volume snapshot cannot have more than ${maxVolumes} volumes.`);
  return chosen;
}

function makeSet(
  region: Region,
  members: readonly { readonly volume: VolumeRecord; readonly tags: Tag[] }[],
  description: string,
): SnapshotRecord[] {
  const start = region.now();
  const ids = members.map(() => region.random.id('snap'));
  // One member that fails takes the whole set with it.
  const message = members.find(({ volume }) => volume.snapshotFailure)?.volume.snapshotFailure;
  const failsAt = start + randomOf(`failure of ${ids[0]}`).between(120, 240) * 1000;
  return members.map(({ volume, tags }, index) => {
    const id = ids[index] ?? '';
    return {
      id,
      madeAt: start,
      volumeId: volume.id,
      ownerId: region.accountId,
      size: volume.facts.Size,
      fullBytes: writtenBytes(volume.id, volume.facts.Size),
      encrypted: volume.facts.Encrypted,
      kmsKeyId: volume.facts.KmsKeyId,
      ...(volume.billing && { billing: volume.billing }),
      description,
      tags,
      completesAt: start + region.snapshotTakes(id, volume.facts.Size),
      ...(message && { failure: { at: failsAt, message } }),
      sharedWith: [],
    };
  });
}

function infoOf(record: SnapshotRecord): SnapshotInfo {
  return {
    SnapshotId: record.id,
    VolumeId: record.volumeId,
    VolumeSize: record.size,
    OwnerId: record.ownerId,
    Description: record.description,
    StartTime: new Date(record.madeAt),
    State: 'pending',
    // Empty, not 0 %: EC2 has not begun to count when it answers.
    Progress: '',
    Encrypted: record.encrypted,
    Tags: record.tags,
  };
}
