import { and, eq, isNotNull, isNull, lt, not, sql } from 'drizzle-orm';
import * as schema from '../../db/schema.ts';
import type { PlaceId } from '../core/ids.ts';
import type { Change } from '../ports.ts';
import type { Db } from './database.ts';

type Of<Kind extends Change['kind']> = Change & { kind: Kind };

/** Names under which the last reads are kept. */
export const readAtName = {
  servers: (place: PlaceId) => `servers-read-at/${place}`,
  snapshots: (place: PlaceId) => `snapshots-read-at/${place}`,
  allSnapshots: (place: PlaceId) => `all-snapshots-read-at/${place}`,
} as const;

/** A full read: servers that are not in it are gone. Rows that did not change are not written. */
export function applyServers(tx: Db, { place, servers, readAt }: Of<'servers'>): void {
  const table = schema.servers;
  const known = new Map(
    tx
      .select({ id: table.id, facts: table.facts })
      .from(table)
      .where(eq(table.place, place))
      .all()
      .map(row => [row.id, row.facts]),
  );
  for (const server of servers) {
    const facts = JSON.stringify(server);
    if (known.get(server.id) !== facts) {
      tx.insert(table)
        .values({ place, id: server.id, facts })
        .onConflictDoUpdate({ target: [table.place, table.id], set: { facts } })
        .run();
    }
    known.delete(server.id);
  }
  for (const id of known.keys()) {
    tx.delete(table)
      .where(and(eq(table.place, place), eq(table.id, id)))
      .run();
  }
  writeReadAt(tx, readAtName.servers(place), readAt);
}

/** `all`: what is not in it is gone. Otherwise only some days were read, and nothing is taken away. */
export function applySnapshots(tx: Db, { place, snapshots, all, readAt }: Of<'snapshots'>): void {
  const table = schema.snapshots;
  const missing = new Set(
    all
      ? tx
          .select({ id: table.id })
          .from(table)
          .where(eq(table.place, place))
          .all()
          .map(row => row.id)
      : [],
  );
  for (const snapshot of snapshots) {
    const { tags: _tags, ...facts } = snapshot;
    const row = { place, ...facts };
    tx.insert(table)
      .values(row)
      .onConflictDoUpdate({ target: [table.place, table.id], set: row })
      .run();
    missing.delete(snapshot.id);
  }
  for (const id of missing) {
    tx.delete(table)
      .where(and(eq(table.place, place), eq(table.id, id)))
      .run();
  }
  writeReadAt(tx, readAtName.snapshots(place), readAt);
  if (!all) return;
  markMissing(tx, place, readAt);
  writeReadAt(tx, readAtName.allSnapshots(place), readAt);
}

/** A set that is younger than this may not show in EC2's lists yet. */
const showsAfter = 10 * 60_000;

/** Marks good sets that have lost a member in EC2, and takes the mark away where a later read has it again. */
function markMissing(tx: Db, place: PlaceId, readAt: number): void {
  const { sets, snapshots } = schema;
  const whole = sql`not exists (
    select 1 from json_each(${sets.members}) as member
    where not exists (
      select 1 from ${snapshots}
      where ${snapshots.place} = ${sets.place} and ${snapshots.id} = json_extract(member.value, '$.snapshot')
    )
  )`;
  const good = and(eq(sets.place, place), eq(sets.state, 'good'));
  tx.update(sets)
    .set({ missingSince: readAt })
    .where(and(good, isNull(sets.missingSince), lt(sets.takenAt, readAt - showsAfter), not(whole)))
    .run();
  tx.update(sets)
    .set({ missingSince: null })
    .where(and(good, isNotNull(sets.missingSince), whole))
    .run();
}

function writeReadAt(tx: Db, name: string, readAt: number): void {
  const row = { name, value: String(readAt) };
  tx.insert(schema.settings).values(row).onConflictDoUpdate({ target: schema.settings.name, set: row }).run();
}
