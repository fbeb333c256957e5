import { describe, expect, test } from 'vitest';
import type { OperationId, SetId } from '../../src/core/ids.ts';
import type { Server } from '../../src/core/server.ts';
import type { SnapshotPlan, SnapshotRefusal } from '../../src/core/snapshot.ts';
import { planSnapshot } from '../../src/core/snapshot.ts';
import { installation, serverOf, volumeOf, volumesOf } from './samples.ts';

function planned(server: Server, note = '') {
  return planSnapshot({
    server,
    note,
    policy: '',
    set: 's-22222222' as SetId,
    operation: 'o-22222222' as OperationId,
    installation,
  });
}

function planFor(server: Server, note = ''): SnapshotPlan {
  const result = planned(server, note);
  if (result.kind === 'refused') throw new Error(`refused: ${result.refusal.kind}`);
  return result.plan;
}

function refusalFor(more: Partial<Server>, note = ''): SnapshotRefusal | null {
  const result = planned(serverOf('prod-web', more), note);
  return result.kind === 'refused' ? result.refusal : null;
}

const disks = [{ gb: 75, count: 2 }];

describe('planSnapshot', () => {
  test.each<[string, Partial<Server>, SnapshotRefusal]>([
    ['a terminated server', { state: 'terminated' }, { kind: 'terminated' }],
    ['one that is going away', { state: 'shutting-down' }, { kind: 'terminated' }],
    ['one that is starting', { state: 'pending' }, { kind: 'pending' }],
    [
      'one that runs from instance store',
      { rootKind: 'instance-store', instanceStore: disks },
      { kind: 'instance-store-root', disks, volumes: [volumeOf()] },
    ],
    ['one without volumes', { volumes: [] }, { kind: 'no-volumes' }],
    [
      'one with 129 volumes',
      { volumes: volumesOf(129) },
      { kind: 'too-many-volumes', count: 129, limit: 128 },
    ],
  ])('refuses %s', (_, more, refusal) => {
    expect(refusalFor(more)).toEqual(refusal);
  });

  test.each(['running', 'stopped', 'stopping', 'some-new-state'])('takes a server that is %s', state => {
    expect(refusalFor({ state })).toBeNull();
  });

  test('takes 128 volumes', () => {
    expect(refusalFor({ volumes: volumesOf(128) })).toBeNull();
  });

  test('counts a note in characters as people see them: 200 fit', () => {
    expect(refusalFor({}, '🚀'.repeat(200))).toBeNull();
    expect(refusalFor({}, '🚀'.repeat(201))).toEqual({ kind: 'note-too-long', length: 201, limit: 200 });
  });

  test("copies the volumes' tags up to EC2's fifty, and leaves them out beyond", () => {
    const own = planFor(serverOf('prod-web')).tags.length;
    const copies = (...counts: readonly number[]) =>
      planFor(serverOf('prod-web', { volumes: counts.map(tagCount => volumeOf({ tagCount })) })).copyTags;
    // One tag more, of who had it taken, is written at the call.
    expect(copies(49 - own)).toBe(true);
    expect(copies(50 - own)).toBe(false);
    expect(copies(0, 50 - own, 0)).toBe(false);
  });

  test('tells the console nothing beyond ASCII, which EC2 refuses there', () => {
    const { description } = planFor(serverOf('café 🚀'), 'vor dem Umbau für Jörg…');
    expect(description).toBe('Snapkeeper s-22222222 of cafe ?: vor dem Umbau fur Jorg...');
  });

  test('tells the console what the set is, within 255 characters', () => {
    expect(planFor(serverOf('prod-web')).description).toBe('Snapkeeper s-22222222 of prod-web');
    expect(planFor(serverOf('prod-web'), 'before it').description).toBe(
      'Snapkeeper s-22222222 of prod-web: before it',
    );
    expect(planFor(serverOf('')).description).toBe('Snapkeeper s-22222222 of i-0a000000000000001');
    const long = planFor(serverOf('🚀'.repeat(256)), 'x'.repeat(200)).description;
    expect(Array.from(long)).toHaveLength(255);
    expect(long).not.toMatch(/\p{Surrogate}/u);
  });

  test('holds all that the call needs: place, server, set, volumes and what is left out', () => {
    const server = serverOf('prod-web', { instanceStore: disks });
    expect(planFor(server, 'why')).toMatchObject({
      place: server.place,
      server: { id: server.id, name: 'prod-web' },
      set: 's-22222222',
      note: 'why',
      volumes: server.volumes,
      leftOut: disks,
    });
  });
});
