import { expect, it } from 'vitest';
import { cutTwice } from './cut-everywhere.ts';
import { snapshotScenario } from './scenarios.ts';

it.each([
  ['EC2', 'CreateSnapshots', 'after'],
  ['Slack', 'chat.postMessage', 'after'],
] as const)(
  'takes one set and finishes one card when the power is cut again while it recovers from a cut at %s %s, %s',
  async (port, name, one) => {
    for (const side of ['before', 'after'] as const) {
      const { cuts, broken } = await cutTwice(snapshotScenario, { port, name, nth: 1 }, one, side);
      expect(broken).toEqual([]);
      expect(cuts).toBeGreaterThan(5);
    }
  },
  180_000,
);
