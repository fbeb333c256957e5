import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import type { Demand } from '../rules/policy.ts';
import type { Params } from '../wire/query.ts';

// IAM's names for what a call touches; snapshots and images belong to no account in an ARN.
const arnOf = (region: Region, type: string, id: string) =>
  `arn:aws:ec2:${region.name}:${type === 'snapshot' || type === 'image' ? '' : region.accountId}:${type}/${id}`;

type Touched = (region: Region, params: Params) => readonly string[];

const touched: Readonly<Record<string, Touched>> = {
  CreateSnapshots: (region, params) => {
    const { InstanceSpecification: { InstanceId: id = '' } = {} } =
      params as Partial<Ec2.CreateSnapshotsRequest>;
    const volumes = region.volumesOf(id).map(volume => arnOf(region, 'volume', volume.id));
    return [arnOf(region, 'instance', id), ...volumes, arnOf(region, 'snapshot', '*')];
  },
};

/** What IAM asks a caller's policy for before EC2 does this call: every answer must be yes. */
export function demandsOf(action: string, params: Params, region: Region): Demand[] {
  const resources = touched[action]?.(region, params) ?? ['*'];
  return [
    ...resources.map(resource => ({ action: `ec2:${action}`, resource })),
    ...taggedTypes(params).map(type => ({
      action: 'ec2:CreateTags',
      resource: arnOf(region, type, '*'),
      createAction: action,
    })),
  ];
}

function taggedTypes(params: Params): string[] {
  const { TagSpecifications: specifications = [], CopyTagsFromSource: source } =
    params as Partial<Ec2.CreateSnapshotsRequest>;
  const types = specifications.map(each => each.ResourceType ?? '');
  return [...new Set(source === undefined ? types : [...types, 'snapshot'])];
}
