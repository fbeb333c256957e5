import type * as Ec2 from '@aws-sdk/client-ec2';
import type { InstanceRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { sameSlot } from '../rules/device.ts';
import { lookUp } from '../rules/look-up.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import type { Handlers } from '../wire/shape.ts';
import { takes } from './durations.ts';
import { setCourse, stop, terminate } from './instance-work.ts';
import { instancesOf, stateOf, viewState } from './instance-view.ts';
import { withPublicAddress } from './public-address.ts';
import { refuseLaunch } from './launch-refusals.ts';

/** Each of these takes all its instances or none, and none is asked twice for what it already does. */
export function instanceStateActions(region: Region) {
  const change = (
    ids: readonly string[] | undefined,
    check: (instance: InstanceRecord) => void,
    act: (instance: InstanceRecord) => void,
  ): Ec2.InstanceStateChange[] => {
    const instances = lookUp('instance', ids ?? [], instancesOf(region));
    for (const instance of instances) check(instance);
    return instances.map(instance => {
      const PreviousState = viewState(instance, region.now());
      act(instance);
      return { InstanceId: instance.id, PreviousState, CurrentState: viewState(instance, region.now()) };
    });
  };
  const nameOf = (instance: InstanceRecord) => stateOf(instance, region.now()).name;

  return {
    StartInstances(input: Ec2.StartInstancesRequest): Ec2.StartInstancesResult {
      onlySimulated(input, 'InstanceIds');
      const StartingInstances = change(
        input.InstanceIds,
        instance => checkStart(region, instance),
        instance => {
          if (nameOf(instance) === 'stopped') start(region, instance);
        },
      );
      return { StartingInstances };
    },

    StopInstances(input: Ec2.StopInstancesRequest): Ec2.StopInstancesResult {
      onlySimulated(input, 'InstanceIds Force SkipOsShutdown');
      const StoppingInstances = change(
        input.InstanceIds,
        instance => checkStop(instance, nameOf(instance)),
        instance => {
          if (nameOf(instance) === 'running') stop(instance, region.now());
        },
      );
      return { StoppingInstances };
    },

    TerminateInstances(input: Ec2.TerminateInstancesRequest): Ec2.TerminateInstancesResult {
      onlySimulated(input, 'InstanceIds Force SkipOsShutdown');
      const TerminatingInstances = change(input.InstanceIds, checkTermination, instance => {
        const name = nameOf(instance);
        if (name !== 'shutting-down' && name !== 'terminated') terminate(region, instance, region.now());
      });
      return { TerminatingInstances };
    },
  } satisfies Handlers<typeof Ec2>;
}

function checkStart(region: Region, instance: InstanceRecord): void {
  const { name } = stateOf(instance, region.now());
  if (name === 'running' || name === 'pending') return;
  if (name !== 'stopped')
    throw new Fault(
      'IncorrectInstanceState',
      `The instance '${instance.id}' is not in a state from which it can be started.`,
    );
  const root = instance.facts.RootDeviceName ?? '';
  if (!region.volumesOf(instance.id).some(({ attachment }) => sameSlot(attachment?.device ?? '', root)))
    throw invalidValue(
      `Invalid value '${instance.id}' for instanceId. Instance does not have a volume attached at root (${root})`,
    );
  refuseLaunch(instance.facts.InstanceType ?? '', instance.facts.Placement?.AvailabilityZone ?? '');
}

function start(region: Region, instance: InstanceRecord): void {
  const now = region.now();
  setCourse(instance, now, [
    { at: now, name: 'pending' },
    { at: now + takes('start', instance.id), name: 'running' },
  ]);
  const facts = { ...instance.facts, LaunchTime: new Date(now) };
  // A lent address is another one each time.
  const lent = `203.0.113.${region.random.between(210, 254)}`;
  instance.facts =
    facts.PublicIpAddress === undefined ? facts : withPublicAddress(facts, lent, 'amazon', region.name);
}

function checkStop(instance: InstanceRecord, name: string): void {
  if (instance.facts.RootDeviceType === 'instance-store')
    throw new Fault(
      'UnsupportedOperation',
      `The instance '${instance.id}' does not have an 'ebs' root device type and cannot be stopped.`,
    );
  if (instance.attributes?.disableApiStop)
    throw new Fault('OperationNotPermitted', `The instance '${instance.id}' may not be stopped.`);
  if (name !== 'running' && name !== 'stopping' && name !== 'stopped')
    throw new Fault(
      'IncorrectInstanceState',
      `This instance '${instance.id}' is not in a state from which it can be stopped.`,
    );
}

function checkTermination({ id, attributes }: InstanceRecord): void {
  if (attributes?.disableApiTermination)
    throw new Fault(
      'OperationNotPermitted',
      `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
}
