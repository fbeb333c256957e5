import { and, desc, eq } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import type { Effects, Request } from '../core/request.ts';
import type { Change, Store } from '../ports.ts';
import { Conflict } from './conflict.ts';
import type { Db } from './database.ts';

type Row = typeof schema.requests.$inferSelect;

export function applyRequest(
  tx: Db,
  { kind, request }: Extract<Change, { readonly kind: 'request' | 'request-update' }>,
): void {
  const { requests } = schema;
  const row = requestRow(request);
  if (kind === 'request-update') {
    tx.update(requests).set(row).where(eq(requests.id, request.id)).run();
    return;
  }
  const open = and(eq(requests.policy, row.policy), eq(requests.state, 'open'));
  const others = tx.select({ effects: requests.effects }).from(requests).where(open).all();
  if (others.some(other => (JSON.parse(other.effects) as Effects).kind === request.effects.kind)) {
    throw new Conflict(`request/${row.policy}`);
  }
  const made = tx.insert(requests).values(row).onConflictDoNothing().run();
  if (made.changes === 0) throw new Conflict(`request/${request.id}`);
}

export function requestReads(db: Db): Pick<Store, 'request' | 'openRequest'> {
  const { requests } = schema;
  return {
    async request(id) {
      const row = db.select().from(requests).where(eq(requests.id, id)).get();
      return row === undefined ? null : requestOf(row);
    },
    async openRequest(policy) {
      const where = and(eq(requests.policy, policy), eq(requests.state, 'open'));
      const row = db.select().from(requests).where(where).orderBy(desc(requests.seq)).limit(1).get();
      return row === undefined ? null : requestOf(row);
    },
  };
}

function requestRow(request: Request): Omit<Row, 'seq'> {
  return {
    ...request,
    policy: request.effects.policy,
    state: request.outcome.kind,
    effects: JSON.stringify(request.effects),
    requester: JSON.stringify(request.requester),
    outcome: JSON.stringify(request.outcome),
  };
}

function requestOf({ seq: _seq, policy: _policy, state: _state, ...row }: Row): Request {
  return {
    ...row,
    effects: JSON.parse(row.effects) as Request['effects'],
    requester: JSON.parse(row.requester) as Request['requester'],
    outcome: JSON.parse(row.outcome) as Request['outcome'],
  } as Request;
}
