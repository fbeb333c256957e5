import { describe, expect, test } from 'vitest';
import type { TaggedSnapshot } from '../../src/core/adoptable-set.ts';
import type { AdoptionFacts, KnownRows } from '../../src/core/adoption.ts';
import { namedBy, planAdoption } from '../../src/core/adoption.ts';
import type { AdoptionId, OperationId, SetId, SnapshotId, VolumeId } from '../../src/core/ids.ts';
import type { SetTags } from '../../src/core/tags.ts';
import { holdTag, setTags, tagKeys, takenTag } from '../../src/core/tags.ts';
import { alice, bob, installation, noon, place, serverOf, team, volumeOf } from './samples.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const root = volumeOf();
const data = volumeOf({ id: 'vol-2' as VolumeId, device: '/dev/sdf', gib: 112, root: false });
const nothing: KnownRows = { sets: new Set(), operations: new Set(), running: new Set() };
const setId = 's-22222222' as SetId;

/** Both EBS snapshots of a set, as EC2 lists them. */
function snapshotsOf(
  more: Partial<SetTags> = {},
  each: (snapshot: TaggedSnapshot, index: number) => TaggedSnapshot | null = snapshot => snapshot,
): readonly TaggedSnapshot[] {
  const { id, name, launch } = serverOf('prod-web');
  const operation = 'o-22222222' as OperationId;
  const facts = {
    installation,
    set: setId,
    operation,
    server: { id, name },
    note: 'why',
    policy: '',
    launch,
  };
  const tags = [...setTags({ ...facts, volumes: [root, data], ...more }), takenTag(alice, noon)];
  return [root, data].flatMap((volume, index) => {
    const snapshot: TaggedSnapshot = {
      id: `snap-${more.set ?? setId}-${index}` as SnapshotId,
      volume: volume.id,
      state: 'completed',
      gib: volume.gib,
      startedAt: noon,
      tags,
    };
    return each(snapshot, index) ?? [];
  });
}

function plan(snapshots: readonly TaggedSnapshot[], more: Partial<AdoptionFacts> = {}) {
  const id = 'a-22222222' as AdoptionId;
  return planAdoption({
    id,
    place,
    team,
    now: noon + day,
    snapshots,
    known: nothing,
    told: [],
    ...more,
  });
}

const withTag = (snapshot: TaggedSnapshot, key: string, value: string | null): TaggedSnapshot => ({
  ...snapshot,
  tags: [...snapshot.tags.filter(tag => tag.key !== key), ...(value === null ? [] : [{ key, value }])],
});
const onlySecond =
  (change: (snapshot: TaggedSnapshot) => TaggedSnapshot | null) =>
  (snapshot: TaggedSnapshot, index: number) =>
    index === 1 ? change(snapshot) : snapshot;
const other = { set: 's-33333333' as SetId, operation: 'o-33333333' as OperationId };

