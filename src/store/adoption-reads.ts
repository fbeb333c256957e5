import { and, asc, eq, sql } from 'drizzle-orm';
import type { SQLWrapper } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import type { OperationId, SetId } from '../core/ids.ts';
import type { Store } from '../ports.ts';
import type { Db } from './database.ts';
import { adoptionOf } from './rows.ts';

type AdoptionReads = Pick<Store, 'knownRows' | 'adoption' | 'adoptions'>;

export function adoptionReads(db: Db): AdoptionReads {
  const { sets, operations, adoptions } = schema;
  return {
    async knownRows(setIds, operationIds) {
      const named = db.select({ id: sets.id }).from(sets).where(among(sets.id, setIds)).all();
      const made = db
        .select({ id: sets.operation })
        .from(sets)
        .where(among(sets.operation, operationIds))
        .all();
      const running = db
        .select({ id: operations.id })
        .from(operations)
        .where(and(eq(operations.state, 'running'), among(operations.id, operationIds)))
        .all();
      return {
        sets: new Set(named.map(({ id }) => id as SetId)),
        operations: new Set(made.map(({ id }) => id as OperationId)),
        running: new Set(running.map(({ id }) => id as OperationId)),
      };
    },
    async adoption(id) {
      const row = db.select().from(adoptions).where(eq(adoptions.id, id)).get();
      return row === undefined ? null : adoptionOf(row);
    },
    async adoptions(place) {
      const where = eq(adoptions.place, place);
      return db.select().from(adoptions).where(where).orderBy(asc(adoptions.seq)).all().map(adoptionOf);
    },
  };
}

/** One parameter for any number of ids, where a list of parameters ends at SQLite's limit. */
const among = (column: SQLWrapper, ids: readonly string[]) =>
  sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`;
