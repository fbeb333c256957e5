import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import type { Demand } from '../rules/policy.ts';
import type { Params } from '../wire/query.ts';
import { kindOf, tagged } from './taggable.ts';

type Touched = Pick<Demand, 'resource' | 'resourceTags' | 'requestTags'>;

// IAM's names for what a call touches; snapshots and images belong to no account in an ARN.
const arnOf = (region: Region, type: string, id: string) =>
  `arn:aws:ec2:${region.name}:${type === 'snapshot' || type === 'image' ? '' : region.accountId}:${type}/${id}`;

const existing = (region: Region, type: string, id: string): Touched => ({
  resource: arnOf(region, type, id),
  resourceTags: tagged(region, id)?.tags,
});

const touched: Readonly<Record<string, (region: Region, params: Params) => readonly Touched[]>> = {
  CreateSnapshots: (region, params) => {
    const { InstanceSpecification: { InstanceId: id = '' } = {} } =
      params as Partial<Ec2.CreateSnapshotsRequest>;
    const volumes = region.volumesOf(id).map(volume => existing(region, 'volume', volume.id));
    const made = { resource: arnOf(region, 'snapshot', '*'), requestTags: specified(params, 'snapshot') };
    return [existing(region, 'instance', id), ...volumes, made];
  },
  DeleteSnapshot: (region, { SnapshotId: id }) => [existing(region, 'snapshot', String(id))],
  CreateTags: tagsOfEach,
  DeleteTags: tagsOfEach,
};

/** What IAM asks a caller's policy for before EC2 does this call: every answer must be yes. */
export function demandsOf(action: string, params: Params, region: Region): Demand[] {
  const resources = touched[action]?.(region, params) ?? [{ resource: '*' }];
  return [
    ...resources.map(each => ({ action: `ec2:${action}`, ...each })),
    ...taggedTypes(params).map(type => ({
      action: 'ec2:CreateTags',
      resource: arnOf(region, type, '*'),
      createAction: action,
      requestTags: specified(params, type),
    })),
  ];
}

// Ids of no known kind are not asked about: EC2 refuses them by their form.
function tagsOfEach(region: Region, params: Params): Touched[] {
  const { Resources: ids = [], Tags: requestTags } = params as Partial<Ec2.DeleteTagsRequest>;
  return ids.flatMap(id => {
    const kind = kindOf(id);
    return kind ? { ...existing(region, kind, id), requestTags } : [];
  });
}

function taggedTypes(params: Params): string[] {
  const { TagSpecifications: specifications = [], CopyTagsFromSource: source } =
    params as Partial<Ec2.CreateSnapshotsRequest>;
  const types = specifications.map(each => each.ResourceType ?? '');
  return [...new Set(source === undefined ? types : [...types, 'snapshot'])];
}

function specified(params: Params, type: string): Ec2.Tag[] {
  const { TagSpecifications: specifications = [] } = params as Partial<Ec2.CreateSnapshotsRequest>;
  return specifications.filter(each => each.ResourceType === type).flatMap(each => each.Tags ?? []);
}
