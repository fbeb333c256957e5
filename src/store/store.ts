import { and, asc, desc, eq, gt, lte, min, sql } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import type { OperationId, PlaceId } from '../core/ids.ts';
import type { Server } from '../core/server.ts';
import type { Change, Clock, Identity, Store, TimerWhat } from '../ports.ts';
import { adoptionReads } from './adoption-reads.ts';
import { readAtName } from './apply-inventory.ts';
import { createCommitQueue } from './commit-queue.ts';
import type { Db } from './database.ts';
import { openDatabase } from './database.ts';
import { policyReads } from './policy-reads.ts';
import { requestReads } from './request-rows.ts';
import { cardOf, formOf, homeOf, offerOf, operationOf } from './rows.ts';
import { setReads } from './set-reads.ts';
import { versionOf } from './version.ts';

/**
 * Opens the database for this process alone. Throws StartRefused when that is not possible; `commit` throws
 * NotWritten when the disk or another program is in the way.
 */
export function createStore(
  path: string,
  clock: Pick<Clock, 'deadline' | 'turn'>,
): { readonly store: Store; readonly close: () => void } {
  const { db, epoch, close } = openDatabase(path);
  const listeners: ((changes: readonly Change[]) => void)[] = [];
  const serverLists = new Map<PlaceId, readonly Server[]>();

  const commit = createCommitQueue(db, clock, changes => {
    for (const change of changes) if (change.kind === 'servers') serverLists.delete(change.place);
    for (const listener of listeners) listener(changes);
  });

  const store: Store = {
    epoch,
    commit,
    onCommit(listener) {
      listeners.push(listener);
    },
    async identity() {
      const value = setting(db, 'identity');
      return value === null ? null : (JSON.parse(value) as Identity);
    },
    async offer(id) {
      const row = db.select().from(schema.offers).where(eq(schema.offers.id, id)).get();
      return row === undefined ? null : offerOf(row);
    },
    async servers(place) {
      const servers = serverLists.get(place) ?? readServers(db, place);
      serverLists.set(place, servers);
      return { servers, readAt: settingTime(db, readAtName.servers(place)) };
    },
    async dueTimers(now) {
      const { timers } = schema;
      const rows = db.select().from(timers).where(lte(timers.due, now)).orderBy(asc(timers.due)).all();
      return rows.map(row => ({ ...row, what: JSON.parse(row.what) as TimerWhat }));
    },
    async nextTimer() {
      const { timers } = schema;
      return (
        db
          .select({ due: min(timers.due) })
          .from(timers)
          .get()?.due ?? null
      );
    },
    async snapshotsReadAt(place) {
      const any = settingTime(db, readAtName.snapshots(place));
      return { any, all: settingTime(db, readAtName.allSnapshots(place)) };
    },
    async card(key) {
      const row = db.select().from(schema.cards).where(eq(schema.cards.key, key)).get();
      return row === undefined ? null : cardOf(row);
    },
    async dirtyCards() {
      const { cards } = schema;
      return db.select().from(cards).where(sql`${cards.revision} > ${cards.sentRevision}`).all().map(cardOf);
    },
    ...viewReads(db),
    ...operationReads(db),
    ...setReads(db),
    ...adoptionReads(db),
    ...policyReads(db),
    ...requestReads(db),
  };
  return { store, close };
}

function viewReads(db: Db): Pick<Store, 'form' | 'homes'> {
  const { forms, homes } = schema;
  return {
    async form(id) {
      const row = db.select().from(forms).where(eq(forms.id, id)).get();
      return row === undefined ? null : formOf(row);
    },
    async homes(since) {
      const opened = gt(homes.openedAt, since);
      return db.select().from(homes).where(opened).orderBy(desc(homes.openedAt)).all().map(homeOf);
    },
  };
}

type OperationReads = Pick<
  Store,
  'operation' | 'runningOperations' | 'recentOperations' | 'holderOf' | 'askedSince' | 'runningOn'
>;

function operationReads(db: Db): OperationReads {
  const { operations } = schema;
  return {
    async operation(id) {
      const row = db.select().from(operations).where(eq(operations.id, id)).get();
      return row === undefined ? null : operationOf(row);
    },
    async runningOperations(place) {
      const where = and(eq(operations.place, place), eq(operations.state, 'running'));
      return db.select().from(operations).where(where).orderBy(asc(operations.seq)).all().map(operationOf);
    },
    async recentOperations(place, limit) {
      const where = eq(operations.place, place);
      const rows = db.select().from(operations).where(where).orderBy(desc(operations.seq)).limit(limit).all();
      return rows.map(operationOf);
    },
    async holderOf(resource) {
      const { resources } = schema;
      const row = db.select().from(resources).where(eq(resources.resource, resource)).limit(1).get();
      return row === undefined ? null : (row.operation as OperationId);
    },
    async askedSince(actor, since) {
      const where = and(
        eq(operations.kind, 'snapshot'),
        // What a policy takes is not asked for by whoever saved it.
        eq(operations.actor, 'person'),
        eq(operations.team, actor.team),
        eq(operations.user, actor.user),
        gt(operations.createdAt, since),
      );
      const rows = db
        .select({ at: operations.createdAt })
        .from(operations)
        .where(where)
        .orderBy(asc(operations.seq))
        .all();
      return { at: rows.map(row => row.at), version: versionOf(db, `asked/${actor.team}/${actor.user}`) };
    },
    async runningOn(place, server) {
      const where = and(
        eq(operations.place, place),
        eq(operations.server, server),
        eq(operations.kind, 'snapshot'),
        eq(operations.state, 'running'),
      );
      const rows = db.select().from(operations).where(where).orderBy(asc(operations.seq)).all();
      const running = rows.map(operationOf).filter(operation => operation.kind === 'snapshot');
      return { operations: running, version: versionOf(db, `server/${place}/${server}`) };
    },
  };
}

function readServers(db: Db, place: PlaceId): readonly Server[] {
  const rows = db.select().from(schema.servers).where(eq(schema.servers.place, place)).all();
  return rows.map(row => JSON.parse(row.facts) as Server);
}

function setting(db: Db, name: string): string | null {
  return db.select().from(schema.settings).where(eq(schema.settings.name, name)).get()?.value ?? null;
}

function settingTime(db: Db, name: string): number | null {
  const value = setting(db, name);
  return value === null ? null : Number(value);
}
