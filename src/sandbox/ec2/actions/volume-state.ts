import type {
  InstanceBlockDeviceMapping,
  Volume,
  VolumeAttachment,
  VolumeAttachmentState,
  VolumeState,
} from '@aws-sdk/client-ec2';
import type { Attachment, VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';

export function volumeState({ attachment, availableAt = 0, goneAt }: VolumeRecord, now: number): VolumeState {
  if (goneAt !== undefined) return 'deleting';
  if (attachment) return 'in-use';
  return now < availableAt ? 'creating' : 'available';
}

function attachmentState({ attachedAt = 0, detachedAt }: Attachment, now: number): VolumeAttachmentState {
  if (detachedAt !== undefined) return 'detaching';
  return now < attachedAt ? 'attaching' : 'attached';
}

export function viewAttachment(volumeId: string, attachment: Attachment, now: number): VolumeAttachment {
  return {
    VolumeId: volumeId,
    InstanceId: attachment.instanceId,
    Device: attachment.device,
    State: attachmentState(attachment, now),
    AttachTime: new Date(attachment.at),
    DeleteOnTermination: attachment.deleteOnTermination,
  };
}

/** An instance's volume as DescribeInstances shows it. */
export function mappingOf({ id, attachment }: VolumeRecord, now: number): InstanceBlockDeviceMapping[] {
  if (!attachment) return [];
  const state = attachmentState(attachment, now);
  return [
    {
      DeviceName: attachment.device,
      Ebs: {
        VolumeId: id,
        Status: state === 'busy' ? 'attached' : state,
        AttachTime: new Date(attachment.at),
        DeleteOnTermination: attachment.deleteOnTermination,
      },
    },
  ];
}

export function viewVolume(record: VolumeRecord, region: Region): Volume {
  const now = region.now();
  return {
    ...record.facts,
    VolumeId: record.id,
    CreateTime: new Date(record.madeAt),
    State: volumeState(record, now),
    Attachments: record.attachment ? [viewAttachment(record.id, record.attachment, now)] : [],
    Tags: region.visibleTags(record),
  };
}
