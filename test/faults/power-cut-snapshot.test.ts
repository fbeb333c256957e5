import { expect, it } from 'vitest';
import { cutEverywhere } from './cut-everywhere.ts';
import { snapshotScenario } from './scenarios.ts';

it.each([
  ['the database', 'before'],
  ['the database', 'after'],
  ['EC2', 'before'],
  ['EC2', 'after'],
  ['Slack', 'before'],
  ['Slack', 'after'],
] as const)(
  'takes one set and finishes one card when the power is cut at any call to %s, %s it took effect',
  async (port, side) => {
    const { cuts, missed, broken } = await cutEverywhere(snapshotScenario, port, side);
    expect(broken).toEqual([]);
    expect(cuts).toBeGreaterThan(0);
    // Whether two commits run into one depends on the wire; what a run does not come by is not cut in it.
    expect(missed.length).toBeLessThan(cuts);
  },
  180_000,
);
