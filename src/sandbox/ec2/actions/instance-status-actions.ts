import type * as Ec2 from '@aws-sdk/client-ec2';
import type { InstanceRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { filterNames } from '../rules/filter-names.ts';
import { matcher, type FilterRules } from '../rules/filter.ts';
import { lookUp, lookUpOne } from '../rules/look-up.ts';
import { pageOf } from '../rules/page.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { only, shelfOf } from '../shelf.ts';
import { invalidValue } from '../wire/fault.ts';
import type { Handlers } from '../wire/shape.ts';
import { takes } from './durations.ts';
import { instancesOf, stateOf, viewState } from './instance-view.ts';
import { structNamed } from './structs.ts';

const filterRules: FilterRules<Ec2.InstanceStatus> = {
  names: filterNames['DescribeInstanceStatus'] ?? new Set(),
  views: [{ shape: structNamed('InstanceStatus'), pick: status => status }],
};

/** What is asked about single instances beside their description. */
export function instanceStatusActions(region: Region) {
  return {
    DescribeInstanceStatus(input: Ec2.DescribeInstanceStatusRequest): Ec2.DescribeInstanceStatusResult {
      onlySimulated(input, 'InstanceIds MaxResults NextToken Filters IncludeAllInstances');
      const known = instancesOf(region);
      const asked = input.InstanceIds?.length ? shelfOf(lookUp('instance', input.InstanceIds, known)) : known;
      const wanted = (instance: InstanceRecord) =>
        input.IncludeAllInstances === true || stateOf(instance, region.now()).name === 'running';
      const { page, ...next } = pageOf(only(asked, wanted), input, {
        action: 'DescribeInstanceStatus',
        min: 5,
        max: 1000,
        ids: { name: 'instancesSet', given: input.InstanceIds },
        view: instance => viewStatus(instance, region.now()),
        matches: matcher(input.Filters, filterRules),
      });
      return { InstanceStatuses: page, ...next };
    },

    DescribeInstanceAttribute(input: Ec2.DescribeInstanceAttributeRequest): Ec2.InstanceAttribute {
      const instance = lookUpOne('instance', input.InstanceId ?? '', instancesOf(region));
      const { Attribute: name = '' } = input;
      const value = attributesOf(instance)[name];
      if (!value)
        throw invalidValue(`The sandbox does not simulate the attribute ${name}.`, { surprise: true });
      return { InstanceId: instance.id, ...value };
    },
  } satisfies Handlers<typeof Ec2>;
}

function attributesOf({
  attributes = {},
  facts,
}: InstanceRecord): Readonly<Record<string, Omit<Ec2.InstanceAttribute, 'InstanceId'>>> {
  return {
    disableApiTermination: { DisableApiTermination: { Value: attributes.disableApiTermination ?? false } },
    disableApiStop: { DisableApiStop: { Value: attributes.disableApiStop ?? false } },
    instanceInitiatedShutdownBehavior: {
      InstanceInitiatedShutdownBehavior: { Value: attributes.shutdownBehavior ?? 'stop' },
    },
    userData: { UserData: attributes.userData === undefined ? {} : { Value: attributes.userData } },
    rootDeviceName: { RootDeviceName: { Value: facts.RootDeviceName } },
    instanceType: { InstanceType: { Value: facts.InstanceType } },
  };
}

function viewStatus(instance: InstanceRecord, now: number): Ec2.InstanceStatus {
  const { name, at } = stateOf(instance, now);
  const checked = name === 'running' && now >= at + takes('check status', instance.id);
  const summary = (): Ec2.InstanceStatusSummary => {
    if (name !== 'running') return { Status: 'not-applicable' };
    return checked
      ? { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] }
      : { Status: 'initializing', Details: [{ Name: 'reachability', Status: 'initializing' }] };
  };
  return {
    InstanceId: instance.id,
    AvailabilityZone: instance.facts.Placement?.AvailabilityZone,
    AvailabilityZoneId: instance.facts.Placement?.AvailabilityZoneId,
    InstanceState: viewState(instance, now),
    InstanceStatus: summary(),
    SystemStatus: summary(),
  };
}
