import type { ReplaceRootVolumeTask, ReplaceRootVolumeTaskState } from '@aws-sdk/client-ec2';
import type { RootTaskRecord } from '../records.ts';
import type { Region } from '../region.ts';

export function viewRootTask(task: RootTaskRecord, region: Region): ReplaceRootVolumeTask {
  const now = region.now();
  return {
    ReplaceRootVolumeTaskId: task.id,
    InstanceId: task.instanceId,
    TaskState: rootTaskState(task, now),
    // Texts, unlike all other times of EC2.
    StartTime: textOf(task.madeAt),
    ...(now >= task.endsAt && { CompleteTime: textOf(task.endsAt) }),
    ...(task.snapshotId && { SnapshotId: task.snapshotId }),
    ...(task.imageId && { ImageId: task.imageId }),
    DeleteReplacedRootVolume: task.deletesReplaced,
    Tags: region.visibleTags(task),
  };
}

export function isUnfinished(task: RootTaskRecord, now: number): boolean {
  return now < task.endsAt;
}

function rootTaskState(task: RootTaskRecord, now: number): ReplaceRootVolumeTaskState {
  if (now >= task.endsAt) return task.outcome;
  if (now < task.startsAt) return 'pending';
  if (task.outcome === 'succeeded' || now < task.failsAt) return 'in-progress';
  if (task.outcome === 'failed') return 'failing';
  // EC2 documents this state, and the SDK does not list it.
  return 'failing-detached' as ReplaceRootVolumeTaskState;
}

function textOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
