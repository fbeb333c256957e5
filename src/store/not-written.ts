import Database from 'better-sqlite3';
import { NotWritten } from '../core/not-written.ts';

/**
 * What SQLite says when a change could not be written and surely will not turn up later; null for everything else.
 * A commit whose last step failed on the disk (SQLITE_IOERR_FSYNC) is not among them: a restart may find it whole.
 */
export function notWritten(error: unknown): NotWritten | null {
  if (!(error instanceof Database.SqliteError)) return null;
  switch (error.code) {
    case 'SQLITE_BUSY':
    case 'SQLITE_BUSY_SNAPSHOT':
      return new NotWritten('busy', { cause: error });
    case 'SQLITE_FULL':
    case 'SQLITE_IOERR_WRITE':
      return new NotWritten('no-room', { cause: error });
    default:
      return null;
  }
}

/** The disk or the file is at fault, not one change: SQLite may have undone the whole transaction by itself. */
export function spoilsTransaction(error: unknown): boolean {
  return error instanceof Database.SqliteError && !error.code.startsWith('SQLITE_CONSTRAINT');
}
