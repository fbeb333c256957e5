import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import type { Demand } from '../rules/policy.ts';
import type { Params } from '../wire/query.ts';
import { launchDemands, passRoleDemands } from './launch-demands.ts';
import { kindOf } from './taggable.ts';
import { existing, made, specified, type Touched } from './touched.ts';

const touched: Readonly<Record<string, (region: Region, params: Params) => readonly Touched[]>> = {
  CreateSnapshots: (region, params) => {
    const { InstanceSpecification: { InstanceId: id = '' } = {} } =
      params as Partial<Ec2.CreateSnapshotsRequest>;
    const volumes = region.volumesOf(id).map(volume => existing(region, 'volume', volume.id));
    return [existing(region, 'instance', id), ...volumes, made(region, 'snapshot', params)];
  },
  DeleteSnapshot: (region, { SnapshotId: id }) => [existing(region, 'snapshot', String(id))],
  CreateTags: tagsOfEach,
  DeleteTags: tagsOfEach,

  RegisterImage: (region, params) => [made(region, 'image', params), ...snapshotsIn(region, params)],
  DeregisterImage: (region, { ImageId: id }) => [existing(region, 'image', String(id))],

  RunInstances: launchDemands,
  StartInstances: instances,
  StopInstances: instances,
  TerminateInstances: instances,
  DescribeInstanceAttribute: (region, { InstanceId: id }) => [existing(region, 'instance', String(id))],

  CreateVolume: (region, params) => [made(region, 'volume', params), ...named(region, params, 'snapshot')],
  AttachVolume: (region, params) => named(region, params, 'volume', 'instance'),
  DetachVolume: (region, params) => {
    const { VolumeId: id = '', InstanceId: given } = params as Partial<Ec2.DetachVolumeRequest>;
    const instanceId = given ?? region.volumes.get(id)?.attachment?.instanceId;
    const instance = instanceId === undefined ? [] : [existing(region, 'instance', instanceId)];
    return [existing(region, 'volume', id), ...instance];
  },
  DeleteVolume: (region, params) => named(region, params, 'volume'),

  AssociateAddress: (region, params) => {
    const { AllocationId: id = '', InstanceId, NetworkInterfaceId } = params as Ec2.AssociateAddressRequest;
    return [
      existing(region, 'elastic-ip', id),
      ...(InstanceId === undefined ? [] : [existing(region, 'instance', InstanceId)]),
      ...(NetworkInterfaceId === undefined
        ? []
        : [existing(region, 'network-interface', NetworkInterfaceId)]),
    ];
  },
  DisassociateAddress: (region, { AssociationId: id }) => {
    const address = [...region.addresses.values()].find(({ association }) => association?.id === id);
    return address ? [existing(region, 'elastic-ip', address.id)] : [{ resource: '*' }];
  },

  CreateReplaceRootVolumeTask: (region, params) => [
    ...named(region, params, 'instance', 'volume', 'snapshot', 'image'),
    ...(params['VolumeId'] === undefined ? [made(region, 'volume', params)] : []),
    made(region, 'replace-root-volume-task', params),
  ],
};

/** What IAM asks a caller's policy for before EC2 does this call: every answer must be yes. */
export function demandsOf(action: string, params: Params, region: Region): Demand[] {
  const resources = touched[action]?.(region, params) ?? [{ resource: '*' }];
  return [
    ...resources.map(each => ({ action: `ec2:${action}`, ...each })),
    ...taggedTypes(params).map(type => ({
      action: 'ec2:CreateTags',
      ...made(region, type, params),
      createAction: action,
    })),
    ...(action === 'RunInstances' ? passRoleDemands(region, params) : []),
  ];
}

/** The things that stand in parameters of their own: `VolumeId` for a volume. */
function named(region: Region, params: Params, ...types: ('instance' | 'volume' | 'snapshot' | 'image')[]) {
  const parameters = { instance: 'InstanceId', volume: 'VolumeId', snapshot: 'SnapshotId', image: 'ImageId' };
  return types.flatMap(type => {
    const id = params[parameters[type]];
    return typeof id === 'string' ? [existing(region, type, id)] : [];
  });
}

function instances(region: Region, params: Params): Touched[] {
  const { InstanceIds: ids = [] } = params as Partial<Ec2.StopInstancesRequest>;
  return ids.map(id => existing(region, 'instance', id));
}

function snapshotsIn(region: Region, params: Params): Touched[] {
  const { BlockDeviceMappings: mappings = [] } = params as Partial<Ec2.RegisterImageRequest>;
  return mappings.flatMap(({ Ebs: ebs }) =>
    ebs?.SnapshotId === undefined ? [] : [existing(region, 'snapshot', ebs.SnapshotId)],
  );
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
  const { CopyTagsFromSource: source } = params as Partial<Ec2.CreateSnapshotsRequest>;
  const types = specified(params).map(each => each.ResourceType ?? '');
  return [...new Set(source === undefined ? types : [...types, 'snapshot'])];
}
