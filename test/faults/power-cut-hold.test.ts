import { expect, it } from 'vitest';
import { cutEverywhere } from './cut-everywhere.ts';
import { holdScenario } from './scenarios.ts';

it.each([
  ['the database', 'before', 8],
  ['the database', 'after', 8],
  ['EC2', 'before', 1],
  ['EC2', 'after', 1],
  ['Slack', 'before', 2],
  ['Slack', 'after', 2],
] as const)(
  'holds once, in the row, the tags and on the cards when the power is cut at any call to %s, %s it took effect',
  async (port, side, atLeast) => {
    const { cuts, broken } = await cutEverywhere(holdScenario, port, side);
    expect(broken).toEqual([]);
    expect(cuts.length).toBeGreaterThanOrEqual(atLeast);
  },
  180_000,
);
