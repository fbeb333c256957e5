import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { firstBroken } from '../../src/core/audit.ts';
import type { Change, Store } from '../../src/ports.ts';
import { loseDatabase } from '../stage/lose-database.ts';
import type { Stage } from '../stage/stage.ts';
import { createStage, minutes } from '../stage/stage.ts';
import { readBooks } from './books.ts';
import { createCutStage } from './cut-points.ts';

const requests = (set: string): readonly (readonly [string, string])[] => [
  ['alice', '/snapshot grafana before it'],
  ['alice', '/snapshot grafanna'],
  ['carol', '/snapkeeper nonsense'],
  ['alice', `/snapkeeper hold ${set} audit`],
  ['carol', `/snapkeeper release ${set}`],
  ['bob', `/snapkeeper release ${set}`],
  ['carol', '/snapkeeper confirm'],
  ['bob', '/snapkeeper confirm'],
  ['alice', '/snapkeeper cancel o-22222222'],
];

async function takeOne(stage: Stage): Promise<string> {
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(30));
  return /s-\w{8}/u.exec(stage.card())?.[0] ?? '';
}

/** What is decided about EC2, about who may delete what, or about a person's request. */
function decides(change: Change): boolean {
  if (change.kind === 'operation-update') return change.operation.state !== 'running';
  return ['operation', 'hold', 'cancel', 'adoption', 'confirm'].includes(change.kind);
}

it('has a row in the very transaction of every decision and every end', async () => {
  const silent: string[] = [];
  let decisions = 0;
  const watched = (store: Store): Store => ({
    ...store,
    commit(changes, expected) {
      const deciding = changes.filter(decides).map(({ kind }) => kind);
      decisions += deciding.length;
      if (deciding.length > 0 && !changes.some(({ kind }) => kind === 'audit')) silent.push(...deciding);
      return store.commit(changes, expected);
    },
  });
  const stage = await createStage({ wrapStore: watched });
  const set = await takeOne(stage);
  for (const [who, typed] of requests(set)) {
    await stage.say(who, 'ops', typed);
    await stage.pass(minutes(20));
  }
  await loseDatabase(stage);
  const [adoption] = readBooks({ ...stage, now: stage.clock.now }).adoptions;
  await stage.say('bob', 'ops', `/snapkeeper confirm ${adoption?.id}`);
  expect(silent).toEqual([]);
  expect(decisions).toBeGreaterThanOrEqual(10);
});

it('stays one chain through a power cut in the middle of each request', async () => {
  const { stage, books, cutAt, restart } = await createCutStage();
  const set = await takeOne(stage);
  for (const side of ['before', 'after'] as const) {
    for (const [who, typed] of requests(set)) {
      const point = await cutAt(
        ({ port }) => port === 'the database',
        side,
        async () => void (await stage.say(who, 'ops', typed)),
      );
      expect(point).not.toBeNull();
      const rows = books().audit.length;
      await restart();
      await stage.pass(minutes(5));
      const after = books().audit;
      expect(firstBroken(after)).toBeNull();
      expect(after.length).toBeGreaterThanOrEqual(rows);
      expect(after.map(({ seq }) => seq)).toEqual(after.map((_, index) => index + 1));
    }
  }
});

it.each([
  ['a word of a row is changed', "UPDATE audit SET actor = 'T07/U07NOBODY' WHERE seq = 3", 3],
  ['a detail is changed', "UPDATE audit SET detail = '{}' WHERE seq = 2", 2],
  ['a row is taken out', 'DELETE FROM audit WHERE seq = 2', 3],
  [
    'two rows change places',
    'UPDATE audit SET seq = -seq WHERE seq IN (2, 3); UPDATE audit SET seq = 5 + seq WHERE seq < 0',
    2,
  ],
  [
    'a row is put in',
    'INSERT INTO audit SELECT 1000, at, actor, verb, object, outcome, detail, previous, hash FROM audit WHERE seq = 1',
    1000,
  ],
])('shows in the file at which row it was tampered with: %s', async (_what, sql, row) => {
  const stage = await createStage();
  await takeOne(stage);
  const books = () => readBooks({ ...stage, now: stage.clock.now });
  expect(books().audit.length).toBeGreaterThanOrEqual(3);
  expect(firstBroken(books().audit)).toBeNull();
  await stage.stop();
  const file = new Database(stage.database);
  file.exec(sql);
  file.close();
  expect(firstBroken(books().audit)).toBe(row);
});
