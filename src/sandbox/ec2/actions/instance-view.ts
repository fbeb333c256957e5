import type { Instance, InstanceBlockDeviceMapping } from '@aws-sdk/client-ec2';
import type { InstanceRecord, StateName, VolumeRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { only, type Shelf } from '../shelf.ts';

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
  const { name, reason } = stateOf(record, region.now());
  const view: Instance = {
    ...record.facts,
    InstanceId: record.id,
    State: { Name: name, Code: codes[name] },
    StateTransitionReason: reason ?? '',
    Tags: region.visibleTags(record),
    BlockDeviceMappings: name === 'terminated' ? [] : mappingsOf(volumes),
  };
  if (reason)
    view.StateReason = {
      Code: 'Client.UserInitiatedShutdown',
      Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
    };
  return name === 'terminated'
    ? withoutNetwork(view)
    : name === 'stopped'
      ? withoutPublicAddress(view)
      : view;
}

// Only EBS volumes are mapped: EC2 does not show instance-store disks here.
function mappingsOf(volumes: readonly VolumeRecord[]): InstanceBlockDeviceMapping[] {
  return volumes.flatMap(({ id, attachment }) =>
    attachment
      ? {
          DeviceName: attachment.device,
          Ebs: {
            VolumeId: id,
            Status: 'attached',
            AttachTime: new Date(attachment.at),
            DeleteOnTermination: attachment.deleteOnTermination,
          },
        }
      : [],
  );
}

function withoutPublicAddress(view: Instance): Instance {
  const { PublicIpAddress: _address, ...rest } = view;
  const interfaces = view.NetworkInterfaces?.map(({ Association: _association, ...each }) => each);
  return { ...rest, PublicDnsName: '', NetworkInterfaces: interfaces };
}

function withoutNetwork(view: Instance): Instance {
  const { PrivateIpAddress: _address, SubnetId: _subnet, VpcId: _vpc, ...rest } = withoutPublicAddress(view);
  return { ...rest, PrivateDnsName: '', NetworkInterfaces: [], SecurityGroups: [] };
}
