import type { EC2Client, Instance, Volume } from '@aws-sdk/client-ec2';
import {
  paginateDescribeInstances,
  paginateDescribeInstanceTypes,
  paginateDescribeVolumes,
} from '@aws-sdk/client-ec2';
import type { PlaceId } from '../core/ids.ts';
import type { InstanceStoreDisk, Server } from '../core/server.ts';
import { serverOf } from './shapes.ts';

const pageSize = 1_000;
/** DescribeInstanceTypes takes at most 100 names at once. */
const typesPerCall = 100;

/** A reader of all servers of a place with their volumes. What a type has for disks never changes: asked once. */
export function createServerReader(ec2: EC2Client, place: PlaceId): () => Promise<readonly Server[]> {
  const disksOf = new Map<string, readonly InstanceStoreDisk[]>();

  async function learnTypes(types: readonly string[]): Promise<void> {
    const unknown = [...new Set(types)].filter(type => type !== '' && !disksOf.has(type));
    for (let from = 0; from < unknown.length; from += typesPerCall) {
      // A filter instead of InstanceTypes: a type that AWS has retired fails the whole call otherwise.
      const Filters = [{ Name: 'instance-type', Values: unknown.slice(from, from + typesPerCall) }];
      for await (const page of paginateDescribeInstanceTypes({ client: ec2 }, { Filters })) {
        for (const { InstanceType, InstanceStorageInfo } of page.InstanceTypes ?? []) {
          const disks = (InstanceStorageInfo?.Disks ?? []).map(({ SizeInGB = 0, Count = 1 }) => ({
            gb: SizeInGB,
            count: Count,
          }));
          disksOf.set(InstanceType ?? '', disks);
        }
      }
    }
  }

  return async () => {
    const instances: Instance[] = [];
    for await (const page of paginateDescribeInstances({ client: ec2, pageSize }, {})) {
      for (const { Instances = [] } of page.Reservations ?? []) instances.push(...Instances);
    }
    const volumes = new Map<string, Volume>();
    for await (const page of paginateDescribeVolumes({ client: ec2, pageSize }, {})) {
      for (const volume of page.Volumes ?? []) volumes.set(volume.VolumeId ?? '', volume);
    }
    await learnTypes(instances.map(({ InstanceType }) => InstanceType ?? ''));
    return instances.map(instance =>
      serverOf(place, instance, volumes, disksOf.get(instance.InstanceType ?? '') ?? []),
    );
  };
}
