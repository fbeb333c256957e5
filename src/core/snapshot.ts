import type { OperationId, PlaceId, ServerId, SetId } from './ids.ts';
import type { InstanceStoreDisk, Server, Volume } from './server.ts';
import { isTerminated, serverTitle } from './server.ts';
import type { Installation, Tag } from './tags.ts';
import { setTags, tagKeys, tagsPerResource } from './tags.ts';

/** Everything one CreateSnapshots call needs, fixed when the operation is committed. */
export type SnapshotPlan = {
  readonly place: PlaceId;
  readonly server: { readonly id: ServerId; readonly name: string };
  readonly set: SetId;
  readonly note: string;
  readonly policy: string;
  readonly description: string;
  readonly volumes: readonly Volume[];
  readonly tags: readonly Tag[];
  /** False when the volumes' own tags would not fit beside ours. */
  readonly copyTags: boolean;
  readonly leftOut: readonly InstanceStoreDisk[];
};

export type SnapshotRefusal =
  | {
      readonly kind: 'instance-store-root';
      readonly disks: readonly InstanceStoreDisk[];
      readonly volumes: readonly Volume[];
    }
  | { readonly kind: 'terminated' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'no-volumes' }
  | { readonly kind: 'too-many-volumes'; readonly count: number; readonly limit: number }
  | { readonly kind: 'note-too-long'; readonly length: number; readonly limit: number };

export type Planned =
  | { readonly kind: 'plan'; readonly plan: SnapshotPlan }
  | { readonly kind: 'refused'; readonly refusal: SnapshotRefusal };

export type SnapshotRequest = {
  readonly server: Server;
  readonly note: string;
  readonly set: SetId;
  readonly operation: OperationId;
  readonly installation: Installation;
  /** The name of the policy that has it taken; empty for a person. */
  readonly policy: string;
};

/** CreateSnapshots takes at most 128 volumes of one server, the root included. */
const volumesPerCall = 128;
export const noteLimit = 200;
const descriptionLimit = 255;

/** Facts → the call and its tags, or why this server cannot be snapshotted. */
export function planSnapshot(request: SnapshotRequest): Planned {
  const { server, note } = request;
  const refusal = refuse(server, note);
  if (refusal !== null) return { kind: 'refused', refusal };
  const tags = setTags({
    installation: request.installation,
    set: request.set,
    operation: request.operation,
    server: { id: server.id, name: server.name },
    note,
    policy: request.policy,
    launch: server.launch,
    volumes: server.volumes,
  });
  const most = Math.max(0, ...server.volumes.map(volume => volume.tagCount));
  const plan: SnapshotPlan = {
    place: server.place,
    server: { id: server.id, name: server.name },
    set: request.set,
    note,
    policy: request.policy,
    description: describe(request),
    volumes: server.volumes,
    tags,
    // One more is written at the call: who had it taken, and when.
    copyTags: most + tags.length + 1 <= tagsPerResource,
    leftOut: server.instanceStore,
  };
  return { kind: 'plan', plan };
}

function refuse(server: Server, note: string): SnapshotRefusal | null {
  if (isTerminated(server)) return { kind: 'terminated' };
  if (server.state === 'pending') return { kind: 'pending' };
  if (server.rootKind === 'instance-store') {
    return { kind: 'instance-store-root', disks: server.instanceStore, volumes: server.volumes };
  }
  if (server.volumes.length === 0) return { kind: 'no-volumes' };
  if (server.volumes.length > volumesPerCall) {
    return { kind: 'too-many-volumes', count: server.volumes.length, limit: volumesPerCall };
  }
  const length = Array.from(note).length;
  return length > noteLimit ? { kind: 'note-too-long', length, limit: noteLimit } : null;
}

/** The same call under other ids, as if it had been planned with them. */
export function replanned(
  plan: SnapshotPlan,
  ids: { readonly operation: OperationId; readonly set: SetId },
): SnapshotPlan {
  const values: Readonly<Record<string, string>> = {
    [tagKeys.set]: ids.set,
    [tagKeys.operation]: ids.operation,
  };
  return {
    ...plan,
    set: ids.set,
    description: plan.description.replace(plan.set, ids.set),
    tags: plan.tags.map(tag => ({ ...tag, value: values[tag.key] ?? tag.value })),
  };
}

/** What the EC2 console shows. EC2 refuses characters beyond ASCII here; the note in full is among the tags. */
function describe({ server, set, note }: SnapshotRequest): string {
  const words = [`Snapkeeper ${set} of ${serverTitle(server)}`, note].filter(part => part !== '').join(': ');
  return words
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^ -~]/gu, '?')
    .slice(0, descriptionLimit);
}
