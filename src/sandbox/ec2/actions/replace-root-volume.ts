import type { CreateReplaceRootVolumeTaskRequest, ReplaceRootVolumeTask } from '@aws-sdk/client-ec2';
import type { InstanceRecord, RootTaskRecord, VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { lookUpOne } from '../rules/look-up.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { checkTagCount, specifiedTags } from '../rules/tags.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import { discard } from './delete-volume.ts';
import { takes } from './durations.ts';
import { instancesOf, stateOf } from './instance-view.ts';
import { type Replacement, replacementFor } from './root-replacement.ts';
import { isUnfinished, viewRootTask } from './root-task-view.ts';

export function replaceRootVolume(
  region: Region,
  input: CreateReplaceRootVolumeTaskRequest,
): ReplaceRootVolumeTask {
  onlySimulated(input, 'InstanceId SnapshotId TagSpecifications ImageId DeleteReplacedRootVolume VolumeId');
  const tags = specifiedTags(input.TagSpecifications, 'replace-root-volume-task');
  checkTagCount(tags);
  const instance = lookUpOne('instance', input.InstanceId ?? '', instancesOf(region));
  const root = rootOf(region, instance);
  const replacement = replacementFor(region, input, instance, root);
  const id = region.random.id('replacevol');
  const madeAt = region.now();
  const startsAt = madeAt + takes('prepare root volume', id);
  const swap = takes('swap root volume', id);
  const task: RootTaskRecord = {
    id,
    madeAt,
    tags,
    instanceId: instance.id,
    ...(input.SnapshotId !== undefined && { snapshotId: input.SnapshotId }),
    ...(input.ImageId !== undefined && { imageId: input.ImageId }),
    deletesReplaced: input.DeleteReplacedRootVolume ?? false,
    startsAt,
    failsAt: startsAt + swap / 2,
    endsAt: startsAt + swap,
    outcome: region.rootTaskEnds(instance.id),
  };
  region.rootTasks.set(id, task);
  if (replacement.isNew) region.volumes.set(replacement.volume.id, replacement.volume);
  region.later(task.endsAt, () => finish(region, { ...replacement, task, instance, root }));
  return viewRootTask(task, region);
}

/** The root volume of an instance whose root can be replaced now. */
function rootOf(region: Region, instance: InstanceRecord): VolumeRecord {
  if (instance.facts.RootDeviceType !== 'ebs')
    throw new Fault('UnsupportedOperation', `The root device of '${instance.id}' is not an EBS volume.`);
  const type = region.instanceTypes.get(instance.facts.InstanceType ?? '');
  if (type?.BareMetal)
    throw new Fault('UnsupportedOperation', 'The root volume of a bare metal instance cannot be replaced.');
  const now = region.now();
  if (stateOf(instance, now).name !== 'running')
    throw new Fault('IncorrectInstanceState', `The instance '${instance.id}' is not in the 'running' state.`);
  const busy = [...region.rootTasks.values()].some(
    task => task.instanceId === instance.id && isUnfinished(task, now),
  );
  if (busy)
    throw new Fault('IncorrectState', `The root volume of '${instance.id}' is being replaced already.`);
  const root = region
    .volumesOf(instance.id)
    .find(({ attachment }) => attachment?.device === instance.facts.RootDeviceName);
  if (!root) throw invalidValue(`The instance '${instance.id}' has no root volume attached.`);
  return root;
}

type Swap = Replacement & {
  readonly task: RootTaskRecord;
  readonly instance: InstanceRecord;
  readonly root: VolumeRecord;
};

function finish(region: Region, { task, instance, root, volume, isNew, keeps }: Swap): void {
  const { attachment } = root;
  // An attachment that is gone: the instance was terminated meanwhile.
  const done = task.outcome === 'succeeded' && attachment !== undefined;
  if (attachment && task.outcome !== 'failed') root.attachment = undefined;
  if (!done) {
    if (isNew) discard(region, volume, task.endsAt);
    return;
  }
  const deleteOnTermination = keeps && attachment.deleteOnTermination;
  region.volumes.attach(volume, { ...attachment, deleteOnTermination, at: task.endsAt });
  instance.roots = [...(instance.roots ?? []), volume.id];
  if (task.deletesReplaced) discard(region, root, task.endsAt);
}
