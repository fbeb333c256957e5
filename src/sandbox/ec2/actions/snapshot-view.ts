import type { Snapshot } from '@aws-sdk/client-ec2';
import { randomOf } from '../random.ts';
import type { SnapshotRecord } from '../records.ts';
import type { Region } from '../region.ts';

/** A snapshot as Describe shows it: state and progress follow from the virtual clock. */
export function viewSnapshot(record: SnapshotRecord, region: Region): Snapshot {
  const now = region.now();
  const { failure } = record;
  const failed = failure !== undefined && now >= failure.at;
  const completed = !failed && now >= record.completesAt;
  const spent = (failed ? failure.at : now) - record.madeAt;
  // In whole numbers: a fraction of 1 would show 9 % where 10 % is meant.
  const percent = Math.min(99, Math.floor((100 * spent) / (record.completesAt - record.madeAt)));
  return {
    SnapshotId: record.id,
    VolumeId: record.volumeId,
    VolumeSize: record.size,
    OwnerId: record.ownerId,
    ...(record.ownerAlias && { OwnerAlias: record.ownerAlias }),
    Description: record.description,
    StartTime: new Date(record.madeAt),
    State: failed ? 'error' : completed ? 'completed' : 'pending',
    ...(failed && { StateMessage: failure.message }),
    Progress: completed ? '100%' : `${percent}%`,
    ...(completed && {
      CompletionTime: new Date(record.completesAt),
      FullSnapshotSizeInBytes: record.fullBytes,
    }),
    Encrypted: record.encrypted,
    ...(record.kmsKeyId && { KmsKeyId: record.kmsKeyId, DataEncryptionKeyId: lineageOf(record.volumeId) }),
    StorageTier: 'standard',
    Tags: region.visibleTags(record),
  };
}

function lineageOf(volumeId: string): string {
  const random = randomOf(`key of ${volumeId}`);
  return [8, 4, 4, 4, 12].map(digits => random.hex(digits)).join('-');
}
