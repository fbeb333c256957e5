import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NotWritten } from '../../src/core/not-written.ts';
import { createStore } from '../../src/store/store.ts';
import { notWritten } from '../../src/store/not-written.ts';
import { createSystemClock } from '../../src/clock.ts';
import { audited, auditRows, folder, openStore } from './stage.ts';

/** Another program on the same file. */
function otherProgram(file: string): Database.Database {
  const other = new Database(file);
  onTestFinished(() => void other.close());
  return other;
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('a database that another program holds', () => {
  test('is waited for, and the change is written once', async () => {
    const { store, file } = openStore();
    const other = otherProgram(file);
    other.exec('BEGIN IMMEDIATE');
    const committing = store.commit([audited('patient')]);
    // By now it was turned away once: the first try is made before commit returns.
    other.exec('COMMIT');
    expect(await committing).toBe('done');
    expect(auditRows(file).map(({ verb }) => verb)).toEqual(['patient']);
  });

  test('is given up on in time for an answer, with nothing written, and is used again afterwards', async () => {
    const { store, file } = openStore();
    const other = otherProgram(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.commit([audited('late')])).rejects.toMatchObject({ name: 'NotWritten', why: 'busy' });
    other.exec('COMMIT');
    expect(await store.commit([audited('next')])).toBe('done');
    expect(auditRows(file).map(({ verb }) => verb)).toEqual(['next']);
  });

  test('can be read meanwhile', async () => {
    const { store, file } = openStore();
    otherProgram(file).exec('BEGIN IMMEDIATE');
    expect(await store.dirtyCards()).toEqual([]);
  });

  test('is not opened, and the one sentence says why', () => {
    const { file, close } = openStore();
    close();
    otherProgram(file).exec('BEGIN IMMEDIATE');
    expect(thrownBy(() => createStore(file, createSystemClock()))).toMatchObject({
      name: 'StartRefused',
      message: expect.stringMatching(
        /^SNAPKEEPER_DB: another program is holding the database .* \(database is locked\)\. Have it finish/u,
      ),
    });
  });
});

describe('what SQLite says', () => {
  test('of a full disk means that nothing was written', () => {
    const db = otherProgram(join(folder(), 'full.db'));
    db.exec('CREATE TABLE lines (text TEXT)');
    db.pragma('max_page_count = 3');
    const fill = db.transaction(() => {
      const insert = db.prepare('INSERT INTO lines VALUES (?)');
      for (let line = 0; line < 50; line += 1) insert.run('x'.repeat(1_000));
    });
    const fault = notWritten(thrownBy(() => fill.immediate()));
    expect(fault).toBeInstanceOf(NotWritten);
    expect(fault).toMatchObject({ why: 'no-room', cause: { code: 'SQLITE_FULL' } });
    expect(db.prepare('SELECT count(*) FROM lines').pluck().get()).toBe(0);
  });

  test.each([
    ['SQLITE_IOERR_WRITE', 'no-room'],
    ['SQLITE_BUSY', 'busy'],
    ['SQLITE_BUSY_SNAPSHOT', 'busy'],
  ])('with %s means %s', (code, why) => {
    expect(notWritten(new Database.SqliteError('no', code))).toMatchObject({ why });
  });

  test.each(['SQLITE_IOERR_FSYNC', 'SQLITE_CORRUPT', 'SQLITE_CONSTRAINT_UNIQUE'])(
    'with %s is not taken for it',
    code => {
      expect(notWritten(new Database.SqliteError('no', code))).toBeNull();
    },
  );

  test('is told from every other error', () => {
    expect(notWritten(new Error('SQLITE_FULL'))).toBeNull();
  });
});
