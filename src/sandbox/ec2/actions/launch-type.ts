import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import type { ImageRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import type { LaunchDisk } from './launch-disks.ts';

/** The instance type of that name, if the image can run on it. */
export function launchType(region: Region, name: string, image: ImageRecord): InstanceTypeInfo {
  const type = region.instanceTypes.get(name);
  if (!type) throw invalidValue(`Invalid value '${name}' for InstanceType.`);
  const { Architecture: architecture = 'i386', VirtualizationType: virtualization } = image.facts;
  const supported = type.ProcessorInfo?.SupportedArchitectures ?? [];
  if (!supported.some(each => each === architecture))
    throw invalidValue(
      `The architecture '${supported.join(',')}' of the specified instance type does not match the architecture ` +
        `'${architecture}' of the specified AMI. Specify an instance type and an AMI that have matching ` +
        `architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover ` +
        `the architecture of the instance type or AMI.`,
    );
  if (!type.SupportedVirtualizationTypes?.some(each => each === virtualization))
    throw combination(
      `The instance configuration for this AWS Marketplace product or AMI is not supported: virtualization type ` +
        `'${virtualization}' cannot be used with instance type '${name}'.`,
    );
  if (
    image.facts.RootDeviceType === 'instance-store' &&
    !type.SupportedRootDeviceTypes?.includes('instance-store')
  )
    throw combination(`The instance type '${name}' does not support an instance-store root device.`);
  if (type.NetworkInfo?.EnaSupport === 'required' && !image.facts.EnaSupport)
    throw combination(
      `Enhanced networking with the Elastic Network Adapter (ENA) is required for the '${name}' instance type. ` +
        'Ensure that you are using an AMI that is enabled for ENA.',
    );
  checkBoot(type, name, image);
  return type;
}

function checkBoot(type: InstanceTypeInfo, name: string, { facts }: ImageRecord): void {
  const modes = type.SupportedBootModes ?? [];
  const usual = facts.Architecture === 'arm64' ? 'uefi' : 'legacy-bios';
  const mode = facts.BootMode ?? usual;
  if (mode !== 'uefi-preferred' && !modes.some(each => each === mode))
    throw combination(`The instance type '${name}' does not support the boot mode '${mode}' of the AMI.`);
  if (facts.TpmSupport && type.NitroTpmSupport !== 'supported')
    throw combination(`The instance type '${name}' does not support NitroTPM.`);
}

/** Old types can neither use encrypted disks nor take any number of them. */
export function checkDisks(type: InstanceTypeInfo, disks: readonly LaunchDisk[]): void {
  const { EncryptionSupport: encryption, MaximumEbsAttachments: most = 27 } = type.EbsInfo ?? {};
  if (encryption === 'unsupported' && disks.some(({ disk }) => disk.facts.Encrypted))
    throw new Fault(
      'EncryptedVolumesNotSupported',
      `Encrypted volumes are not supported by the instance type '${type.InstanceType}'.`,
    );
  if (disks.length > most)
    throw new Fault('AttachmentLimitExceeded', `An instance of this type can have at most ${most} volumes.`);
}

function combination(message: string): Fault {
  return new Fault('InvalidParameterCombination', message);
}
