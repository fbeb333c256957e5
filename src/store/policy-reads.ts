import { asc, desc, eq } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import type { Policy, SlotRecord } from '../core/policy.ts';
import type { Child } from '../core/run.ts';
import type { Store } from '../ports.ts';
import type { Db } from './database.ts';

type PolicyReads = Pick<Store, 'policy' | 'policies' | 'slots' | 'childrenOf'>;

export function policyReads(db: Db): PolicyReads {
  const { policies, slots, operations } = schema;
  return {
    async policy(id) {
      const row = db.select().from(policies).where(eq(policies.id, id)).get();
      return row === undefined ? null : policyOf(row);
    },
    async policies(place) {
      const rows = db.select().from(policies).where(eq(policies.place, place)).orderBy(asc(policies.folded));
      return rows.all().map(policyOf);
    },
    async slots(policy, limit) {
      const rows = db.select().from(slots).where(eq(slots.policy, policy)).orderBy(desc(slots.at));
      return rows.limit(limit).all() as SlotRecord[];
    },
    async childrenOf(id) {
      // Without their plans and facts: a run of a thousand servers asks this whenever one of them ends.
      const columns = {
        id: operations.id,
        kind: operations.kind,
        server: operations.server,
        serverName: operations.serverName,
        state: operations.state,
        createdAt: operations.createdAt,
        endedAt: operations.endedAt,
      };
      const rows = db.select(columns).from(operations).where(eq(operations.parent, id));
      return rows.orderBy(asc(operations.seq)).all() as Child[];
    },
  };
}

function policyOf(row: typeof schema.policies.$inferSelect): Policy {
  const { folded: _folded, ...rest } = row;
  return {
    ...rest,
    servers: JSON.parse(row.servers) as Policy['servers'],
    schedule: JSON.parse(row.schedule) as Policy['schedule'],
    retention: JSON.parse(row.retention) as Policy['retention'],
    owner: JSON.parse(row.owner) as Policy['owner'],
    pause: row.pause === null ? null : (JSON.parse(row.pause) as Policy['pause']),
  } as Policy;
}
