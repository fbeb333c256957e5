import { describe, expect, test } from 'vitest';
import { actorKey } from '../../src/core/actor.ts';
import { firstBroken } from '../../src/core/audit.ts';
import type { OfferId, OperationId, PlaceId, ServerId } from '../../src/core/ids.ts';
import type { SnapshotPlan } from '../../src/core/snapshot.ts';
import type { Change } from '../../src/ports.ts';
import { alice, bob, noon, operationOf, place } from '../core/samples.ts';
import { audited, auditRows, marked, openStore, operation, started } from './stage.ts';

const dedupe = (key: string, at = noon): Change => ({ kind: 'dedupe', key, at });
const offered = (id: string, at = noon): Change => ({
  kind: 'offer',
  offer: { id: id as OfferId, actor: alice, command: '/snapshot prod-web', at },
});

describe('commit', () => {
  test('writes nothing of a second delivery, and names its key', async () => {
    const { store, file } = openStore();
    expect(await store.commit([dedupe('trigger/1'), audited('first')])).toBe('done');
    const second = [audited('second'), started(operation('o-1')), dedupe('trigger/1'), offered('b-1')];
    expect(await store.commit(second)).toEqual({ conflict: 'dedupe/trigger/1' });
    expect(auditRows(file).map(row => row.verb)).toEqual(['first']);
    expect(await store.operation('o-1' as OperationId)).toBeNull();
    expect(await store.offer('b-1' as OfferId)).toBeNull();
  });

  test('writes nothing when a change throws half way, and goes on afterwards', async () => {
    const { store, file } = openStore();
    const broken = null as unknown as SnapshotPlan;
    const half = [audited('half'), started(operationOf({}, { plan: broken }))];
    await expect(store.commit(half)).rejects.toThrow(TypeError);
    expect(auditRows(file)).toEqual([]);
    expect(await store.commit([audited('whole')])).toBe('done');
    expect(firstBroken(auditRows(file))).toBeNull();
  });

  test('an id that is taken is a conflict', async () => {
    const { store } = openStore();
    await store.commit([started(operation('o-1')), offered('b-1')]);
    expect(await store.commit([started(operation('o-1'))])).toEqual({ conflict: 'operation/o-1' });
    expect(await store.commit([offered('b-1')])).toEqual({ conflict: 'offer/b-1' });
  });

  test('a row must still have the version that was read', async () => {
    const { store } = openStore();
    const made = operation('o-1');
    await store.commit([started(made)]);
    const next = { ...made, version: 1, endedAt: noon };
    const update: Change = { kind: 'operation-update', operation: next };
    const expect0 = [{ row: 'operation/o-1', version: 0 }];
    expect(await store.commit([update], expect0)).toBe('done');
    expect(await store.commit([{ ...update, operation: made }], expect0)).toEqual({
      conflict: 'operation/o-1',
    });
    expect(await store.operation(made.id)).toEqual(next);
    const missing = [{ row: 'operation/o-9', version: 0 }];
    expect(await store.commit([], missing)).toEqual({ conflict: 'operation/o-9' });
    await expect(store.commit([], [{ row: 'nothing/1', version: 0 }])).rejects.toThrow('nothing/1');
  });

  test('two commands that read the same limits: only the first is taken', async () => {
    const { store } = openStore();
    const other = 'prod/eu-west-1' as PlaceId;
    const read = async () => ({
      asked: (await store.askedSince(alice, 0)).version,
      server: (await store.runningOn(other, 'i-1' as ServerId)).version,
    });
    const before = await read();
    const rows = { asked: `asked/${actorKey(alice)}`, server: `server/${other}/i-1` };
    const onServer = started(operation('o-1', { actor: bob, place: other }, 'i-1'));
    expect(await store.commit([onServer], [{ row: rows.server, version: before.server }])).toBe('done');
    expect(await store.commit([], [{ row: rows.server, version: before.server }])).toEqual({
      conflict: rows.server,
    });
    // Bob's does not move what Alice has asked for, and neither another place with the same server id.
    expect(await store.commit([], [{ row: rows.asked, version: before.asked }])).toBe('done');
    const after = await read();
    await store.commit([started(operation('o-2', { actor: alice, place }, 'i-1'))]);
    expect(await read()).toEqual({ ...after, asked: expect.any(Number) });
    expect(await store.commit([], [{ row: rows.asked, version: after.asked }])).toEqual({
      conflict: rows.asked,
    });
    expect(await store.commit([], [{ row: rows.asked, version: (await read()).asked }])).toBe('done');
  });

  test('tells its listeners after the commit, and only of what was committed', async () => {
    const { store } = openStore();
    const heard: (readonly Change[])[] = [];
    const found: Promise<unknown>[] = [];
    store.onCommit(changes => {
      heard.push(changes);
      found.push(store.operation('o-1' as OperationId));
    });
    const changes = [dedupe('k'), started(operation('o-1'))];
    await store.commit(changes);
    await store.commit([dedupe('k'), started(operation('o-2'))]);
    expect(heard).toEqual([changes]);
    expect(await Promise.all(found)).toEqual([operation('o-1')]);
  });

  test('the audit trail goes on over restarts as one chain', async () => {
    const opened = openStore();
    await opened.store.commit([audited('one'), audited('two')]);
    await opened.reopen().commit([audited('three')]);
    const rows = auditRows(opened.file);
    expect(rows.map(row => [row.seq, row.verb])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'three'],
    ]);
    expect(firstBroken(rows)).toBeNull();
  });

  test('forgets envelopes and offers that are old, and keeps the others', async () => {
    const { store } = openStore();
    await store.commit([dedupe('old', 1), dedupe('new', 3), offered('b-old', 1), offered('b-new', 2)]);
    await store.commit([{ kind: 'forget', before: 2 }]);
    expect(await store.commit([dedupe('new')])).toEqual({ conflict: 'dedupe/new' });
    expect(await store.commit([dedupe('old')])).toBe('done');
    expect(await store.offer('b-old' as OfferId)).toBeNull();
    expect(await store.offer('b-new' as OfferId)).toEqual({
      id: 'b-new',
      actor: alice,
      command: '/snapshot prod-web',
      at: 2,
    });
  });

  test('a card counts its marks, and stays dirty when one was made while it was sent', async () => {
    const { store } = openStore();
    const made = operation('o-1');
    await store.commit([marked(made)]);
    await store.commit([marked(made)]);
    const read = await store.card(`operation/${made.id}`);
    if (read === null) throw new Error('the card has no row');
    expect(read).toMatchObject({ revision: 2, sentRevision: 0, version: 0, place: null });
    await store.commit([marked(made)]);
    const at = { channel: made.origin.channel, ts: '1.2' };
    const sent = { ...read, version: 1, sentRevision: read.revision, place: at, sentHash: 'h', again: true };
    await store.commit([{ kind: 'card-row', card: sent }], [{ row: 'card/operation/o-1', version: 0 }]);
    expect(await store.dirtyCards()).toEqual([{ ...sent, revision: 3 }]);
    await store.commit([{ kind: 'card-row', card: { ...sent, version: 2, sentRevision: 3 } }]);
    expect(await store.dirtyCards()).toEqual([]);
  });
});
