import { desc, eq, lt, sql } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import { chainEntry, chainStart } from '../core/audit.ts';
import type { Change } from '../ports.ts';
import { applyServers, applySnapshots } from './apply-inventory.ts';
import type { Db } from './database.ts';
import { cardRow, operationRow, setRow } from './rows.ts';

/** Thrown inside the transaction to undo it; `commit` answers with the key. */
export class Conflict extends Error {
  readonly key: string;
  constructor(key: string) {
    super(`conflict: ${key}`);
    this.key = key;
  }
}

/** Writes one change; a unique row that is already there is a conflict. */
export function applyChange(tx: Db, change: Change): void {
  switch (change.kind) {
    case 'dedupe':
      return unique(
        `dedupe/${change.key}`,
        tx.insert(schema.dedupe).values({ key: change.key, at: change.at }).onConflictDoNothing().run(),
      );
    case 'audit':
      return appendAudit(tx, change.entry);
    case 'offer': {
      const { id, actor, command, at } = change.offer;
      const row = { id, team: actor.team, user: actor.user, command, at };
      return unique(`offer/${id}`, tx.insert(schema.offers).values(row).onConflictDoNothing().run());
    }
    case 'operation': {
      const row = operationRow(change.operation);
      return unique(
        `operation/${row.id}`,
        tx.insert(schema.operations).values(row).onConflictDoNothing().run(),
      );
    }
    case 'operation-update': {
      const { id, state, version, endedAt, facts } = operationRow(change.operation);
      tx.update(schema.operations)
        .set({ state, version, endedAt, facts })
        .where(eq(schema.operations.id, id))
        .run();
      return;
    }
    case 'set': {
      const row = setRow(change.set);
      tx.insert(schema.sets).values(row).onConflictDoUpdate({ target: schema.sets.id, set: row }).run();
      return;
    }
    case 'card-dirty':
      return markDirty(tx, change);
    case 'card-row': {
      const { key, revision: _, ...row } = cardRow(change.card);
      tx.update(schema.cards).set(row).where(eq(schema.cards.key, key)).run();
      return;
    }
    case 'identity': {
      const row = { name: 'identity', value: JSON.stringify(change.identity) };
      tx.insert(schema.settings)
        .values(row)
        .onConflictDoUpdate({ target: schema.settings.name, set: row })
        .run();
      return;
    }
    case 'servers':
      return applyServers(tx, change);
    case 'snapshots':
      return applySnapshots(tx, change);
    case 'forget':
      tx.delete(schema.dedupe).where(lt(schema.dedupe.at, change.before)).run();
      tx.delete(schema.offers).where(lt(schema.offers.at, change.before)).run();
      return;
  }
}

function unique(key: string, result: { changes: number }): void {
  if (result.changes === 0) throw new Conflict(key);
}

function appendAudit(tx: Db, entry: (Change & { kind: 'audit' })['entry']): void {
  const last = tx.select().from(schema.audit).orderBy(desc(schema.audit.seq)).limit(1).get();
  const chained = chainEntry(entry, (last?.seq ?? 0) + 1, last?.hash ?? chainStart);
  tx.insert(schema.audit)
    .values({ ...chained, detail: JSON.stringify(chained.detail) })
    .run();
}

/** The first mark makes the card's row; every further one only counts. */
function markDirty(tx: Db, { key, origin, requester }: Change & { kind: 'card-dirty' }): void {
  const row = cardRow({
    key,
    revision: 1,
    sentRevision: 0,
    version: 0,
    origin,
    requester,
    place: null,
    sentHash: '',
    posting: null,
    again: false,
    dead: '',
  });
  tx.insert(schema.cards)
    .values(row)
    .onConflictDoUpdate({ target: schema.cards.key, set: { revision: sql`${schema.cards.revision} + 1` } })
    .run();
}