describe('planAdoption', () => {
  test('makes the row again that the tags tell of', () => {
    expect(plan(snapshotsOf())).toEqual({
      adoption: {
        id: 'a-22222222',
        place,
        at: noon + day,
        sets: { count: 1, servers: 1, oldest: noon, newest: noon },
        problems: [],
        confirmed: null,
      },
      sets: [
        {
          id: setId,
          place,
          operation: 'o-22222222',
          server: 'i-0a000000000000001',
          serverName: 'prod-web',
          state: 'good',
          consistency: 'crash-consistent',
          takenAt: noon,
          by: alice,
          note: 'why',
          policy: '',
          hold: null,
          adoption: { id: 'a-22222222', confirmed: null },
          missingSince: null,
          members: [
            { snapshot: `snap-${setId}-0`, volume: root.id, device: '/dev/xvda', gib: 8 },
            { snapshot: `snap-${setId}-1`, volume: data.id, device: '/dev/sdf', gib: 112 },
          ],
        },
      ],
    });
  });

  test('keeps a hold, also one that is only on some of its snapshots', () => {
    const hold = { by: bob, at: noon, reason: 'audit', until: noon + 9 * day };
    const held = snapshotsOf(
      {},
      onlySecond(snapshot => ({ ...snapshot, tags: [...snapshot.tags, holdTag(hold)] })),
    );
    expect(plan(held)?.sets[0]?.hold).toEqual(hold);
  });

  test('sums up how many sets of how many servers there are, and from when', () => {
    const older = snapshotsOf(other, snapshot => ({ ...snapshot, startedAt: noon - day }));
    expect(plan([...snapshotsOf(), ...older])?.adoption.sets).toEqual({
      count: 2,
      servers: 1,
      oldest: noon - day,
      newest: noon,
    });
  });

  test.each<[string, readonly TaggedSnapshot[], Partial<AdoptionFacts>]>([
    ['is known', snapshotsOf(), { known: { ...nothing, sets: new Set([setId]) } }],
    [
      'belongs to an operation that runs here',
      snapshotsOf(),
      { known: { ...nothing, running: new Set(['o-22222222' as OperationId]) } },
    ],
    ['is younger than its tags may take to show', snapshotsOf(), { now: noon + 9 * minute }],
    [
      'is being taken',
      snapshotsOf(
        {},
        onlySecond(snapshot => ({ ...snapshot, state: 'pending' })),
      ),
      {},
    ],
    [
      'is half tagged, and young',
      snapshotsOf(
        {},
        onlySecond(() => null),
      ),
      { now: noon + minute },
    ],
  ])('leaves a set alone that %s', (_, snapshots, more) => {
    expect(plan(snapshots, more)).toBeNull();
  });

  test.each<[string, readonly TaggedSnapshot[], object, Partial<AdoptionFacts>]>([
    [
      'lacks a volume',
      snapshotsOf(
        {},
        onlySecond(() => null),
      ),
      { kind: 'incomplete', there: 1, planned: 2 },
      {},
    ],
    [
      'has another volume in place of a planned one',
      snapshotsOf(
        {},
        onlySecond(snapshot => ({ ...snapshot, volume: 'vol-9' })),
      ),
      { kind: 'incomplete', there: 1, planned: 2 },
      {},
    ],
    [
      'has members that say different things',
      snapshotsOf(
        {},
        onlySecond(snapshot => withTag(snapshot, tagKeys.server, 'i-0b')),
      ),
      { kind: 'tags-differ', key: tagKeys.server },
      {},
    ],
    [
      'has members of which one lacks a tag',
      snapshotsOf(
        {},
        onlySecond(snapshot => withTag(snapshot, tagKeys.taken, null)),
      ),
      { kind: 'tags-differ', key: tagKeys.taken },
      {},
    ],
    [
      'lacks a tag',
      snapshotsOf({}, snapshot => withTag(snapshot, tagKeys.server, null)),
      { kind: 'tag-missing', key: tagKeys.server },
      {},
    ],
    [
      'has a tag that Snapkeeper did not write',
      snapshotsOf({}, snapshot => withTag(snapshot, tagKeys.taken, 'me')),
      { kind: 'tag-unreadable', key: tagKeys.taken },
      {},
    ],
    [
      'has failed',
      snapshotsOf(
        {},
        onlySecond(snapshot => ({ ...snapshot, state: 'error' })),
      ),
      { kind: 'failed' },
      {},
    ],
    [
      'is being taken for two days',
      snapshotsOf(
        {},
        onlySecond(snapshot => ({ ...snapshot, state: 'pending' })),
      ),
      { kind: 'unfinished' },
      { now: noon + 2 * day },
    ],
    [
      'is the second one of an operation',
      snapshotsOf(),
      { kind: 'second-set' },
      { known: { ...nothing, operations: new Set(['o-22222222' as OperationId]) } },
    ],
  ])('does not adopt a set that %s, and says so once', (_, snapshots, why, more) => {
    const planned = plan(snapshots, more);
    expect(planned?.sets).toEqual([]);
    expect(planned?.adoption).toMatchObject({ sets: null, problems: [{ subject: setId, why }] });
    expect(plan(snapshots, { ...more, told: planned?.adoption.problems ?? [] })).toBeNull();
  });

  test.each([
    ['missing', null],
    ['unreadable', '<!channel>'],
  ])('names the EBS snapshots whose set is %s', (what, value) => {
    const snapshots = snapshotsOf({}, snapshot => withTag(snapshot, tagKeys.set, value));
    const why = { kind: `tag-${what}`, key: tagKeys.set };
    expect(plan(snapshots)?.adoption.problems).toEqual([
      { subject: `snap-${setId}-0`, why },
      { subject: `snap-${setId}-1`, why },
    ]);
  });

  test('takes the first of two sets that one operation made, and tells of the other', () => {
    const second = snapshotsOf({}, (snapshot, index) => ({
      ...snapshot,
      id: `snap-again-${index}` as SnapshotId,
      startedAt: noon + minute,
    }));
    const planned = plan([...second, ...snapshotsOf()]);
    expect(planned?.sets.map(({ members }) => members[0]?.snapshot)).toEqual([`snap-${setId}-0`]);
    expect(planned?.adoption.problems).toEqual([{ subject: setId, why: { kind: 'second-set' } }]);
    expect(plan(second, { known: { ...nothing, sets: new Set([setId]) } })).toBeNull();
  });

  test('takes the second of two where the first one is not whole any more', () => {
    const second = snapshotsOf({}, (snapshot, index) => ({
      ...snapshot,
      id: `snap-again-${index}` as SnapshotId,
      startedAt: noon + minute,
    }));
    const planned = plan([
      ...snapshotsOf(
        {},
        onlySecond(() => null),
      ),
      ...second,
    ]);
    expect(planned?.sets.map(({ takenAt }) => takenAt)).toEqual([noon + minute]);
    expect(planned?.adoption.problems).toEqual([{ subject: setId, why: { kind: 'second-set' } }]);
  });

  test('never makes two sets of one operation, whatever the tags say', () => {
    const planned = plan([...snapshotsOf(), ...snapshotsOf({ set: other.set })]);
    expect(planned?.sets.map(({ id }) => id)).toEqual([setId]);
    expect(planned?.adoption.problems).toEqual([{ subject: other.set, why: { kind: 'second-set' } }]);
  });

  test('asks the database about what the tags name, once each', () => {
    expect(namedBy([...snapshotsOf(), ...snapshotsOf(other)])).toEqual({
      sets: [setId, other.set],
      operations: ['o-22222222', other.operation],
    });
  });
});
