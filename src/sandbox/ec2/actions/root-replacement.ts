import type { CreateReplaceRootVolumeTaskRequest } from '@aws-sdk/client-ec2';
import type { InstanceRecord, VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { lookUpOne } from '../rules/look-up.ts';
import { only } from '../shelf.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import { billingOf, sameBilling } from './billing.ts';
import { imageState, mayLaunch } from './image-view.ts';
import { volumeState } from './volume-state.ts';
import { newVolume, planDisk, usableSnapshot } from './volume-work.ts';

export type Replacement = {
  readonly volume: VolumeRecord;
  readonly isNew: boolean;
  /** Whether it goes with the instance as the root before it did; a volume that was named stays. */
  readonly keeps: boolean;
};

/** The volume that shall become the root, by whichever of the four ways was asked for. */
export function replacementFor(
  region: Region,
  input: CreateReplaceRootVolumeTaskRequest,
  instance: InstanceRecord,
  root: VolumeRecord,
): Replacement {
  const { SnapshotId: snapshotId, ImageId: imageId, VolumeId: volumeId } = input;
  if ([snapshotId, imageId, volumeId].filter(id => id !== undefined).length > 1)
    throw new Fault(
      'InvalidParameterCombination',
      'Only one of SnapshotId, ImageId and VolumeId can be specified.',
    );
  if (volumeId !== undefined)
    return { volume: namedVolume(region, volumeId, root), isNew: false, keeps: false };
  if (snapshotId !== undefined) {
    checkLineage(region, snapshotId, instance);
    return fresh(region, root, { snapshotId, size: 0 });
  }
  if (imageId !== undefined) return fresh(region, root, ofImage(region, imageId, instance));
  // As it was launched: from the snapshot of the image it came from.
  const first = region.volumes.get(instance.roots?.[0] ?? '') ?? root;
  return fresh(region, root, { snapshotId: first.facts.SnapshotId ?? '', size: 0 });
}

function checkLineage(region: Region, snapshotId: string, instance: InstanceRecord): void {
  const { volumeId } = usableSnapshot(region, snapshotId);
  if (!instance.roots?.includes(volumeId))
    throw invalidValue(
      `Invalid snapshot for root volume for virt ${instance.id}. ` +
        'The snapshot should be of one of the root volumes attached to the instance in the past',
    );
}

function ofImage(region: Region, imageId: string, instance: InstanceRecord) {
  const known = only(region.seen(region.images), image => mayLaunch(image, region.accountId));
  const image = lookUpOne('image', imageId, known);
  if (imageState(image, region.now()) !== 'available')
    throw new Fault('InvalidAMIID.Unavailable', `The image ID '${imageId}' is not available.`);
  const { Architecture: architecture, VirtualizationType: virtualization } = image.facts;
  const fits =
    architecture === instance.facts.Architecture &&
    virtualization === instance.facts.VirtualizationType &&
    sameBilling(billingOf(image.facts), billingOf(instance.facts));
  const [device] = image.devices;
  if (!fits || !device)
    throw invalidValue(
      `The image '${imageId}' differs from the instance '${instance.id}' in its product codes, billing information, architecture or virtualization type.`,
    );
  return { snapshotId: device.snapshotId ?? '', size: device.size };
}

/** A new volume of the root's type and performance, and no smaller than it. */
function fresh(
  region: Region,
  root: VolumeRecord,
  source: { readonly snapshotId: string; readonly size: number },
): Replacement {
  const { VolumeType: type, Size: size, Iops, Throughput, Encrypted } = root.facts;
  const snapshot = region.snapshots.get(source.snapshotId);
  const disk = planDisk(region, {
    type,
    size: Math.max(size, source.size, snapshot?.size ?? 0),
    iops: type === 'gp2' ? undefined : Iops,
    throughput: Throughput,
    encrypted: Encrypted || snapshot?.encrypted === true,
    kmsKeyId: root.facts.KmsKeyId ?? snapshot?.kmsKeyId,
  });
  const { AvailabilityZone: name, AvailabilityZoneId: id = '' } = root.facts;
  const volume = newVolume(region, { ...disk, billing: root.billing }, { name, id });
  return {
    volume: { ...volume, facts: { ...volume.facts, SnapshotId: source.snapshotId } },
    isNew: true,
    keeps: true,
  };
}

function namedVolume(region: Region, volumeId: string, root: VolumeRecord): VolumeRecord {
  const volume = lookUpOne('volume', volumeId, region.seen(region.volumes));
  const state = volumeState(volume, region.now());
  if (state !== 'available')
    throw new Fault('IncorrectState', `Volume '${volumeId}' is in the '${state}' state.`);
  if (volume.facts.AvailabilityZone !== root.facts.AvailabilityZone)
    throw new Fault(
      'InvalidVolume.ZoneMismatch',
      `The volume '${volumeId}' is not in the same availability zone as the instance.`,
    );
  if (root.facts.Encrypted && !volume.facts.Encrypted)
    throw invalidValue(`The volume '${volumeId}' is not encrypted, and the root volume of the instance is.`);
  if (!sameBilling(volume.billing, root.billing))
    throw invalidValue(
      `The product codes or billing information of the volume '${volumeId}' do not match those of the instance.`,
    );
  return volume;
}
