import type { GroupIdentifier, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { SubnetRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { lookUp, lookUpOne } from '../rules/look-up.ts';
import { onlySimulated } from '../rules/simulated.ts';
import { Fault, invalidValue } from '../wire/fault.ts';

export type LaunchPlace = {
  readonly subnet: SubnetRecord;
  readonly groups: readonly GroupIdentifier[];
  readonly profile: string | undefined;
};

/** Where an instance shall stand and who it shall be, by what the launch names. */
export function launchPlace(region: Region, input: RunInstancesRequest, count: number): LaunchPlace {
  if (input.SubnetId === undefined)
    throw new Fault(
      'VPCIdNotSpecified',
      'No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.',
    );
  const subnet = lookUpOne('subnet', input.SubnetId, region.subnets);
  onlySimulated(input.Placement ?? {}, 'AvailabilityZone', 'Placement.');
  const zone = input.Placement?.AvailabilityZone ?? subnet.zone;
  if (zone !== subnet.zone)
    throw invalidValue(`The subnet '${subnet.id}' is not in the Availability Zone '${zone}'.`);
  if (subnet.freeAddresses < count)
    throw new Fault(
      'InsufficientFreeAddressesInSubnet',
      `There are not enough free addresses in subnet '${subnet.id}' to satisfy the requested number of instances.`,
    );
  checkKey(region, input.KeyName);
  return {
    subnet,
    groups: groupsOf(region, subnet, input.SecurityGroupIds),
    profile: profileOf(region, input),
  };
}

function groupsOf(region: Region, subnet: SubnetRecord, ids: readonly string[] = []): GroupIdentifier[] {
  const groups =
    ids.length > 0
      ? lookUp('group', ids, region.groups)
      : [...region.groups.values()].filter(({ name, vpcId }) => name === 'default' && vpcId === subnet.vpcId);
  const stranger = groups.find(({ vpcId }) => vpcId !== subnet.vpcId);
  if (stranger)
    throw new Fault(
      'InvalidParameter',
      `Security group ${stranger.id} and subnet ${subnet.id} belong to different networks.`,
    );
  return groups.map(({ id, name }) => ({ GroupId: id, GroupName: name }));
}

function checkKey(region: Region, name: string | undefined): void {
  if (name !== undefined && ![...region.keyPairs.values()].some(key => key.name === name))
    throw new Fault('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`);
}

function profileOf(region: Region, { IamInstanceProfile: asked }: RunInstancesRequest): string | undefined {
  if (asked === undefined) return undefined;
  if (asked.Arn !== undefined && asked.Name !== undefined)
    throw new Fault(
      'InvalidParameterCombination',
      "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'",
    );
  const name = asked.Name ?? asked.Arn?.split(':instance-profile/')[1];
  if (name === undefined || !region.profiles.has(name))
    throw invalidValue(
      `Value (${asked.Name ?? asked.Arn ?? ''}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
    );
  return name;
}
