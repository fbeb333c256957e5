import type { BlockDeviceMapping, EbsBlockDevice } from '@aws-sdk/client-ec2';
import type { ImageDevice, ImageRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { checkDevice, sameSlot } from '../rules/device.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { Fault } from '../wire/fault.ts';
import { billingOf } from './billing.ts';
import { type Disk, planDisk } from './volume-work.ts';

export type LaunchDisk = {
  readonly device: string;
  readonly disk: Disk;
  readonly deleteOnTermination: boolean;
};

const badMapping = (message: string) => new Fault('InvalidBlockDeviceMapping', message);

/** The image's disks as the launch changes them, and those it adds. The root comes first. */
export function launchDisks(
  region: Region,
  image: ImageRecord,
  mappings: readonly BlockDeviceMapping[] = [],
): LaunchDisk[] {
  mappings.forEach((mapping, index) => checkMapping(mapping, mappings.slice(0, index)));
  const changeOf = (device: string) => mappings.find(({ DeviceName: name = '' }) => sameSlot(name, device));
  const [root] = image.devices;
  const ofImage = image.devices.flatMap(device => {
    const change = changeOf(device.device);
    if (change?.NoDevice !== undefined && device !== root) return [];
    return diskOfImage(region, image, device, change?.Ebs ?? {}, device === root);
  });
  const added = mappings
    .filter(
      ({ DeviceName: name = '', Ebs: ebs }) =>
        ebs && !image.devices.some(({ device }) => sameSlot(device, name)),
    )
    .map(({ DeviceName: device = '', Ebs: ebs = {} }) => ({
      device,
      disk: planDisk(region, wishOf(ebs), badMapping),
      deleteOnTermination: ebs.DeleteOnTermination ?? false,
    }));
  return [...ofImage, ...added];
}

function checkMapping(mapping: BlockDeviceMapping, earlier: readonly BlockDeviceMapping[]): void {
  onlySimulated(mapping, 'DeviceName Ebs NoDevice', 'BlockDeviceMapping.');
  onlySimulated(
    mapping.Ebs ?? {},
    'DeleteOnTermination Iops SnapshotId VolumeSize KmsKeyId Throughput VolumeType Encrypted',
    'BlockDeviceMapping.Ebs.',
  );
  const { DeviceName: device, Ebs: ebs } = mapping;
  if (device === undefined)
    throw new Fault('MissingParameter', 'The request must contain the parameter deviceName');
  checkDevice(device);
  if (earlier.some(({ DeviceName: other = '' }) => sameSlot(device, other)))
    throw badMapping(`The device '${device}' is used in more than one block-device mapping`);
  if (ebs && mapping.NoDevice !== undefined) throw badMapping(`'${device}' is both given and taken away`);
}

function diskOfImage(
  region: Region,
  image: ImageRecord,
  device: ImageDevice,
  change: EbsBlockDevice,
  isRoot: boolean,
): LaunchDisk {
  if (isRoot && change.SnapshotId !== undefined && change.SnapshotId !== device.snapshotId)
    throw badMapping('snapshotId cannot be modified on root device');
  const other = change.SnapshotId !== undefined && change.SnapshotId !== device.snapshotId;
  const size = change.VolumeSize ?? device.size;
  if (!other && size < device.size)
    throw badMapping(
      `Volume of size ${size}GB is smaller than snapshot '${device.snapshotId ?? ''}', expect size >= ${device.size}GB`,
    );
  if (device.encrypted && change.Encrypted === false)
    throw badMapping('The parameter encrypted is invalid: the snapshot is encrypted.');
  const wish = wishOf({ VolumeType: device.type, ...change, VolumeSize: size });
  const planned = other
    ? planDisk(region, wish, badMapping)
    : planDisk(
        region,
        { ...wish, snapshotId: undefined, encrypted: device.encrypted || change.Encrypted },
        badMapping,
      );
  if (isRoot && ['st1', 'sc1'].includes(planned.facts.VolumeType))
    throw new Fault(
      'BootForVolumeTypeUnsupported',
      `The volume type '${planned.facts.VolumeType}' cannot be the root of an instance.`,
    );
  const source = region.snapshots.get(device.snapshotId ?? '');
  const facts = {
    ...planned.facts,
    ...(!other && { SnapshotId: device.snapshotId ?? '' }),
    ...(!other && source?.kmsKeyId && change.KmsKeyId === undefined && { KmsKeyId: source.kmsKeyId }),
  };
  const billing = isRoot ? billingOf(image.facts) : source?.billing;
  return {
    device: device.device,
    disk: { ...planned, facts, billing: other ? planned.billing : billing },
    deleteOnTermination: change.DeleteOnTermination ?? device.deleteOnTermination,
  };
}

function wishOf(ebs: EbsBlockDevice) {
  return {
    snapshotId: ebs.SnapshotId,
    size: ebs.VolumeSize,
    type: ebs.VolumeType,
    iops: ebs.Iops,
    throughput: ebs.Throughput,
    encrypted: ebs.Encrypted,
    kmsKeyId: ebs.KmsKeyId,
  };
}
