import type * as Ec2 from '@aws-sdk/client-ec2';
import type { Region } from '../region.ts';
import { filterNames } from '../rules/filter-names.ts';
import { matcher, type FilterRules } from '../rules/filter.ts';
import { lookUp } from '../rules/look-up.ts';
import { pageOf } from '../rules/page.ts';
import { only, shelfOf } from '../shelf.ts';
import type { Handlers } from '../wire/shape.ts';
import { viewLock } from './snapshot-lock.ts';
import { structNamed } from './structs.ts';

const lockFilters: FilterRules<Ec2.LockedSnapshotsInfo> = {
  names: filterNames['DescribeLockedSnapshots'] ?? new Set(),
  views: [{ shape: structNamed('LockedSnapshotsInfo'), pick: info => info }],
};

const pages = { min: 5, max: 1000 };

/** What keeps a snapshot from being gone: a lock before its deletion, the Recycle Bin after it. */
export function protectionActions(region: Region) {
  const locks = () =>
    only(
      region.seen(region.snapshots),
      ({ lock, ownerId }) => ownerId === region.accountId && lock !== undefined,
    );
  return {
    DescribeLockedSnapshots(input: Ec2.DescribeLockedSnapshotsRequest): Ec2.DescribeLockedSnapshotsResult {
      const asked = input.SnapshotIds?.length
        ? shelfOf(lookUp('snapshot', input.SnapshotIds, region.seen(region.snapshots)))
        : locks();
      // Asking for one that was never locked is no error: it is left out.
      const { page, ...next } = pageOf(
        only(asked, ({ id }) => locks().get(id) !== undefined),
        input,
        {
          action: 'DescribeLockedSnapshots',
          ...pages,
          ids: { name: 'snapshotSet', given: input.SnapshotIds },
          view: record => (record.lock ? viewLock(record, record.lock, region.now()) : {}),
          matches: matcher(input.Filters, lockFilters),
        },
      );
      return { Snapshots: page, ...next };
    },

    ListSnapshotsInRecycleBin(
      input: Ec2.ListSnapshotsInRecycleBinRequest,
    ): Ec2.ListSnapshotsInRecycleBinResult {
      const asked = input.SnapshotIds?.length
        ? shelfOf(lookUp('snapshot', input.SnapshotIds, region.recycleBin))
        : region.recycleBin;
      const { page, ...next } = pageOf(asked, input, {
        action: 'ListSnapshotsInRecycleBin',
        ...pages,
        ids: { name: 'snapshotSet', given: input.SnapshotIds },
        view: ({ id, snapshot, enteredAt, leavesAt }): Ec2.SnapshotRecycleBinInfo => ({
          SnapshotId: id,
          RecycleBinEnterTime: new Date(enteredAt),
          RecycleBinExitTime: new Date(leavesAt),
          Description: snapshot.description,
          VolumeId: snapshot.volumeId,
        }),
        matches: () => true,
      });
      return { Snapshots: page, ...next };
    },
  } satisfies Handlers<typeof Ec2>;
}
