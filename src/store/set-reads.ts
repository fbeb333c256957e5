import { and, count, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import type { PlaceId, ServerId, SetId } from '../core/ids.ts';
import type { Store } from '../ports.ts';
import type { Db } from './database.ts';
import { setOf } from './rows.ts';

type SetReads = Pick<
  Store,
  | 'setsOfPolicy'
  | 'busySets'
  | 'set'
  | 'setOfOperation'
  | 'setsOf'
  | 'setSummaries'
  | 'newestGoodSet'
  | 'otherSnapshots'
>;

const setResource = 'set:';

/** Sets, each with what became of the adoption that made its row. */
export function setReads(db: Db): SetReads {
  const { sets, snapshots, adoptions } = schema;
  const columns = { set: sets, confirmed: adoptions.confirmed };
  const all = () => db.select(columns).from(sets).leftJoin(adoptions, eq(adoptions.id, sets.adoption));
  const ofServer = (place: PlaceId, server: ServerId) =>
    and(eq(sets.place, place), eq(sets.server, server), ne(sets.state, 'deleted'));
  const inEc2 = and(isNull(sets.missingSince), ne(sets.state, 'deleted'));
  return {
    async set(id) {
      const row = all().where(eq(sets.id, id)).get();
      return row === undefined ? null : setOf(row.set, row.confirmed);
    },
    async setOfOperation(id) {
      const row = all().where(eq(sets.operation, id)).get();
      return row === undefined ? null : setOf(row.set, row.confirmed);
    },
    async setsOf(place, server) {
      const rows = all().where(ofServer(place, server)).orderBy(desc(sets.takenAt)).all();
      return rows.map(row => setOf(row.set, row.confirmed));
    },
    async setSummaries(place) {
      // SQLite takes the other columns of a group from the row that holds its max().
      const rows = db
        .select({ ...columns, count: sql<number>`count(*)`, newest: sql<number>`max(${sets.takenAt})` })
        .from(sets)
        .leftJoin(adoptions, eq(adoptions.id, sets.adoption))
        .where(and(eq(sets.place, place), inEc2))
        .groupBy(sets.server)
        .all();
      return new Map(
        rows.map(row => [
          row.set.server as ServerId,
          { count: row.count, newest: setOf(row.set, row.confirmed) },
        ]),
      );
    },
    async newestGoodSet(place, server) {
      const where = and(ofServer(place, server), eq(sets.state, 'good'), inEc2);
      const row = all().where(where).orderBy(desc(sets.takenAt)).limit(1).get();
      return row === undefined ? null : setOf(row.set, row.confirmed);
    },
    async setsOfPolicy(place, policy) {
      // What people took is of no policy, whatever its name; said as the index of policies says it, so that it is used.
      const ofPolicy = and(eq(sets.policy, policy), sql`${sets.policy} <> ''`);
      const where = and(eq(sets.place, place), ofPolicy, ne(sets.state, 'deleted'));
      const rows = all().where(where).orderBy(desc(sets.takenAt)).all();
      return rows.map(row => setOf(row.set, row.confirmed));
    },
    async busySets() {
      const { resources } = schema;
      const rows = db.select({ resource: resources.resource }).from(resources).all();
      const taken = rows.filter(({ resource }) => resource.startsWith(setResource));
      return new Set(taken.map(({ resource }) => resource.slice(setResource.length) as SetId));
    },
    async otherSnapshots(place, volumes, installation) {
      const where = and(
        eq(snapshots.place, place),
        inArray(snapshots.volume, [...volumes]),
        ne(snapshots.app, installation),
      );
      return db.select({ count: count() }).from(snapshots).where(where).get()?.count ?? 0;
    },
  };
}
