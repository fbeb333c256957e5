import type { SnapshotRecord } from '../records.ts';

/** Whether the account may see it at all: its own, what is shared with it, and what is public. */
export function isAccessible(record: SnapshotRecord, accountId: string): boolean {
  return isRestorable(record, 'self', accountId) || record.sharedWith === 'all';
}

// Without owners, EC2 also gives the snapshots that others made public or shared.
export function isOwned(
  record: SnapshotRecord,
  owners: readonly string[] | undefined,
  accountId: string,
): boolean {
  if (!owners?.length) return true;
  return owners.some(owner =>
    owner === 'self' ? record.ownerId === accountId : owner === record.ownerId || owner === record.ownerAlias,
  );
}

export function isRestorable(
  { ownerId, sharedWith }: SnapshotRecord,
  user: string,
  accountId: string,
): boolean {
  if (user === 'all') return sharedWith === 'all';
  const account = user === 'self' ? accountId : user;
  return ownerId === account || (sharedWith !== 'all' && sharedWith.includes(account));
}
