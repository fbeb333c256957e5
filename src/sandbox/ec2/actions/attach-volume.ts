import type { AttachVolumeRequest, VolumeAttachment } from '@aws-sdk/client-ec2';
import type { InstanceRecord, VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { checkDevice, sameSlot } from '../rules/device.ts';
import { lookUpOne } from '../rules/look-up.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import { takes } from './durations.ts';
import { instancesOf, stateOf } from './instance-view.ts';
import { viewAttachment, volumeState } from './volume-state.ts';

export function attachVolume(region: Region, input: AttachVolumeRequest): VolumeAttachment {
  onlySimulated(input, 'Device InstanceId VolumeId');
  const { Device: device = '', InstanceId: instanceId = '', VolumeId: volumeId = '' } = input;
  checkDevice(device);
  const volume = lookUpOne('volume', volumeId, region.seen(region.volumes));
  const instance = lookUpOne('instance', instanceId, instancesOf(region));
  const now = region.now();
  checkVolume(volume, instance, now);
  checkInstance(region, instance, volume);
  if (
    region.volumesOf(instanceId).some(({ attachment }) => attachment && sameSlot(attachment.device, device))
  )
    throw invalidValue(
      `Invalid value '${device}' for unixDevice. Attachment point ${device} is already in use`,
    );
  const attachment = {
    instanceId,
    device,
    at: now,
    deleteOnTermination: false,
    attachedAt: now + takes('attach', volumeId),
  };
  region.volumes.attach(volume, attachment);
  if (device === instance.facts.RootDeviceName) instance.roots = [...(instance.roots ?? []), volumeId];
  return viewAttachment(volumeId, attachment, now);
}

function checkVolume(volume: VolumeRecord, instance: InstanceRecord, now: number): void {
  const state = volumeState(volume, now);
  if (state === 'in-use') throw new Fault('VolumeInUse', `${volume.id} is already attached to an instance`);
  if (state !== 'available')
    throw new Fault('IncorrectState', `Volume '${volume.id}' is in the '${state}' state.`);
  if (volume.facts.AvailabilityZone !== instance.facts.Placement?.AvailabilityZone)
    throw new Fault(
      'InvalidVolume.ZoneMismatch',
      `The volume '${volume.id}' is not in the same availability zone as instance '${instance.id}'`,
    );
}

function checkInstance(region: Region, instance: InstanceRecord, volume: VolumeRecord): void {
  const { name } = stateOf(instance, region.now());
  if (name !== 'running' && name !== 'stopped')
    throw new Fault('IncorrectState', `Instance '${instance.id}' is not 'running'.`);
  // A disk with software of the Marketplace on it goes only to an instance that does not run.
  if (volume.billing?.productCodes.length && name === 'running')
    throw new Fault(
      'OperationNotPermitted',
      `'${volume.id}' with Marketplace codes may not be attached to a running instance.`,
    );
  const type = region.instanceTypes.get(instance.facts.InstanceType ?? '');
  if (volume.facts.Encrypted && type?.EbsInfo?.EncryptionSupport === 'unsupported')
    throw new Fault(
      'EncryptedVolumesNotSupported',
      `Encrypted volumes are not supported by the instance type '${instance.facts.InstanceType}'.`,
    );
  if (region.volumesOf(instance.id).length >= (type?.EbsInfo?.MaximumEbsAttachments ?? 27))
    throw new Fault(
      'AttachmentLimitExceeded',
      `The instance '${instance.id}' has as many volumes as its type can have.`,
    );
}
