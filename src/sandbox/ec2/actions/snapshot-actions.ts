import type * as Ec2 from '@aws-sdk/client-ec2';
import type { SnapshotRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { filterNames } from '../rules/filter-names.ts';
import { matcher, type FilterRules } from '../rules/filter.ts';
import { lookUp } from '../rules/look-up.ts';
import { pageOf } from '../rules/page.ts';
import { only, shelfOf } from '../shelf.ts';
import { Fault } from '../wire/fault.ts';
import type { Handlers } from '../wire/shape.ts';
import { createSnapshots } from './create-snapshots.ts';
import { deleteSnapshot } from './delete-snapshot.ts';
import { isAccessible, isOwned, isRestorable } from './snapshot-access.ts';
import { candidates } from './snapshot-candidates.ts';
import { viewSnapshot } from './snapshot-view.ts';
import { structNamed } from './structs.ts';

const filterRules: FilterRules<Ec2.Snapshot> = {
  names: filterNames['DescribeSnapshots'] ?? new Set(),
  views: [{ shape: structNamed('Snapshot'), pick: snapshot => snapshot }],
};

export function snapshotActions(region: Region) {
  return {
    DescribeSnapshots(input: Ec2.DescribeSnapshotsRequest): Ec2.DescribeSnapshotsResult {
      checkUsers(input.OwnerIds, ['self', 'amazon', 'aws-marketplace']);
      checkUsers(input.RestorableByUserIds, ['self', 'all']);
      const known = input.SnapshotIds?.length
        ? shelfOf(lookUp('snapshot', input.SnapshotIds, region.seen(region.snapshots)))
        : region.seen(candidates(region, input.Filters));
      const { page, ...next } = pageOf(only(known, concerned(input, region.accountId)), input, {
        action: 'DescribeSnapshots',
        min: 5,
        max: 1000,
        ids: { name: 'snapshotSet', given: input.SnapshotIds },
        view: record => viewSnapshot(record, region),
        matches: matcher(input.Filters, filterRules),
      });
      return { Snapshots: page, ...next };
    },

    CreateSnapshots(input: Ec2.CreateSnapshotsRequest): Ec2.CreateSnapshotsResult {
      return { Snapshots: createSnapshots(region, input) };
    },

    DeleteSnapshot({ SnapshotId: id = '' }: Ec2.DeleteSnapshotRequest): object {
      deleteSnapshot(region, id);
      return {};
    },
  } satisfies Handlers<typeof Ec2>;
}

function concerned(
  { OwnerIds: owners, RestorableByUserIds: users }: Ec2.DescribeSnapshotsRequest,
  accountId: string,
): (record: SnapshotRecord) => boolean {
  return record =>
    isAccessible(record, accountId) &&
    isOwned(record, owners, accountId) &&
    (!users?.length || users.some(user => isRestorable(record, user, accountId)));
}

function checkUsers(users: readonly string[] | undefined, words: readonly string[]): void {
  const malformed = users?.find(user => !words.includes(user) && !/^\d{12}$/.test(user));
  if (malformed !== undefined) throw new Fault('InvalidUserID.Malformed', `Invalid user id: "${malformed}"`);
}
