import type { Instance, InstanceState } from '@aws-sdk/client-ec2';
import type { InstanceRecord, StateName, VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { only, type Shelf } from '../shelf.ts';
import { withElasticAddress } from './elastic-address.ts';
import { withoutPublicAddress } from './public-address.ts';
import { mappingOf } from './volume-state.ts';

const codes: Readonly<Record<StateName, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** EC2 shows a terminated instance for about an hour, then does not know it any more. */
const terminatedFor = 60 * 60_000;

export function stateOf(record: InstanceRecord, now: number) {
  const state = record.states.findLast(({ at }) => at <= now) ?? record.states[0];
  if (!state) throw new Error(`${record.id} has no state`);
  return state;
}

export function viewState(record: InstanceRecord, now: number): InstanceState {
  const { name } = stateOf(record, now);
  return { Name: name, Code: codes[name] };
}

export function instancesOf(region: Region): Shelf<InstanceRecord> {
  const now = region.now();
  return only(region.seen(region.instances), record => {
    const state = stateOf(record, now);
    return state.name !== 'terminated' || now - state.at < terminatedFor;
  });
}

export function viewInstance(
  record: InstanceRecord,
  volumes: readonly VolumeRecord[],
  region: Region,
): Instance {
  const now = region.now();
  const { name, reason, failure } = stateOf(record, now);
  const view: Instance = {
    ...record.facts,
    InstanceId: record.id,
    State: viewState(record, now),
    StateTransitionReason: reason ?? '',
    Tags: region.visibleTags(record),
    // Only EBS volumes: EC2 does not show instance-store disks here.
    BlockDeviceMappings: name === 'terminated' ? [] : volumes.flatMap(volume => mappingOf(volume, now)),
  };
  if (failure) view.StateReason = { Code: failure.code, Message: failure.message };
  else if (reason)
    view.StateReason = {
      Code: 'Client.UserInitiatedShutdown',
      Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
    };
  if (name === 'terminated') return withoutNetwork(view);
  // What AWS lent for the time of running is gone when it stops; an Elastic IP stays.
  return withElasticAddress(name === 'stopped' ? withoutPublicAddress(view) : view, region);
}

function withoutNetwork(view: Instance): Instance {
  const { PrivateIpAddress: _address, SubnetId: _subnet, VpcId: _vpc, ...rest } = withoutPublicAddress(view);
  return { ...rest, PrivateDnsName: '', NetworkInterfaces: [], SecurityGroups: [] };
}
