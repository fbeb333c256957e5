import type { DetachVolumeRequest, VolumeAttachment } from '@aws-sdk/client-ec2';
import type { VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { sameSlot } from '../rules/device.ts';
import { lookUpOne } from '../rules/look-up.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { Fault } from '../wire/fault.ts';
import { takes } from './durations.ts';
import { stateOf } from './instance-view.ts';
import { viewAttachment, volumeState } from './volume-state.ts';

export function detachVolume(region: Region, input: DetachVolumeRequest): VolumeAttachment {
  onlySimulated(input, 'Device Force InstanceId VolumeId');
  const volume = lookUpOne('volume', input.VolumeId ?? '', region.seen(region.volumes));
  const now = region.now();
  const { attachment } = volume;
  if (!attachment)
    throw new Fault('IncorrectState', `Volume '${volume.id}' is in the '${volumeState(volume, now)}' state.`);
  const { InstanceId: instanceId = attachment.instanceId, Device: device = attachment.device } = input;
  if (instanceId !== attachment.instanceId || !sameSlot(device, attachment.device))
    throw new Fault(
      'InvalidAttachment.NotFound',
      `The volume '${volume.id}' is not attached to instance '${instanceId}' as device '${device}'.`,
    );
  const instance = region.instances.get(instanceId);
  const isRoot = instance !== undefined && sameSlot(device, instance.facts.RootDeviceName ?? '');
  if (isRoot && stateOf(instance, now).name !== 'stopped')
    throw new Fault(
      'OperationNotPermitted',
      `Unable to detach root volume '${volume.id}' from instance '${instanceId}'`,
    );
  if (attachment.detachedAt === undefined) detach(region, volume, now);
  return viewAttachment(volume.id, volume.attachment ?? attachment, now);
}

/** Begins now, and the volume is available some seconds later. */
function detach(region: Region, volume: VolumeRecord, now: number): void {
  if (!volume.attachment) return;
  const leaving = { ...volume.attachment, detachedAt: now + takes('detach', volume.id) };
  volume.attachment = leaving;
  region.later(leaving.detachedAt, () => {
    if (volume.attachment === leaving) volume.attachment = undefined;
  });
}
