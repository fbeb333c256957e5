import type { CreateReplaceRootVolumeTaskResult, Reservation, Volume } from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import type { TokenRules } from '../rules/idempotency.ts';
import { Fault } from '../wire/fault.ts';
import { stateOf, viewInstance } from './instance-view.ts';
import { viewRootTask } from './root-task-view.ts';
import { viewVolume } from './volume-state.ts';

/** A repeated call is told of the same things as they are by now. */
export function ec2Tokens(region: Region): TokenRules {
  return {
    // Launches and volumes are remembered by the zone they were asked for, if any was named.
    scope(action, params) {
      if (action !== 'RunInstances') return '';
      const subnet = region.subnets.get(typeof params['SubnetId'] === 'string' ? params['SubnetId'] : '');
      return subnet?.zone ?? '';
    },
    again(action, output) {
      if (action === 'RunInstances') return launchedBefore(region, output as Reservation);
      if (action === 'CreateVolume') return volumeAsItIs(region, output as Volume);
      if (action !== 'CreateReplaceRootVolumeTask') return output;
      const { ReplaceRootVolumeTask: task } = output as CreateReplaceRootVolumeTaskResult;
      const record = region.rootTasks.get(task?.ReplaceRootVolumeTaskId ?? '');
      return record ? { ReplaceRootVolumeTask: viewRootTask(record, region) } : output;
    },
  };
}

function launchedBefore(region: Region, first: Reservation): Reservation {
  const Instances = (first.Instances ?? []).map(({ InstanceId: id = '' }) => {
    const record = region.instances.get(id);
    const name = record && stateOf(record, region.now()).name;
    if (!record || name === 'terminated' || name === 'shutting-down')
      throw new Fault(
        'IdempotentInstanceTerminated',
        'The client token you have provided is associated with an instance that is terminated.',
      );
    return { ...viewInstance(record, region.volumesOf(id), region), Tags: [...record.tags] };
  });
  return { ...first, Instances };
}

function volumeAsItIs(region: Region, first: Volume): Volume {
  const record = region.volumes.get(first.VolumeId ?? '');
  if (!record) throw new Fault('InvalidVolume.NotFound', `The volume '${first.VolumeId}' does not exist.`);
  return viewVolume(record, region);
}
