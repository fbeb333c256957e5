import type { LockedSnapshotsInfo, LockState } from '@aws-sdk/client-ec2';
import type { SnapshotLock, SnapshotRecord } from '../records.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

/** An expired lock is still shown, and protects nothing. */
export function isLocked(record: SnapshotRecord, now: number): boolean {
  return record.lock !== undefined && stateOf(record, record.lock, now) !== 'expired';
}

export function viewLock(record: SnapshotRecord, lock: SnapshotLock, now: number): LockedSnapshotsInfo {
  const startsAt = startOf(record, lock);
  const coolsOffAt = coolOffEnd(lock);
  return {
    OwnerId: record.ownerId,
    SnapshotId: record.id,
    LockState: stateOf(record, lock, now),
    LockDuration: lock.days,
    LockCreatedOn: new Date(lock.at),
    LockDurationStartTime: new Date(startsAt),
    LockExpiresOn: new Date(startsAt + lock.days * day),
    ...(lock.coolOffHours !== undefined && {
      CoolOffPeriod: lock.coolOffHours,
      CoolOffPeriodExpiresOn: new Date(coolsOffAt),
    }),
  };
}

function stateOf(record: SnapshotRecord, lock: SnapshotLock, now: number): LockState {
  if (now >= startOf(record, lock) + lock.days * day) return 'expired';
  if (lock.mode === 'governance') return 'governance';
  return now < coolOffEnd(lock) ? 'compliance-cooloff' : 'compliance';
}

// The time of a lock put on while the snapshot was pending begins when that is completed.
function startOf(record: SnapshotRecord, lock: SnapshotLock): number {
  return Math.max(lock.at, record.completesAt);
}

function coolOffEnd(lock: SnapshotLock): number {
  return lock.at + (lock.coolOffHours ?? 0) * hour;
}
