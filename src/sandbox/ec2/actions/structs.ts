import * as sdk from '@aws-sdk/client-ec2';
import { operationsOf, type Shape, type Struct } from '../wire/shape.ts';

const sources = {
  Instance: ['DescribeInstances', 'Reservations', 'Instances'],
  Reservation: ['DescribeInstances', 'Reservations'],
  Volume: ['DescribeVolumes', 'Volumes'],
  Snapshot: ['DescribeSnapshots', 'Snapshots'],
  LockedSnapshotsInfo: ['DescribeLockedSnapshots', 'Snapshots'],
  Image: ['DescribeImages', 'Images'],
  InstanceStatus: ['DescribeInstanceStatus', 'InstanceStatuses'],
  Subnet: ['DescribeSubnets', 'Subnets'],
  SecurityGroup: ['DescribeSecurityGroups', 'SecurityGroups'],
  KeyPairInfo: ['DescribeKeyPairs', 'KeyPairs'],
  Address: ['DescribeAddresses', 'Addresses'],
  ReplaceRootVolumeTask: ['DescribeReplaceRootVolumeTasks', 'ReplaceRootVolumeTasks'],
  InstanceTypeOffering: ['DescribeInstanceTypeOfferings', 'InstanceTypeOfferings'],
  InstanceTypeInfo: ['DescribeInstanceTypes', 'InstanceTypes'],
} as const;

const operations = operationsOf(sdk);

/** The shape that filters look into, found where its Describe call answers it. */
export function structNamed(name: keyof typeof sources): Struct {
  const [action, ...members] = sources[name];
  let shape: Shape | undefined = operations.get(action)?.output;
  for (const member of members) {
    const list: Shape | undefined =
      shape?.kind === 'struct' ? shape.members.find(each => each.name === member)?.shape : undefined;
    shape = list?.kind === 'list' ? list.item : undefined;
  }
  if (shape?.kind !== 'struct' || shape.name !== name) throw new Error(`the SDK has no ${name} in ${action}`);
  return shape;
}
