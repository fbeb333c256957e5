import type { EC2Client } from '@aws-sdk/client-ec2';
import { DescribeLockedSnapshotsCommand, paginateDescribeImages } from '@aws-sdk/client-ec2';
import type { SnapshotId } from '../core/ids.ts';

const pageSize = 1_000;

/** What EC2 would not delete: snapshots of the account's images, disabled ones too, and locked ones. */
export async function readSnapshotsInUse(
  ec2: EC2Client,
): Promise<ReadonlyMap<SnapshotId, 'image' | 'locked'>> {
  const used = new Map<SnapshotId, 'image' | 'locked'>();
  const images = { Owners: ['self'], IncludeDisabled: true, IncludeDeprecated: true };
  for await (const { Images = [] } of paginateDescribeImages({ client: ec2, pageSize }, images)) {
    for (const { BlockDeviceMappings = [] } of Images) {
      for (const { Ebs } of BlockDeviceMappings) {
        if (Ebs?.SnapshotId !== undefined) used.set(Ebs.SnapshotId as SnapshotId, 'image');
      }
    }
  }
  // The SDK has no paginator for this one.
  let NextToken: string | undefined;
  do {
    const answer = await ec2.send(
      new DescribeLockedSnapshotsCommand({
        MaxResults: pageSize,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    for (const { SnapshotId: id, LockState } of answer.Snapshots ?? []) {
      if (id !== undefined && LockState !== 'expired') used.set(id as SnapshotId, 'locked');
    }
    NextToken = answer.NextToken === '' ? undefined : answer.NextToken;
  } while (NextToken !== undefined);
  return used;
}
