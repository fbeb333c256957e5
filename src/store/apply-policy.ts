import { eq } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import type { Policy, SlotRecord } from '../core/policy.ts';
import { foldedName } from '../core/policy.ts';
import type { Change } from '../ports.ts';
import { Conflict } from './conflict.ts';
import type { Db } from './database.ts';

type PolicyChange = Extract<Change, { readonly kind: 'policy' | 'policy-gone' | 'slot' }>;

export function applyPolicy(tx: Db, change: PolicyChange): void {
  switch (change.kind) {
    case 'policy':
      return savePolicy(tx, change.policy);
    case 'policy-gone':
      tx.delete(schema.policies).where(eq(schema.policies.id, change.policy)).run();
      return;
    case 'slot':
      return recordSlot(tx, change.slot);
  }
}

function savePolicy(tx: Db, policy: Policy): void {
  const { policies } = schema;
  const folded = foldedName(policy.name);
  const named = tx
    .select({ id: policies.id, place: policies.place })
    .from(policies)
    .where(eq(policies.folded, folded))
    .all();
  if (named.some(({ id, place }) => place === policy.place && id !== policy.id)) {
    throw new Conflict(`policy-name/${policy.place}/${folded}`);
  }
  const row = {
    ...policy,
    folded,
    servers: JSON.stringify(policy.servers),
    schedule: JSON.stringify(policy.schedule),
    retention: JSON.stringify(policy.retention),
    owner: JSON.stringify(policy.owner),
    pause: policy.pause === null ? null : JSON.stringify(policy.pause),
  };
  tx.insert(policies).values(row).onConflictDoUpdate({ target: policies.id, set: row }).run();
}

function recordSlot(tx: Db, slot: SlotRecord): void {
  const written = tx.insert(schema.slots).values(slot).onConflictDoNothing().run();
  if (written.changes === 0) throw new Conflict(`slot/${slot.policy}/${slot.key}`);
}
