import type { Person } from '../../src/core/actor.ts';
import type { Adoption } from '../../src/core/adoption.ts';
import type {
  AdoptionId,
  ChannelId,
  OfferId,
  OperationId,
  PlaceId,
  ServerId,
  SetId,
  SnapshotId,
  TeamId,
  UserId,
  VolumeId,
} from '../../src/core/ids.ts';
import type { Member, SnapshotFacts, SnapshotOperation } from '../../src/core/operation.ts';
import { noFacts } from '../../src/core/operation.ts';
import type { Offer } from '../../src/core/reply.ts';
import type { Server, Volume } from '../../src/core/server.ts';
import type { SnapshotPlan } from '../../src/core/snapshot.ts';
import type { SnapshotSet } from '../../src/core/snapshot-set.ts';
import { installationOf } from '../../src/core/tags.ts';

// Values that tests start from; each overrides what it is about.

export const noon = Date.parse('2026-11-23T12:00:00Z');
export const place = 'eu-west-1' as PlaceId;
export const team = 'T07HOME' as TeamId;
export const alice: Person = { kind: 'person', team, user: 'U07ALICE' as UserId };
export const bob: Person = { kind: 'person', team, user: 'U07BOB' as UserId };
export const origin = { channel: 'C07OPS' as ChannelId, visibility: 'public' } as const;
export const installation = installationOf({ team, app: 'A07SNAP' });

/** Every character that Slack or a display could take for something else. */
export const hostile = '<!channel> & "quotes" 🚀 <@U07BOB> `*x*` <https://evil.example|prod>';

export function volumeOf(more: Partial<Volume> = {}): Volume {
  return {
    id: 'vol-0a000000000000001' as VolumeId,
    device: '/dev/xvda',
    gib: 8,
    type: 'gp3',
    root: true,
    deleteOnTermination: true,
    tagCount: 1,
    ...more,
  };
}

/** A root and data volumes, with devices and ids as long as they get. */
export function volumesOf(count: number): readonly Volume[] {
  return Array.from({ length: count }, (_, index) =>
    volumeOf({
      id: `vol-${String(index).padStart(17, '0')}` as VolumeId,
      device: index === 0 ? '/dev/xvda' : `/dev/xvd${String(index).padStart(3, 'z')}`,
      gib: 16_384,
      root: index === 0,
    }),
  );
}

export function serverOf(name: string, more: Partial<Server> = {}): Server {
  return {
    place,
    id: 'i-0a000000000000001' as ServerId,
    name,
    tags: { Name: name },
    privateDnsName: 'ip-10-0-0-1.eu-west-1.compute.internal',
    state: 'running',
    type: 't3.large',
    zone: 'eu-west-1a',
    rootDevice: '/dev/xvda',
    rootKind: 'ebs',
    volumes: [volumeOf()],
    instanceStore: [],
    launch: { ami: 'ami-0123456789abcdef0', type: 't3.large' },
    ...more,
  };
}

export function planOf(more: Partial<SnapshotPlan> = {}): SnapshotPlan {
  return {
    place,
    server: { id: 'i-0a000000000000001' as ServerId, name: 'prod-web' },
    set: 's-22222222' as SetId,
    note: '',
    policy: '',
    description: 'Snapkeeper s-22222222 of prod-web',
    volumes: [volumeOf()],
    tags: [],
    copyTags: true,
    leftOut: [],
    ...more,
  };
}

export function memberOf(more: Partial<Member> = {}): Member {
  return {
    snapshot: 'snap-0a00000000000001' as SnapshotId,
    volume: volumeOf().id,
    gib: 8,
    state: 'pending',
    progress: 0,
    startedAt: noon,
    completedAt: null,
    missingSince: null,
    message: '',
    ...more,
  };
}

export function operationOf(
  facts: Partial<SnapshotFacts> = {},
  more: Partial<SnapshotOperation> = {},
): SnapshotOperation {
  return {
    kind: 'snapshot',
    id: 'o-22222222' as OperationId,
    place,
    version: 3,
    state: 'running',
    actor: alice,
    origin,
    parent: null,
    createdAt: noon,
    endedAt: null,
    cancel: null,
    plan: planOf(),
    facts: { ...noFacts, ...facts },
    ...more,
  };
}

export function setOf(more: Partial<SnapshotSet> = {}): SnapshotSet {
  return {
    id: 's-22222222' as SetId,
    place,
    operation: 'o-22222222' as OperationId,
    server: 'i-0a000000000000001' as ServerId,
    serverName: 'prod-web',
    state: 'good',
    consistency: 'crash-consistent',
    takenAt: noon,
    by: alice,
    note: '',
    policy: '',
    hold: null,
    adoption: null,
    missingSince: null,
    members: [{ snapshot: memberOf().snapshot, volume: volumeOf().id, device: '/dev/xvda', gib: 8 }],
    ...more,
  };
}

export function adoptionOf(more: Partial<Adoption> = {}): Adoption {
  return {
    id: 'a-22222222' as AdoptionId,
    place,
    at: noon,
    sets: { count: 12, servers: 3, oldest: noon - 86_400_000, newest: noon },
    problems: [],
    confirmed: null,
    ...more,
  };
}

export const offersOf = (label: string, count: number): readonly Offer[] =>
  Array.from({ length: count }, (_, index) => ({ id: `b-${index}` as OfferId, label, command: label }));
