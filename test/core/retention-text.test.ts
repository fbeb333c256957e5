import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Policy } from '../../src/core/policy.ts';
import {
  parseRetentionText,
  presetOf,
  retentionPresets,
  retentionText,
} from '../../src/core/retention-text.ts';
import { isNoTime } from '../../src/core/retention-duration.ts';
import type { Tier } from '../../src/core/retention-tiers.ts';
import { tiers } from '../../src/core/retention-tiers.ts';

/** As it is written back, or the fault and what it is about. */
function read(text: string): string {
  const parsed = parseRetentionText(text);
  return parsed.kind === 'retention'
    ? retentionText(parsed.retention)
    : `${parsed.fault.kind}: ${parsed.fault.given}`;
}

test.each([
  ['7 daily, 4 weekly', '7 daily, 4 weekly'],
  ['Keep 7 DAILY;daily within 1y2m', '7 daily, daily within 1y2m'],
  ['last 3', 'last 3'],
  ['3 last', 'last 3'],
  ['daily 7', '7 daily'],
  ['all yearly, within 36h', 'all yearly, within 36h'],
  ['last within 2d', 'within 2d'],
  ['', ''],
  [' , ,, ', ''],
  ['0 daily', ''],
  ['7 dayly', 'not-understood: 7 dayly'],
  ['7 daily 4 weekly', 'not-understood: 7 daily 4 weekly'],
  ['-1 daily', 'not-understood: -1 daily'],
  ['1.5 daily', 'not-understood: 1.5 daily'],
  ['within forever', 'not-understood: within forever'],
  ['within 9999999999999999999999d', 'not-understood: within 9999999999999999999999d'],
  ['within 1d1d', 'not-understood: within 1d1d'],
  ['7 daily, 8 daily', 'twice: 8 daily'],
  ['1000000 hourly', 'too-many: 1000000 hourly'],
  ['7 __proto__', 'not-understood: 7 __proto__'],
])('%s', (text, expected) => {
  expect(read(text)).toBe(expected);
});

test('what is written is what is read back', () => {
  const unit = fc.integer({ min: 0, max: 99 });
  const duration = fc.option(
    fc.record({ years: unit, months: unit, days: unit, hours: unit }).filter(one => !isNoTime(one)),
  );
  const all = <Value>(of: fc.Arbitrary<Value>) =>
    fc.tuple(of, of, of, of, of, of).map(values => {
      return Object.fromEntries(tiers.map((tier, index) => [tier, values[index]])) as Record<Tier, Value>;
    });
  const keep: fc.Arbitrary<Policy['retention']> = fc.record({
    counts: all(fc.integer({ min: -1, max: 999_999 })),
    within: all(duration),
  });
  fc.assert(
    fc.property(keep, retention => {
      expect(parseRetentionText(retentionText(retention))).toEqual({ kind: 'retention', retention });
    }),
    { seed: 1, numRuns: 500 },
  );
});

test('a preset is known again from what it keeps', () => {
  for (const [name, retention] of Object.entries(retentionPresets)) expect(presetOf(retention)).toBe(name);
  const other = parseRetentionText('7 daily, 4 weekly');
  expect(other.kind === 'retention' && presetOf(other.retention)).toBeNull();
});
