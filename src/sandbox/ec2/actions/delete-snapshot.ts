import type { SnapshotRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { lookUpOne } from '../rules/look-up.ts';
import { only } from '../shelf.ts';
import { Fault, invalidValue } from '../wire/fault.ts';
import { isAccessible } from './snapshot-access.ts';
import { isLocked } from './snapshot-lock.ts';

const day = 24 * 60 * 60_000;

/** A pending snapshot is deleted only when it is finished; until then it is shown, and counts. */
export function deleteSnapshot(region: Region, id: string): void {
  const accessible = only(region.seen(region.snapshots), record => isAccessible(record, region.accountId));
  const record = lookUpOne('snapshot', id, accessible);
  refuse(record, region);
  const finishedAt = record.failure?.at ?? record.completesAt;
  if (finishedAt <= region.now()) remove(record, region, region.now());
  else if (record.goesAt === undefined) {
    record.goesAt = finishedAt;
    region.later(finishedAt, () => remove(record, region, finishedAt));
  }
}

function refuse(record: SnapshotRecord, region: Region): void {
  if (record.ownerId !== region.accountId)
    throw new Fault('AuthFailure', `Not authorized for snapshot:'${record.id}'`, { status: 403 });
  if (record.tags.some(tag => tag.Key?.startsWith('aws:backup:')))
    throw invalidValue(
      'This snapshot is managed by the AWS Backup service and cannot be deleted via EC2 APIs. ' +
        'If you wish to delete this snapshot, please do so via the Backup console.',
    );
  const image = [...region.images.values()].find(({ devices }) =>
    devices.some(({ snapshotId }) => snapshotId === record.id),
  );
  if (image)
    throw new Fault('InvalidSnapshot.InUse', `The snapshot ${record.id} is currently in use by ${image.id}`);
  // AWS publishes no code for this one: nobody may match on it.
  if (isLocked(record, region.now()))
    throw new Fault('OperationNotPermitted', `The snapshot ${record.id} is locked and cannot be deleted.`);
}

function remove(record: SnapshotRecord, region: Region, at: number): void {
  // A failed snapshot has nothing that could be had back.
  if (region.recycleBinDays > 0 && record.failure === undefined) {
    const leavesAt = at + region.recycleBinDays * day;
    region.recycleBin.set(record.id, { id: record.id, snapshot: record, enteredAt: at, leavesAt });
    region.later(leavesAt, () => region.recycleBin.delete(record.id));
  }
  region.snapshots.delete(record.id);
}
