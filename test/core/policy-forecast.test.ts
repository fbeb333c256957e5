import { expect, test } from 'vitest';
import { hour } from '../../src/core/calendar.ts';
import type { ServerId, SetId } from '../../src/core/ids.ts';
import { draftOf } from '../../src/core/policy-draft.ts';
import { forecast } from '../../src/core/policy-forecast.ts';
import { parseRetentionText } from '../../src/core/retention-text.ts';
import type { Policy } from '../../src/core/policy.ts';
import { usualGuard } from '../../src/core/retention.ts';
import { policyOf } from './policy-samples.ts';
import { noon, serverOf, setOf } from './samples.ts';

function keeping(text: string, more: Partial<Policy> = {}): Policy {
  const read = parseRetentionText(text);
  if (read.kind === 'fault') throw new Error(read.fault.given);
  return policyOf({ retention: read.retention, ...more });
}

/** One good set an hour, the newest two hours old. */
const setsOf = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    setOf({ id: `s-${String(n).padStart(8, '2')}` as SetId, takenAt: noon - (n + 2) * hour, state: 'good' }),
  );

const facts = (count: number) => {
  const others = { busy: new Set<SetId>(), usedBy: new Map(), servers: [] };
  return { ...others, sets: setsOf(count), guard: usualGuard, now: noon };
};

test.each([
  ['a new one that keeps all there is', 'last 10', null, 10, { removes: 0, more: 0, asks: false }],
  ['a new one that takes over and deletes few', 'last 9', null, 10, { removes: 1, more: 1, asks: false }],
  ['a new one that takes over and deletes many', 'last 7', null, 10, { removes: 3, more: 3, asks: true }],
  ['a change that deletes many', 'last 5', 'last 10', 10, { removes: 5, more: 5, asks: true }],
  ['a change that deletes what went anyway', 'last 5', 'last 5', 10, { removes: 5, more: 0, asks: false }],
  ['a change that keeps more, though not all', 'last 6', 'last 5', 10, { removes: 4, more: 0, asks: false }],
])('%s: what it adds to the deletions is what asks', (_, keep, before, count, expected) => {
  const was = before === null ? null : draftOf(keeping(before));
  const { removes, more, asks, sets } = forecast(draftOf(keeping(keep)), was, facts(count));
  expect({ removes: removes.length, more, asks }).toEqual(expected);
  expect(sets).toBe(count);
});

test('tells the servers it covers by name, and how many of those that were chosen are gone', () => {
  const servers = [
    serverOf('web', { id: 'i-0b' as ServerId }),
    serverOf('db', { id: 'i-0a' as ServerId }),
    serverOf('old', { id: 'i-0c' as ServerId, state: 'terminated' }),
  ];
  const ids = ['i-0a', 'i-0b', 'i-0c', 'i-0d'] as ServerId[];
  const told = forecast(draftOf(policyOf({ servers: { kind: 'ids', ids } })), null, { ...facts(0), servers });
  expect(told.servers).toEqual(['db', 'web']);
  expect(told.gone).toBe(2);
});
