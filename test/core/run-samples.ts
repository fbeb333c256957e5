import type { OperationId, PolicyId, ServerId, SetId, SnapshotId } from '../../src/core/ids.ts';
import type { DeleteFacts } from '../../src/core/deletion.ts';
import type { DeleteOperation, RunOperation } from '../../src/core/operation.ts';
import type { Child } from '../../src/core/run.ts';
import { alice, noon, origin, place } from './samples.ts';

const basics = {
  id: 'o-rrrrrrrr' as OperationId,
  place,
  version: 1,
  state: 'running',
  actor: alice,
  origin,
  parent: null,
  createdAt: noon,
  endedAt: null,
  cancel: null,
} as const;

/** A run that has started at noon and not pruned yet. */
export function runOf(more: Partial<RunOperation> = {}): RunOperation {
  return {
    ...basics,
    kind: 'run',
    plan: {
      policy: 'p-22222222' as PolicyId,
      name: 'nightly',
      slot: { key: '2026-11-23T12:00Z', at: noon, mark: null },
      late: false,
      missed: null,
      refused: [],
    },
    facts: { call: { kind: 'not-called' }, pruning: { kind: 'not-yet' }, failure: null },
    ...more,
  };
}

/** A snapshot that a run has started at noon, of the server of this number. */
export function childOf(server: number, more: Partial<Child> = {}): Child {
  return {
    id: `o-c${String(server).padStart(7, '0')}` as OperationId,
    kind: 'snapshot',
    server: `i-${server}` as ServerId,
    serverName: `server-${server}`,
    state: 'finished',
    createdAt: noon,
    endedAt: noon,
    ...more,
  };
}

/** The deletion of a good set of two volumes. */
export function deleteOf(facts: Partial<DeleteFacts> = {}): DeleteOperation {
  return {
    ...basics,
    kind: 'delete',
    plan: {
      set: 's-22222222' as SetId,
      server: { id: 'i-1' as ServerId, name: 'prod-web' },
      takenAt: noon,
      source: 'o-22222222' as OperationId,
      was: 'good',
      snapshots: ['snap-1', 'snap-2'] as SnapshotId[],
    },
    facts: { call: { kind: 'not-called' }, deleted: [], kept: [], failure: null, ...facts },
  };
}
