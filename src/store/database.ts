import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import * as schema from '../../db/schema.ts';
import { StartRefused } from '../core/start-refused.ts';

export type Db = BetterSQLite3Database<typeof schema>;

export type OpenDatabase = { readonly db: Db; readonly epoch: number; readonly close: () => void };

const migrationsFolder = fileURLToPath(new URL('../../db/migrations', import.meta.url));

/** Opens, locks and migrates the file, making it and its folder when they are missing. */
export function openDatabase(path: string): OpenDatabase {
  const file = realPath(path);
  const lock = locked(file);
  let sqlite: Database.Database | null = null;
  try {
    const opened = new Database(file);
    sqlite = opened;
    // WAL lets the terminal read at any time; FULL makes a commit survive a power cut.
    opened.pragma('journal_mode = WAL');
    opened.pragma('synchronous = FULL');
    refuseNewer(opened, file);
    const db = drizzle(opened, { schema });
    migrate(db, { migrationsFolder });
    const epoch = raiseEpoch(db);
    opened.pragma('busy_timeout = 0');
    return {
      db,
      epoch,
      close() {
        opened.close();
        lock.close();
      },
    };
  } catch (error) {
    sqlite?.close();
    lock.close();
    throw error instanceof StartRefused ? error : unusable(path, error);
  }
}

/**
 * Two bots on one database would do everything twice. The lock is SQLite's own exclusive lock on a second
 * file: the system frees it with the process, however that ends, and nobody has to guess whether it is stale.
 */
function locked(file: string): Database.Database {
  let lock: Database.Database | null = null;
  try {
    mkdirSync(dirname(file), { recursive: true });
    lock = new Database(`${file}.lock`, { timeout: 0 });
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (isBusy(error)) {
      throw new StartRefused(
        `SNAPKEEPER_DB: another Snapkeeper is running on ${file}. Stop it first, or give this one a file of its own.`,
        { cause: error },
      );
    }
    throw unusable(file, error);
  }
}

/**
 * In a transaction of its own, before anything else: from here on an earlier process is not believed. Also the
 * first thing written: a disk that is full or may only be read shows now, not at the first snapshot.
 */
function raiseEpoch(db: Db): number {
  const { settings } = schema;
  const last = db.select().from(settings).where(eq(settings.name, 'epoch')).get()?.value;
  const epoch = Number(last ?? 0) + 1;
  const row = { name: 'epoch', value: String(epoch) };
  db.insert(settings).values(row).onConflictDoUpdate({ target: settings.name, set: row }).run();
  return epoch;
}

/** A newer program may have changed what rows mean; going on with an older one would act on a misreading. */
function refuseNewer(sqlite: Database.Database, file: string): void {
  const table = '__drizzle_migrations';
  const known = readMigrationFiles({ migrationsFolder }).length;
  const exists = sqlite.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table) !== undefined;
  const applied = exists ? sqlite.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() : 0;
  if ((applied ?? 0) <= known) return;
  throw new StartRefused(
    `SNAPKEEPER_DB: the database ${file} was written by a newer Snapkeeper. Update this one, or give it a file of its own.`,
  );
}

/** Two names of one file are one database. */
function realPath(path: string): string {
  const file = resolve(path);
  return existsSync(file) ? realpathSync(file) : file;
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function unusable(path: string, cause: unknown): StartRefused {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (isBusy(cause)) {
    return new StartRefused(
      `SNAPKEEPER_DB: another program is holding the database ${path} (${reason}). Have it finish, then start again.`,
      { cause },
    );
  }
  return new StartRefused(
    `SNAPKEEPER_DB: the database ${path} cannot be opened for writing (${reason}). Check the path, the owner of its folder and the free space.`,
    { cause },
  );
}
