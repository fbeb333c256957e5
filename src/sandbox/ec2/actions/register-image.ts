import type { BlockDeviceMapping, ImdsSupportValues, RegisterImageRequest } from '@aws-sdk/client-ec2';
import type { ImageDevice, ImageRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { checkDevice, sameSlot } from '../rules/device.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { checkTagCount, specifiedTags } from '../rules/tags.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import { takes } from './durations.ts';
import { planDisk } from './volume-work.ts';

const architectures = ['i386', 'x86_64', 'arm64', 'x86_64_mac', 'arm64_mac'];

/** An image of snapshots. It says of itself what the call says: EC2's defaults are those of 2006. */
export function registerImage(region: Region, input: RegisterImageRequest): string {
  onlySimulated(
    input,
    'Architecture BlockDeviceMappings BootMode Description EnaSupport ImdsSupport Name RootDeviceName ' +
      'SriovNetSupport TagSpecifications TpmSupport VirtualizationType',
  );
  const tags = specifiedTags(input.TagSpecifications, 'image');
  checkTagCount(tags);
  checkName(region, input.Name ?? '');
  checkWords(input);
  const devices = devicesOf(region, input);
  const id = region.random.id('ami');
  region.images.set(id, {
    id,
    madeAt: region.now(),
    availableAt: region.now() + takes('register image', id),
    tags,
    name: input.Name ?? '',
    ownerId: region.accountId,
    isPublic: false,
    devices,
    facts: factsOf(region, input, devices),
  });
  return id;
}

function checkName(region: Region, name: string): void {
  if (!/^[\w()[\] ./\-'@]{3,128}$/.test(name))
    throw new Fault(
      'InvalidAMIName.Malformed',
      'AMI names must be between 3 and 128 characters long, and may contain letters, numbers, ' +
        "'(', ')', '.', '-', '/' and '_'",
    );
  const same = [...region.images.values()].find(
    image => image.name === name && image.ownerId === region.accountId,
  );
  if (same)
    throw new Fault('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by AMI ${same.id}`);
}

function checkWords(input: RegisterImageRequest): void {
  const among = (name: string, value: string | undefined, words: readonly string[]) => {
    if (value !== undefined && !words.includes(value))
      throw invalidValue(`Value (${value}) for parameter ${name} is invalid.`);
  };
  among('architecture', input.Architecture, architectures);
  among('virtualizationType', input.VirtualizationType, ['hvm', 'paravirtual']);
  among('bootMode', input.BootMode, ['legacy-bios', 'uefi', 'uefi-preferred']);
  among('tpmSupport', input.TpmSupport, ['v2.0']);
  among('imdsSupport', input.ImdsSupport, ['v2.0']);
  among('sriovNetSupport', input.SriovNetSupport, ['simple']);
  if (input.TpmSupport !== undefined && input.BootMode !== 'uefi')
    throw new Fault('InvalidParameterCombination', 'TpmSupport requires the boot mode uefi.');
}

function devicesOf(region: Region, input: RegisterImageRequest): ImageDevice[] {
  const { RootDeviceName: root, BlockDeviceMappings: mappings = [] } = input;
  if (root === undefined)
    throw new Fault('MissingParameter', 'The request must contain the parameter rootDeviceName');
  const devices = mappings.map(mapping => deviceOf(region, mapping));
  const names = devices.map(({ device }) => device);
  const twice = names.find((name, index) => names.slice(0, index).some(other => sameSlot(name, other)));
  if (twice !== undefined)
    throw new Fault(
      'InvalidBlockDeviceMapping',
      `The device '${twice}' is used in more than one block-device mapping`,
    );
  const first = devices.find(({ device }) => device === root);
  if (first?.snapshotId === undefined)
    throw new Fault('InvalidBlockDeviceMapping', `No snapshot is given for the root device ${root}.`);
  return [first, ...devices.filter(device => device !== first)];
}

function deviceOf(region: Region, mapping: BlockDeviceMapping): ImageDevice {
  onlySimulated(mapping, 'DeviceName Ebs', 'BlockDeviceMapping.');
  const { DeviceName: device = '', Ebs: ebs = {} } = mapping;
  onlySimulated(
    ebs,
    'DeleteOnTermination Encrypted Iops SnapshotId Throughput VolumeSize VolumeType',
    'BlockDeviceMapping.Ebs.',
  );
  checkDevice(device);
  const refuse = (message: string) => new Fault('InvalidBlockDeviceMapping', message);
  if (ebs.Encrypted !== undefined && ebs.SnapshotId !== undefined)
    throw new Fault(
      'InvalidParameterDependency',
      'The parameter encrypted cannot be used with a snapshot: the image has what the snapshot has.',
    );
  const wish = { snapshotId: ebs.SnapshotId, size: ebs.VolumeSize, type: ebs.VolumeType, iops: ebs.Iops };
  const { facts, snapshot } = planDisk(region, { ...wish, throughput: ebs.Throughput }, refuse);
  return {
    device,
    ...(snapshot && { snapshotId: snapshot.id }),
    size: facts.Size,
    type: facts.VolumeType,
    encrypted: facts.Encrypted,
    deleteOnTermination: ebs.DeleteOnTermination ?? true,
  };
}

// Codes of the Marketplace come along with any snapshot. What the snapshots do not carry here is what Windows and
// others bill by: such an image says Linux, and whoever made it has to look.
function factsOf(
  region: Region,
  input: RegisterImageRequest,
  devices: readonly ImageDevice[],
): ImageRecord['facts'] {
  const codes = devices.flatMap(
    ({ snapshotId = '' }) => region.snapshots.get(snapshotId)?.billing?.productCodes ?? [],
  );
  return {
    Architecture: input.Architecture ?? 'i386',
    VirtualizationType: input.VirtualizationType === 'hvm' ? 'hvm' : 'paravirtual',
    RootDeviceName: input.RootDeviceName,
    RootDeviceType: 'ebs',
    EnaSupport: input.EnaSupport ?? false,
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    ProductCodes: [...new Set(codes)].map(code => ({
      ProductCodeId: code,
      ProductCodeType: 'marketplace' as const,
    })),
    ...(input.Description !== undefined && { Description: input.Description }),
    ...(input.BootMode !== undefined && { BootMode: input.BootMode }),
    ...(input.TpmSupport !== undefined && { TpmSupport: input.TpmSupport }),
    ...(input.ImdsSupport !== undefined && { ImdsSupport: input.ImdsSupport satisfies ImdsSupportValues }),
    ...(input.SriovNetSupport !== undefined && { SriovNetSupport: input.SriovNetSupport }),
  };
}
