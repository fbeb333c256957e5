import type { BlockDeviceMapping, Image, ImageState } from '@aws-sdk/client-ec2';
import type { ImageDevice, ImageRecord } from '../records.ts';
import type { Region } from '../region.ts';

export function mayLaunch({ isPublic, ownerId }: ImageRecord, accountId: string): boolean {
  return isPublic || ownerId === accountId;
}

export function imageState({ disabled, availableAt }: ImageRecord, now: number): ImageState {
  if (disabled) return 'disabled';
  return now < availableAt ? 'pending' : 'available';
}

export function viewImage(image: ImageRecord, region: Region): Image {
  return {
    ...image.facts,
    ImageId: image.id,
    Name: image.name,
    ImageLocation: `${image.ownerAlias ?? image.ownerId}/${image.name}`,
    ImageType: 'machine',
    Hypervisor: 'xen',
    OwnerId: image.ownerId,
    ...(image.ownerAlias && { ImageOwnerAlias: image.ownerAlias }),
    Public: image.isPublic,
    State: imageState(image, region.now()),
    CreationDate: new Date(image.madeAt).toISOString(),
    ...(image.deprecatedAt && { DeprecationTime: new Date(image.deprecatedAt).toISOString() }),
    BlockDeviceMappings: image.devices.map(mappingOf),
    Tags: region.visibleTags(image),
  };
}

function mappingOf({
  device,
  snapshotId,
  size,
  type,
  encrypted,
  deleteOnTermination,
}: ImageDevice): BlockDeviceMapping {
  return {
    DeviceName: device,
    Ebs: {
      ...(snapshotId && { SnapshotId: snapshotId }),
      VolumeSize: size,
      VolumeType: type,
      Encrypted: encrypted,
      DeleteOnTermination: deleteOnTermination,
    },
  };
}
