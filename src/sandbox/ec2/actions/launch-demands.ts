import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import type { Demand } from '../rules/policy.ts';
import type { Params } from '../wire/query.ts';
import { existing, made, type Touched } from './touched.ts';

/** A launch touches everything it names and makes. */
export function launchDemands(region: Region, params: Params): Touched[] {
  const input = params as Partial<RunInstancesRequest>;
  const subnet = region.subnets.get(input.SubnetId ?? '');
  const usual = [...region.groups.values()].filter(
    ({ name, vpcId }) => name === 'default' && vpcId === subnet?.vpcId,
  );
  const groups = input.SecurityGroupIds ?? usual.map(({ id }) => id);
  const key = [...region.keyPairs.values()].find(({ name }) => name === input.KeyName);
  const snapshots = (input.BlockDeviceMappings ?? []).flatMap(({ Ebs: ebs }) => ebs?.SnapshotId ?? []);
  return [
    existing(region, 'image', input.ImageId ?? ''),
    made(region, 'instance', params),
    made(region, 'volume', params),
    made(region, 'network-interface', params),
    ...(input.SubnetId === undefined ? [] : [existing(region, 'subnet', input.SubnetId)]),
    ...groups.map(id => existing(region, 'security-group', id)),
    ...(key ? [{ ...existing(region, 'key-pair', key.name), resourceTags: key.tags }] : []),
    ...snapshots.map(id => existing(region, 'snapshot', id)),
  ];
}

/** Whoever launches with a profile hands its role to EC2, and must be allowed to. */
export function passRoleDemands(region: Region, params: Params): Demand[] {
  const { IamInstanceProfile: profile } = params as Partial<RunInstancesRequest>;
  if (profile === undefined) return [];
  const name = profile.Name ?? profile.Arn?.split(':instance-profile/')[1] ?? '';
  return [
    {
      action: 'iam:PassRole',
      resource: `arn:aws:iam::${region.accountId}:role/${name}`,
      passedToService: 'ec2.amazonaws.com',
    },
  ];
}
