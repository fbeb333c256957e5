import { and, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import type { SetId } from '../core/ids.ts';
import type { SetMember } from '../core/snapshot-set.ts';
import type { Change, SetLeft } from '../ports.ts';
import { Conflict } from './conflict.ts';
import type { Db } from './database.ts';

type DeletionChange = Extract<Change, { readonly kind: 'deleting' | 'after-delete' }>;

export function applyDeletion(tx: Db, change: DeletionChange): void {
  if (change.kind === 'deleting') beginDeletion(tx, change.set);
  else leave(tx, change.set, change.left);
}

/** Looks once more, in the transaction that starts it: whoever protected the set a moment ago wins. */
function beginDeletion(tx: Db, set: SetId): void {
  const { sets, adoptions } = schema;
  const confirmed = tx.select({ id: adoptions.id }).from(adoptions).where(isNotNull(adoptions.confirmed));
  const free = and(
    eq(sets.id, set),
    inArray(sets.state, ['good', 'failed']),
    isNull(sets.hold),
    or(isNull(sets.adoption), inArray(sets.adoption, confirmed)),
  );
  if (tx.update(sets).set({ state: 'deleting' }).where(free).run().changes === 0) {
    throw new Conflict(`set/${set}`);
  }
}

function leave(tx: Db, set: SetId, left: SetLeft): void {
  const { sets } = schema;
  const where = eq(sets.id, set);
  switch (left.kind) {
    case 'nothing':
      // The row stays: EC2 lists a deleted snapshot for a while, and it must not be adopted as a new one.
      tx.update(sets).set({ state: 'deleted' }).where(where).run();
      return;
    case 'whole':
      tx.update(sets).set({ state: left.state }).where(where).run();
      return;
    case 'part': {
      const row = tx.select({ members: sets.members }).from(sets).where(where).get();
      const kept = (JSON.parse(row?.members ?? '[]') as SetMember[]).filter(member =>
        left.members.includes(member.snapshot),
      );
      tx.update(sets)
        .set({ state: 'failed', members: JSON.stringify(kept) })
        .where(where)
        .run();
    }
  }
}
