import { expect, test } from 'vitest';
import { homeOverview } from '../../src/core/home.ts';
import type { OperationId, ServerId } from '../../src/core/ids.ts';
import { serverRows } from '../../src/core/server-rows.ts';
import { operationOf, place, serverOf } from './samples.ts';

const rows = (count: number) =>
  serverRows(
    Array.from({ length: count }, (_, n) => serverOf(`server-${n}`, { id: `i-${n}` as ServerId })),
    new Map(),
  );
const factsOf = (count: number) => ({ place, running: [], servers: rows(count), serversRead: true });

test.each([
  [0, 0, 0, 1, 0],
  [20, 0, 0, 1, 20],
  [21, 0, 0, 2, 20],
  [21, 1, 1, 2, 1],
  [21, 9, 1, 2, 1],
  [45, 1, 1, 3, 20],
])('of %i servers, page %i is %i of %i and has %i', (count, wanted, page, pages, shown) => {
  const home = homeOverview(factsOf(count), wanted);
  expect(home).toMatchObject({ page, pages, serverCount: count });
  expect(home.servers).toHaveLength(shown);
});

test('every server is on one page', () => {
  const facts = factsOf(45);
  const ids = [0, 1, 2].flatMap(page => homeOverview(facts, page).servers.map(({ id }) => id));
  expect(new Set(ids).size).toBe(45);
});

test('shows the newest ten of what runs, and counts the others', () => {
  const running = Array.from({ length: 13 }, (_, n) => operationOf({}, { id: `o-${n}` as OperationId }));
  const home = homeOverview({ ...factsOf(1), running }, 0);
  expect(home.running.map(({ id }) => id)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map(n => `o-${n}`));
  expect(home.moreRunning).toBe(3);
});

test('does not take a list that was never read for an empty one', () => {
  expect(homeOverview({ ...factsOf(0), serversRead: false }, 0).serverCount).toBeNull();
});
