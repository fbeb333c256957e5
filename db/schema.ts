import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Single values under a name: what the database is bound to, when the inventory was read. */
export const settings = sqliteTable('settings', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});

/** Envelopes already taken: the second delivery of one finds its key here. */
export const dedupe = sqliteTable(
  'dedupe',
  { key: text('key').primaryKey(), at: integer('at').notNull() },
  table => [index('dedupe_at').on(table.at)],
);

export const audit = sqliteTable('audit', {
  seq: integer('seq').primaryKey(),
  at: integer('at').notNull(),
  actor: text('actor').notNull(),
  verb: text('verb').notNull(),
  object: text('object').notNull(),
  outcome: text('outcome').notNull(),
  detail: text('detail').notNull(),
  previous: text('previous').notNull(),
  hash: text('hash').notNull(),
});

/** Commands behind buttons. */
export const offers = sqliteTable(
  'offers',
  {
    id: text('id').primaryKey(),
    team: text('team').notNull(),
    user: text('user').notNull(),
    command: text('command').notNull(),
    at: integer('at').notNull(),
  },
  table => [index('offers_at').on(table.at)],
);

/** Modals that were opened; `origin` and `asked` are JSON. */
export const forms = sqliteTable(
  'forms',
  {
    id: text('id').primaryKey(),
    team: text('team').notNull(),
    user: text('user').notNull(),
    origin: text('origin').notNull(),
    asked: text('asked').notNull(),
    at: integer('at').notNull(),
  },
  table => [index('forms_at').on(table.at)],
);

/** Whose Home was opened when, and the hash of what Slack shows there. */
export const homes = sqliteTable(
  'homes',
  {
    team: text('team').notNull(),
    user: text('user').notNull(),
    openedAt: integer('opened_at').notNull(),
    page: integer('page').notNull(),
    sentHash: text('sent_hash').notNull(),
  },
  table => [primaryKey({ columns: [table.team, table.user] }), index('homes_opened').on(table.openedAt)],
);

/** `seq` orders operations by their commit; `plan`, `facts` and `origin` are JSON. */
export const operations = sqliteTable(
  'operations',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    kind: text('kind').notNull(),
    place: text('place').notNull(),
    /** Empty where it is about several. */
    server: text('server').notNull(),
    serverName: text('server_name').notNull().default(''),
    state: text('state').notNull(),
    version: integer('version').notNull(),
    actor: text('actor').notNull(),
    team: text('team').notNull(),
    user: text('user').notNull(),
    origin: text('origin').notNull(),
    createdAt: integer('created_at').notNull(),
    endedAt: integer('ended_at'),
    /** JSON: who wants it stopped, and since when. */
    cancel: text('cancel'),
    plan: text('plan').notNull(),
    facts: text('facts').notNull(),
    /** JSON: the policy that acts, where it is one. */
    policy: text('policy'),
    /** The operation that started it. */
    parent: text('parent'),
  },
  table => [
    index('operations_parent').on(table.parent, table.seq).where(sql`${table.parent} is not null`),
    index('operations_running').on(table.place, table.server).where(sql`${table.state} = 'running'`),
    index('operations_server').on(table.place, table.server, table.seq),
    index('operations_asked').on(table.team, table.user, table.seq),
  ],
);

export const sets = sqliteTable(
  'sets',
  {
    id: text('id').primaryKey(),
    place: text('place').notNull(),
    operation: text('operation').notNull().unique(),
    server: text('server').notNull(),
    serverName: text('server_name').notNull(),
    state: text('state').notNull(),
    consistency: text('consistency').notNull(),
    takenAt: integer('taken_at').notNull(),
    team: text('team').notNull(),
    user: text('user').notNull(),
    note: text('note').notNull(),
    members: text('members').notNull(),
    /** JSON: who protects it from pruning, why, until when. */
    hold: text('hold'),
    /** The adoption that made this row from tags. */
    adoption: text('adoption'),
    /** Since when full reads of EC2 lack a member. */
    missingSince: integer('missing_since'),
    /** The name of the policy that had it taken; empty for a person. */
    policy: text('policy').notNull().default(''),
  },
  table => [
    index('sets_server').on(table.place, table.server, table.takenAt),
    index('sets_policy').on(table.place, table.policy).where(sql`${table.policy} <> ''`),
  ],
);

