import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SetId } from '../../src/core/ids.ts';
import { planRetention } from '../../src/core/retention.ts';
import { readRetentionPolicy } from '../../src/cli/retention-policy.ts';
import { keepReasonWords } from '../../src/slack/words/retention-words.ts';

type Golden = {
  readonly times: readonly string[];
  readonly cases: readonly {
    readonly policy: Readonly<Record<string, number | string>>;
    /** The time and the reasons of each snapshot kept. */
    readonly kept: readonly (readonly string[])[];
  }[];
};

const file = new URL('../data/restic-retention.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;

describe("restic's published cases", () => {
  test('are all here', () => {
    expect(golden.cases).toHaveLength(36);
    expect(golden.times).toHaveLength(103);
  });

  test.each(golden.cases)('keep the same sets for the same reasons: $policy', ({ policy, kept }) => {
    const sets = golden.times.map((time, index) => ({
      id: `n${index}` as SetId,
      takenAt: Date.parse(time),
      state: 'good' as const,
      protections: [],
    }));
    const plan = planRetention(readRetentionPolicy(JSON.stringify(policy), 'policy.json'), sets, {
      now: Date.parse('2026-11-23T12:00Z'),
      guards: false,
    });
    expect(plan.keep.map(({ set, reasons }) => [set.takenAt, ...reasons.map(keepReasonWords)])).toEqual(
      kept.map(([time = '', ...reasons]) => [Date.parse(time), ...reasons]),
    );
    expect(plan.keep.length + plan.remove.length).toBe(sets.length);
  });
});
