import { expect, it } from 'vitest';
import { cutEverywhere } from './cut-everywhere.ts';
import { snapshotScenario } from './scenarios.ts';

it.each([
  ['the database', 'before', 20],
  ['the database', 'after', 20],
  ['EC2', 'before', 1],
  ['EC2', 'after', 1],
  ['Slack', 'before', 6],
  ['Slack', 'after', 6],
] as const)(
  'takes one set and finishes one card when the power is cut at any call to %s, %s it took effect',
  async (port, side, atLeast) => {
    const { cuts, broken } = await cutEverywhere(snapshotScenario, port, side);
    expect(broken).toEqual([]);
    expect(cuts.length).toBeGreaterThanOrEqual(atLeast);
  },
  180_000,
);
