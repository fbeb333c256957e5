import { expect, it } from 'vitest';
import { decideRun } from '../../src/operations/run.ts';
import { childOf, runOf } from '../core/run-samples.ts';
import { noon } from '../core/samples.ts';

const minutes = (count: number): number => count * 60_000;
const failed = childOf(1, { state: 'failed', endedAt: noon + minutes(5) });

it('tries a failed snapshot again ten minutes later', () => {
  const run = runOf();
  expect(decideRun(run, [failed], noon + minutes(6))).toEqual({ kind: 'children', at: noon + minutes(15) });
  expect(decideRun(run, [failed], noon + minutes(15))).toEqual({ kind: 'again', operations: [failed.id] });
});

it('does not try it again hours later, when nobody was there at its time', () => {
  expect(decideRun(runOf(), [failed], noon + minutes(60))).toEqual({
    kind: 'again',
    operations: [failed.id],
  });
  expect(decideRun(runOf(), [failed], noon + minutes(300))).toEqual({ kind: 'prune' });
});
