import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import { chainEntry, chainStart } from '../core/audit.ts';
import type { Change } from '../ports.ts';
import { applyServers, applySnapshots } from './apply-inventory.ts';
import { applyDeletion } from './apply-deletion.ts';
import { applyPolicy } from './apply-policy.ts';
import { Conflict } from './conflict.ts';
import type { Db } from './database.ts';
import { applyRequest } from './request-rows.ts';
import { applyForm, applyHomeOpened, applyHomeSent, forgetViews } from './apply-view.ts';
import { adoptionRow, cardRow, operationRow, setRow } from './rows.ts';

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
    case 'form':
      return unique(`form/${change.form.id}`, applyForm(tx, change));
    case 'home-opened':
      return applyHomeOpened(tx, change);
    case 'home-sent':
      return applyHomeSent(tx, change);
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
      if (state !== 'running') tx.delete(schema.resources).where(eq(schema.resources.operation, id)).run();
      return;
    }
    case 'set': {
      const row = setRow(change.set);
      // These have changes of their own: what EC2 tells of the set must not lift a hold.
      const { hold: _hold, adoption: _adoption, missingSince: _missing, ...rest } = row;
      tx.insert(schema.sets).values(row).onConflictDoUpdate({ target: schema.sets.id, set: rest }).run();
      return;
    }
    case 'hold':
      return holdSet(tx, change);
    case 'deleting':
    case 'after-delete':
      return applyDeletion(tx, change);
    case 'adoption':
      return adopt(tx, change);
    case 'confirm':
      return confirm(tx, change);
    case 'cancel':
      return cancelOperation(tx, change);
    case 'resource':
      return takeResource(tx, change);
    case 'timer': {
      const { key, due, what } = change.timer;
      const row = { key, due, what: JSON.stringify(what) };
      tx.insert(schema.timers).values(row).onConflictDoUpdate({ target: schema.timers.key, set: row }).run();
      return;
    }
    case 'timer-off':
      return dropTimer(tx, change);
    case 'card-dirty':
      return markDirty(tx, change);
    case 'card-changed':
      tx.update(schema.cards)
        .set({ revision: sql`${schema.cards.revision} + 1` })
        .where(eq(schema.cards.key, change.key))
        .run();
      return;
    case 'card-row': {
      const { key, revision: _, ...row } = cardRow(change.card);
      tx.update(schema.cards).set(row).where(eq(schema.cards.key, key)).run();
      return;
    }
    case 'request':
    case 'request-update':
      return applyRequest(tx, change);
    case 'policy':
    case 'policy-gone':
    case 'slot':
      return applyPolicy(tx, change);
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
      forgetViews(tx, change.before);
      return;
  }
}

function dropTimer(tx: Db, { key, due }: Change & { kind: 'timer-off' }): void {
  const { timers } = schema;
  const same = eq(timers.key, key);
  tx.delete(timers)
    .where(due === null ? same : and(same, eq(timers.due, due)))
    .run();
}

function holdSet(tx: Db, { set, hold }: Change & { kind: 'hold' }): void {
  const value = hold === null ? null : JSON.stringify(hold);
  unique(`set/${set}`, tx.update(schema.sets).set({ hold: value }).where(eq(schema.sets.id, set)).run());
}

/** Never over a row that is there: it knows more than the tags. */
function adopt(tx: Db, { adoption, sets }: Change & { kind: 'adoption' }): void {
  const made = tx.insert(schema.adoptions).values(adoptionRow(adoption)).onConflictDoNothing().run();
  unique(`adoption/${adoption.id}`, made);
  for (const set of sets) {
    unique(`set/${set.id}`, tx.insert(schema.sets).values(setRow(set)).onConflictDoNothing().run());
  }
}

/** One who confirms is enough; whoever comes later is told who it was. */
function confirm(tx: Db, { adoption, by, at }: Change & { kind: 'confirm' }): void {
  const { adoptions } = schema;
  const where = and(eq(adoptions.id, adoption), isNull(adoptions.confirmed));
  const confirmed = JSON.stringify({ by, at });
  unique(`adoption/${adoption}`, tx.update(adoptions).set({ confirmed }).where(where).run());
}

/** Only the first wish counts, and only while there is something to cancel. */
function cancelOperation(tx: Db, { operation, by, at }: Change & { kind: 'cancel' }): void {
  const { operations } = schema;
  const where = and(eq(operations.id, operation), eq(operations.state, 'running'), isNull(operations.cancel));
  unique(
    `cancel/${operation}`,
    tx
      .update(operations)
      .set({ cancel: JSON.stringify({ by, at }) })
      .where(where)
      .run(),
  );
}

/** Alone means that nobody else has it in any way; shared, that nobody has it alone. */
function takeResource(tx: Db, { resource, operation, alone }: Change & { kind: 'resource' }): void {
  const holders = tx.select().from(schema.resources).where(eq(schema.resources.resource, resource)).all();
  if (holders.some(holder => alone || holder.alone)) throw new Conflict(`resource/${resource}`);
  tx.insert(schema.resources).values({ resource, operation, alone }).run();
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
    told: '',
  });
  tx.insert(schema.cards)
    .values(row)
    .onConflictDoUpdate({ target: schema.cards.key, set: { revision: sql`${schema.cards.revision} + 1` } })
    .run();
}
