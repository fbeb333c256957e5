import { expect, test } from 'vitest';
import { keptSets } from '../../src/core/kept-sets.ts';
import { parseRetentionText } from '../../src/core/retention-text.ts';

const now = Date.parse('2026-11-23T14:05:00Z');

function kept(cron: string, keep: string): string {
  const read = parseRetentionText(keep);
  if (read.kind === 'fault') throw new Error(read.fault.kind);
  const result = keptSets({ schedule: { cron, zone: 'Europe/Berlin' }, retention: read.retention }, now);
  return result.kind === 'endless' ? 'endless' : `${result.kind} ${result.perServer}`;
}

test.each([
  ['0 2 * * *', '7 daily', 'exactly 7'],
  ['0 * * * *', 'last 5', 'exactly 5'],
  // A schedule need not have a slot in each bucket: seven days that have one are seven weeks.
  ['0 2 * * 1', '7 daily', 'exactly 7'],
  ['0 2 * * *', 'within 30d', 'exactly 30'],
  ['0 2 * * *', '3 yearly', 'exactly 3'],
  ['0 2 29 2 *', '2 yearly', 'exactly 2'],
  ['* * * * *', '1 yearly', 'at-most 1'],
  ['* * * * *', 'within 1y', 'at-most 527041'],
  ['0 2 * * *', '7 daily, all yearly', 'endless'],
])('%s keeping %s: %s of each server', (cron, keep, expected) => {
  expect(kept(cron, keep)).toBe(expected);
});

test('rules that keep the same sets are not counted twice', () => {
  const [, count = ''] = /^exactly (\d+)$/u.exec(kept('0 2 * * *', '7 daily, 4 weekly, 12 monthly')) ?? [];
  expect(Number(count)).toBeGreaterThan(18);
  expect(Number(count)).toBeLessThan(23);
});