/** Sets that EC2 had and the database did not know. `sets`, `problems` and `confirmed` are JSON. */
export const adoptions = sqliteTable('adoptions', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  id: text('id').notNull().unique(),
  place: text('place').notNull(),
  at: integer('at').notNull(),
  /** How many sets of how many servers, and from when; null when there were only problems. */
  sets: text('sets'),
  problems: text('problems').notNull(),
  /** Who confirmed it, and when. */
  confirmed: text('confirmed'),
});

/** What an operation has to itself or shares with others of its kind, until it ends. */
export const resources = sqliteTable(
  'resources',
  {
    resource: text('resource').notNull(),
    operation: text('operation').notNull(),
    alone: integer('alone', { mode: 'boolean' }).notNull(),
  },
  table => [
    primaryKey({ columns: [table.resource, table.operation] }),
    index('resources_operation').on(table.operation),
  ],
);

/** What is to happen at a moment; checked again when it comes. `what` is JSON. */
export const timers = sqliteTable(
  'timers',
  { key: text('key').primaryKey(), due: integer('due').notNull(), what: text('what').notNull() },
  table => [index('timers_due').on(table.due)],
);

/** What stands in Slack under a key; dirty while `revision` is ahead of `sent_revision`. */
export const cards = sqliteTable(
  'cards',
  {
    key: text('key').primaryKey(),
    revision: integer('revision').notNull(),
    sentRevision: integer('sent_revision').notNull(),
    version: integer('version').notNull(),
    origin: text('origin').notNull(),
    team: text('team').notNull(),
    user: text('user').notNull(),
    channel: text('channel'),
    ts: text('ts'),
    sentHash: text('sent_hash').notNull(),
    posting: text('posting'),
    again: integer('again', { mode: 'boolean' }).notNull(),
    dead: text('dead').notNull(),
    told: text('told').notNull().default(''),
  },
  table => [index('cards_dirty').on(table.key).where(sql`${table.revision} > ${table.sentRevision}`)],
);

/** Servers of the last full read; `facts` is the whole server as JSON. */
export const servers = sqliteTable(
  'servers',
  {
    place: text('place').notNull(),
    id: text('id').notNull(),
    facts: text('facts').notNull(),
  },
  table => [primaryKey({ columns: [table.place, table.id] })],
);

/** Every EBS snapshot the account owns, ours or not. */
export const snapshots = sqliteTable(
  'snapshots',
  {
    place: text('place').notNull(),
    id: text('id').notNull(),
    volume: text('volume').notNull(),
    state: text('state').notNull(),
    gib: integer('gib').notNull(),
    startedAt: integer('started_at').notNull(),
    app: text('app').notNull(),
    set: text('set').notNull(),
  },
  table => [
    primaryKey({ columns: [table.place, table.id] }),
    index('snapshots_volume').on(table.place, table.volume),
  ],
);

/** `servers`, `schedule`, `retention`, `owner` and `pause` are JSON; `folded` is the name as it is compared. */
export const policies = sqliteTable(
  'policies',
  {
    id: text('id').primaryKey(),
    place: text('place').notNull(),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    folded: text('folded').notNull(),
    servers: text('servers').notNull(),
    schedule: text('schedule').notNull(),
    retention: text('retention').notNull(),
    channel: text('channel').notNull(),
    owner: text('owner').notNull(),
    savedAt: integer('saved_at').notNull(),
    lastSlot: integer('last_slot').notNull(),
    pause: text('pause'),
    skip: text('skip'),
  },
  table => [uniqueIndex('policies_name').on(table.place, table.folded)],
);

/** What became of every due moment of a policy; a run of missed ones is one row. */
export const slots = sqliteTable(
  'slots',
  {
    policy: text('policy').notNull(),
    key: text('key').notNull(),
    at: integer('at').notNull(),
    outcome: text('outcome').notNull(),
    to: integer('to').notNull(),
    count: integer('count').notNull(),
    /** The operation that ran it. */
    run: text('run'),
  },
  table => [primaryKey({ columns: [table.policy, table.key] }), index('slots_at').on(table.policy, table.at)],
);

/** `effects`, `requester` and `outcome` are JSON; `policy` is what it is about. */
export const requests = sqliteTable(
  'requests',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    place: text('place').notNull(),
    version: integer('version').notNull(),
    policy: text('policy').notNull(),
    state: text('state').notNull(),
    effects: text('effects').notNull(),
    hash: text('hash').notNull(),
    requester: text('requester').notNull(),
    askedAt: integer('asked_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    outcome: text('outcome').notNull(),
  },
  table => [index('requests_open').on(table.policy).where(sql`${table.state} = 'open'`)],
);
