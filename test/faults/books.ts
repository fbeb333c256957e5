import Database from 'better-sqlite3';
import { asc } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import * as schema from '../../db/schema.ts';
import type { AuditEntry, ChainedEntry } from '../../src/core/audit.ts';
import type { SimulatedCloud } from '../../src/sandbox/ec2/cloud.ts';
import type { SnapshotRecord } from '../../src/sandbox/ec2/records.ts';
import type { SimulatedSlack } from '../../src/sandbox/slack/slack.ts';
import { messageText } from '../../src/sandbox/slack/transcript.ts';

/** The three places in which the bot leaves something, read past the bot. */
export type Outside = {
  readonly slack: SimulatedSlack;
  readonly cloud: SimulatedCloud;
  readonly database: string;
  readonly now: () => number;
};

/** Everything on the books at one moment. */
export type Books = {
  readonly operations: readonly (typeof schema.operations.$inferSelect)[];
  readonly sets: readonly (typeof schema.sets.$inferSelect)[];
  readonly slots: readonly (typeof schema.slots.$inferSelect)[];
  readonly requests: readonly (typeof schema.requests.$inferSelect)[];
  readonly adoptions: readonly (typeof schema.adoptions.$inferSelect)[];
  readonly cardRows: readonly (typeof schema.cards.$inferSelect)[];
  readonly resources: number;
  readonly timers: number;
  readonly audit: readonly ChainedEntry[];
  readonly snapshots: readonly SnapshotRecord[];
  /** Cards in the channel, oldest first. */
  readonly cards: readonly { readonly ts: string; readonly text: string }[];
};

export function readBooks({ slack, cloud, database, now }: Outside): Books {
  const file = new Database(database, { readonly: true });
  try {
    const db = drizzle(file, { schema });
    return {
      operations: db.select().from(schema.operations).orderBy(asc(schema.operations.seq)).all(),
      sets: db.select().from(schema.sets).all(),
      slots: db.select().from(schema.slots).all(),
      requests: db.select().from(schema.requests).all(),
      adoptions: db.select().from(schema.adoptions).all(),
      cardRows: db.select().from(schema.cards).all(),
      resources: db.select().from(schema.resources).all().length,
      timers: db.select().from(schema.timers).all().length,
      audit: db.select().from(schema.audit).orderBy(asc(schema.audit.seq)).all().map(chained),
      snapshots: [...cloud.region.snapshots.values()],
      cards: slack
        .messages({ in: 'ops', as: 'alice' })
        .filter(({ via, ephemeral_to }) => via === 'api' && ephemeral_to === undefined)
        .map(message => ({
          ts: message.ts,
          text: messageText(message, { nameOf: id => slack.nameOf(id), now: now() }),
        })),
    };
  } finally {
    file.close();
  }
}

function chained({ detail, outcome, ...row }: typeof schema.audit.$inferSelect): ChainedEntry {
  return {
    ...row,
    outcome: outcome as AuditEntry['outcome'],
    detail: JSON.parse(detail) as AuditEntry['detail'],
  };
}

/** What is on the books now and was not `before`. Rows of the audit trail that are not of this are left out. */
export function newSince(before: Books, now: Books): Books {
  const fresh = <Row>(
    key: (row: Row) => string,
    old: readonly Row[],
    all: readonly Row[],
  ): readonly Row[] => {
    const known = new Set(old.map(key));
    return all.filter(row => !known.has(key(row)));
  };
  return {
    operations: fresh(({ id }) => id, before.operations, now.operations),
    sets: fresh(({ id }) => id, before.sets, now.sets),
    slots: fresh(({ policy, key }) => `${policy} ${key}`, before.slots, now.slots),
    requests: fresh(({ id }) => id, before.requests, now.requests),
    adoptions: fresh(({ id }) => id, before.adoptions, now.adoptions),
    cardRows: fresh(({ key }) => key, before.cardRows, now.cardRows),
    resources: now.resources,
    timers: now.timers,
    audit: now.audit.slice(before.audit.length),
    snapshots: fresh(({ id }) => id, before.snapshots, now.snapshots),
    cards: fresh(({ ts }) => ts, before.cards, now.cards),
  };
}
