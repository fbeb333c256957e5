import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { AuditEntry, ChainedEntry } from '../../src/core/audit.ts';
import type { OperationId, ServerId } from '../../src/core/ids.ts';
import type { Operation, SnapshotOperation } from '../../src/core/operation.ts';
import type { Change, Store } from '../../src/ports.ts';
import { createSystemClock } from '../../src/clock.ts';
import { createStore } from '../../src/store/store.ts';
import { noon, operationOf, origin, planOf } from '../core/samples.ts';

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'snapkeeper-store-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A store on a real file; `reopen` is what a restart does. */
export function openStore(file = join(folder(), 'snapkeeper.db')) {
  let open = createStore(file, createSystemClock());
  onTestFinished(() => open.close());
  return {
    file,
    store: open.store,
    close: () => open.close(),
    reopen(): Store {
      open.close();
      open = createStore(file, createSystemClock());
      return open.store;
    },
  };
}

export function auditRows(file: string): readonly ChainedEntry[] {
  const db = new Database(file, { readonly: true });
  try {
    const rows = db.prepare('select * from audit order by seq').all() as (ChainedEntry & {
      detail: string;
    })[];
    return rows.map(row => ({ ...row, detail: JSON.parse(row.detail) as AuditEntry['detail'] }));
  } finally {
    db.close();
  }
}

export function operation(
  id: string,
  more: Partial<SnapshotOperation> = {},
  server = 'i-1',
): SnapshotOperation {
  const plan = planOf({ server: { id: server as ServerId, name: 'prod-web' } });
  return operationOf({}, { id: id as OperationId, version: 0, plan, ...more });
}

export const started = (made: Operation): Change => ({ kind: 'operation', operation: made });

export function audited(verb: string): Change {
  const entry = {
    at: noon,
    actor: 'T/U',
    verb,
    object: 'x',
    outcome: 'asked',
    detail: { b: 1, a: true },
  } as const;
  return { kind: 'audit', entry };
}

export function marked(made: Operation): Change {
  return { kind: 'card-dirty', key: `operation/${made.id}`, origin, requester: made.actor };
}
