import { describe, expect, test } from 'vitest';
import type { OperationId, PlaceId, ServerId, SetId, SnapshotId } from '../../src/core/ids.ts';
import type { Change, OwnedSnapshot } from '../../src/ports.ts';
import { alice, bob, hostile, installation, noon, place, serverOf, setOf } from '../core/samples.ts';
import { openStore, operation, started } from './stage.ts';

const elsewhere = 'us-east-1' as PlaceId;
const one = 'i-1' as ServerId;
const two = 'i-2' as ServerId;

function owned(id: string, volume: string, app: string = installation): OwnedSnapshot {
  return {
    id: id as SnapshotId,
    volume,
    state: 'completed',
    gib: 8,
    startedAt: noon,
    app,
    set: '',
    tags: [],
  };
}

function snapshotsRead(snapshots: readonly OwnedSnapshot[], all: boolean, readAt: number): Change {
  return { kind: 'snapshots', place, snapshots, all, readAt };
}

function serversRead(names: readonly string[], readAt: number, where = place): Change {
  const servers = names.map((name, index) => serverOf(name, { id: `i-${index}` as ServerId, place: where }));
  return { kind: 'servers', place: where, servers, readAt };
}

const taken = (
  id: string,
  server: ServerId,
  takenAt: number,
  state: 'good' | 'failed' | 'pending' = 'good',
) =>
  ({
    kind: 'set',
    set: setOf({ id: id as SetId, operation: `o-${id}` as OperationId, server, takenAt, state, note: id }),
  }) as const;

describe('what the store answers', () => {
  test('servers are those of the last full read of their place', async () => {
    const opened = openStore();
    const { store } = opened;
    expect(await store.servers(place)).toEqual({ servers: [], readAt: null });
    await store.commit([serversRead(['a', 'b', hostile], 1), serversRead(['z'], 1, elsewhere)]);
    expect((await store.servers(place)).servers.map(({ name }) => name)).toEqual(['a', 'b', hostile]);
    await store.commit([serversRead(['A', 'b'], 2)]);
    expect(await store.servers(place)).toMatchObject({ servers: [{ name: 'A' }, { name: 'b' }], readAt: 2 });
    await store.commit([serversRead([], 3)]);
    const again = opened.reopen();
    expect(await again.servers(place)).toEqual({ servers: [], readAt: 3 });
    expect((await again.servers(elsewhere)).servers).toHaveLength(1);
  });

  test('snapshots of some days are added, a full read takes away what is gone', async () => {
    const { store } = openStore();
    const others = () => store.otherSnapshots(place, ['vol-1', 'vol-2'], installation);
    expect(await store.snapshotsReadAt(place)).toEqual({ all: null, any: null });
    await store.commit([
      snapshotsRead([owned('snap-1', 'vol-1', ''), owned('snap-2', 'vol-2', 'T/A')], true, 1),
    ]);
    expect(await others()).toBe(2);
    await store.commit([
      snapshotsRead([owned('snap-3', 'vol-1', ''), owned('snap-4', 'vol-3', '')], false, 2),
    ]);
    expect(await others()).toBe(3);
    expect(await store.snapshotsReadAt(place)).toEqual({ all: 1, any: 2 });
    await store.commit([snapshotsRead([owned('snap-3', 'vol-1', ''), owned('snap-1', 'vol-1')], true, 3)]);
    expect(await others()).toBe(1);
    expect(await store.snapshotsReadAt(place)).toEqual({ all: 3, any: 3 });
    expect(await store.otherSnapshots(place, [], installation)).toBe(0);
    expect(await store.otherSnapshots(elsewhere, ['vol-1'], installation)).toBe(0);
  });

  test('sets are told newest first, summed up by server, and the newest good one is known', async () => {
    const { store } = openStore();
    await store.commit([taken('s-1', one, 10), taken('s-3', one, 30, 'failed'), taken('s-2', one, 20)]);
    await store.commit([taken('s-4', two, 5, 'pending')]);
    expect((await store.setsOf(place, one)).map(({ id }) => id)).toEqual(['s-3', 's-2', 's-1']);
    expect((await store.newestGoodSet(place, one))?.id).toBe('s-2');
    expect(await store.newestGoodSet(place, two)).toBeNull();
    const summaries = await store.setSummaries(place);
    expect([one, two].map(id => [id, summaries.get(id)])).toEqual([
      [one, { count: 3, newest: taken('s-3', one, 30, 'failed').set }],
      [two, { count: 1, newest: taken('s-4', two, 5, 'pending').set }],
    ]);
    expect(await store.setSummaries(elsewhere)).toEqual(new Map());
    await store.commit([taken('s-4', two, 5)]);
    expect(await store.setsOf(place, two)).toEqual([taken('s-4', two, 5).set]);
  });

  test('sets are of the policy that had them taken; what people took is of none', async () => {
    const { store } = openStore();
    const byPolicy = { kind: 'set', set: { ...taken('s-2', one, 20).set, policy: 'nightly' } } as const;
    await store.commit([taken('s-1', one, 10), byPolicy]);
    expect(await store.setsOfPolicy(place, 'nightly')).toEqual([byPolicy.set]);
    expect(await store.setsOfPolicy(place, '')).toEqual([]);
  });

  test('what a person asked for within the window, and what runs on a server', async () => {
    const { store } = openStore();
    const asked = [
      operation('o-1', { createdAt: 1 }),
      operation('o-2', { createdAt: 2, state: 'finished' }),
      operation('o-3', { createdAt: 3 }),
      operation('o-4', { createdAt: 3, actor: bob }),
      operation('o-5', { createdAt: 3, actor: bob }, 'i-2'),
      operation('o-6', { createdAt: 3, actor: bob, place: elsewhere }),
    ];
    for (const made of asked) await store.commit([started(made)]);
    expect((await store.askedSince(alice, 1)).at).toEqual([2, 3]);
    expect((await store.runningOn(place, one)).operations).toHaveLength(3);
    expect((await store.runningOn(place, 'i-9' as ServerId)).operations).toHaveLength(0);
    const running = await store.runningOperations(place);
    expect(running.map(({ id }) => id)).toEqual(['o-1', 'o-3', 'o-4', 'o-5']);
  });

  test('everything committed is there after a restart', async () => {
    const opened = openStore();
    const made = operation('o-1', { createdAt: noon });
    const identity = { account: '123456789012', region: place, team: 'T07HOME', app: 'A07SNAP' };
    expect(await opened.store.identity()).toBeNull();
    await opened.store.commit([started(made), taken('s-1', one, 10), { kind: 'identity', identity }]);
    const store = opened.reopen();
    expect(await store.operation(made.id)).toEqual(made);
    expect(await store.runningOperations(place)).toEqual([made]);
    expect(await store.setsOf(place, one)).toEqual([taken('s-1', one, 10).set]);
    expect(await store.identity()).toEqual(identity);
  });
});
