import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { StartRefused } from '../../src/core/start-refused.ts';
import { createSystemClock } from '../../src/clock.ts';
import { createStore } from '../../src/store/store.ts';
import { audited, auditRows, folder, openStore } from './stage.ts';

function refusal(file: string): string {
  try {
    createStore(file, createSystemClock()).close();
  } catch (error) {
    if (error instanceof StartRefused) return error.message;
    throw error;
  }
  return 'it was opened';
}

describe('opening the database', () => {
  test('a second Snapkeeper on the same file is refused until the first has ended', () => {
    const { file, close } = openStore();
    expect(refusal(file)).toMatch(/^SNAPKEEPER_DB: another Snapkeeper is running on .*snapkeeper\.db/u);
    close();
    expect(refusal(file)).toBe('it was opened');
  });

  test('the file can be read while the bot runs', async () => {
    const { store, file } = openStore();
    await store.commit([audited('one')]);
    expect(auditRows(file)).toHaveLength(1);
  });

  test('a database that a newer Snapkeeper has written is refused', () => {
    const { file, close } = openStore();
    close();
    const db = new Database(file);
    db.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of tomorrow', 9999999999999)");
    db.close();
    expect(refusal(file)).toMatch(
      /^SNAPKEEPER_DB: the database .* was written by a newer Snapkeeper\. Update this one/u,
    );
  });

  test('each start raises the epoch, and what an earlier one expects is void', async () => {
    const first = openStore();
    const { epoch } = first.store;
    first.close();
    const { store, close } = createStore(first.file, createSystemClock());
    expect(store.epoch).toBe(epoch + 1);
    expect(await store.commit([audited('late')], [{ row: 'epoch', version: epoch }])).toEqual({
      conflict: 'epoch',
    });
    expect(await store.commit([audited('now')], [{ row: 'epoch', version: store.epoch }])).toBe('done');
    close();
  });

  test('each migration is newer than the one before it, or a database would leave it out', () => {
    const journal = new URL('../../db/migrations/meta/_journal.json', import.meta.url);
    const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: readonly { when: number }[] };
    const times = entries.map(({ when }) => when);
    expect(times.length).toBeGreaterThan(1);
    expect([...new Set(times)].toSorted((a, b) => a - b)).toEqual(times);
  });

  test('makes the folders that are missing', () => {
    expect(refusal(join(folder(), 'a', 'b', 'snapkeeper.db'))).toBe('it was opened');
  });

  test.each<[string, (path: string) => string]>([
    [
      'a folder that is a file',
      path => {
        writeFileSync(join(path, 'file'), '');
        return join(path, 'file', 'snapkeeper.db');
      },
    ],
    [
      'a file that is a folder',
      path => {
        mkdirSync(join(path, 'snapkeeper.db'));
        return join(path, 'snapkeeper.db');
      },
    ],
    [
      'something that is no database',
      path => {
        writeFileSync(join(path, 'snapkeeper.db'), 'a list of groceries, longer than a header '.repeat(50));
        return join(path, 'snapkeeper.db');
      },
    ],
  ])('refuses %s and names the setting and the remedy', (_, make) => {
    const message = refusal(make(folder()));
    expect(message).toMatch(/^SNAPKEEPER_DB: the database .* cannot be opened for writing \(.+\)\./u);
    expect(message).toContain('Check the path, the owner of its folder and the free space.');
  });

  test('a refused database does not stay locked', () => {
    const file = join(folder(), 'snapkeeper.db');
    writeFileSync(file, 'x'.repeat(5_000));
    refusal(file);
    const lock = new Database(`${file}.lock`, { timeout: 0 });
    expect(() => lock.exec('BEGIN EXCLUSIVE')).not.toThrow();
    lock.close();
  });
});
