import { expect, it } from 'vitest';
import { cutTwice } from './cut-everywhere.ts';
import { snapshotScenario } from './scenarios.ts';

it.each([
  ['CreateSnapshots', 'after'],
  ['chat.postMessage', 'after'],
] as const)(
  'takes one set and finishes one card when the power is cut again while it recovers from a cut at %s, %s it took effect',
  async (first, one) => {
    for (const side of ['before', 'after'] as const) {
      const { cuts, broken } = await cutTwice(snapshotScenario, first, one, side);
      expect(broken).toEqual([]);
      expect(cuts.length).toBeGreaterThan(5);
    }
  },
  180_000,
);
