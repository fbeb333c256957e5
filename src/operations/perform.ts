import { nextToDelete } from '../core/deletion.ts';
import type { PlaceId, SnapshotId } from '../core/ids.ts';
import type { DeleteOperation, Member, Operation } from '../core/operation.ts';
import { holdTag, tagKeys, takenTag } from '../core/tags.ts';
import type { Cloud, CloudFault, Outcome } from '../ports.ts';
import type { CallStep } from './step.ts';

/** Makes the one call to EC2 that changes something. Answers with the members that it made, if it makes any. */
export async function perform(
  cloud: Cloud,
  operation: Operation,
  step: CallStep,
  now: number,
): Promise<Outcome<readonly Member[]>> {
  const { place } = operation;
  switch (operation.kind) {
    case 'snapshot':
      return cloud.createSnapshots(operation.plan, takenTag(operation.actor, now), step.copyTags);
    case 'hold':
      return withoutMembers(
        await cloud.tagSnapshots(place, operation.plan.snapshots, holdTag(operation.plan.hold)),
      );
    case 'delete':
      return withoutMembers(await deleteNext(cloud, operation));
    case 'run':
    case 'prune':
      throw new Error(`a ${operation.kind} makes no call of its own`);
    case 'release':
      return withoutMembers(await cloud.untagSnapshots(place, operation.plan.snapshots, tagKeys.hold));
  }
}

/** What is gone already is deleted. */
async function deleteNext(cloud: Cloud, { place, plan, facts }: DeleteOperation): Promise<Outcome<null>> {
  const snapshot = nextToDelete(plan, facts);
  if (snapshot === null) throw new Error('everything of the set has been deleted');
  const outcome = await cloud.deleteSnapshot(place, snapshot);
  const gone = outcome.kind === 'fault' && (await isGone(cloud, place, snapshot, outcome.fault));
  return gone ? { kind: 'ok', value: null } : outcome;
}

async function isGone(cloud: Cloud, place: PlaceId, id: SnapshotId, fault: CloudFault): Promise<boolean> {
  if (fault.kind !== 'refused') return false;
  if (fault.code === 'InvalidSnapshot.NotFound') return true;
  if (fault.code !== 'UnauthorizedOperation') return false;
  // The permission goes by the snapshot's tags, and one that is gone has none.
  const listed = await cloud.snapshotsById(place, [id]);
  return listed.kind === 'ok' && listed.value.every(({ snapshot }) => snapshot !== id);
}

function withoutMembers(outcome: Outcome<null>): Outcome<readonly Member[]> {
  return outcome.kind === 'ok' ? { kind: 'ok', value: [] } : outcome;
}
