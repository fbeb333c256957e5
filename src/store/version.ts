import { and, eq, max } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import type { Db } from './database.ts';

/**
 * The version of a row, -1 when there is none. `asked/<team>/<user>` and `server/<place>/<id>` are not rows
 * but lists: their version is the number of their newest operation, which moves with every new one.
 */
export function versionOf(db: Db, row: string): number {
  const { operations, cards, policies, requests, settings } = schema;
  const [kind = '', ...rest] = row.split('/');
  const key = rest.join('/');
  switch (kind) {
    case 'operation':
      return (
        db.select({ version: operations.version }).from(operations).where(eq(operations.id, key)).get()
          ?.version ?? -1
      );
    case 'epoch':
      return Number(db.select().from(settings).where(eq(settings.name, 'epoch')).get()?.value ?? -1);
    case 'card':
      return db.select({ version: cards.version }).from(cards).where(eq(cards.key, key)).get()?.version ?? -1;
    case 'request':
      return (
        db.select({ version: requests.version }).from(requests).where(eq(requests.id, key)).get()?.version ??
        -1
      );
    case 'policy':
      return (
        db.select({ version: policies.version }).from(policies).where(eq(policies.id, key)).get()?.version ??
        -1
      );
    case 'asked': {
      const [team = '', user = ''] = rest;
      return newest(db, and(eq(operations.team, team), eq(operations.user, user)));
    }
    case 'server': {
      const [server = ''] = rest.slice(-1);
      return newest(
        db,
        and(eq(operations.place, rest.slice(0, -1).join('/')), eq(operations.server, server)),
      );
    }
    default:
      throw new Error(`no such kind of row: ${row}`);
  }
}

function newest(db: Db, where: ReturnType<typeof and>): number {
  return (
    db
      .select({ seq: max(schema.operations.seq) })
      .from(schema.operations)
      .where(where)
      .get()?.seq ?? -1
  );
}
