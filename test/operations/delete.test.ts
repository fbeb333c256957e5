import { describe, expect, it } from 'vitest';
import type { CallFacts } from '../../src/core/operation.ts';
import { decideDelete } from '../../src/operations/delete.ts';
import { ended } from '../../src/operations/record.ts';
import type { SnapshotId } from '../../src/core/ids.ts';
import { deleteOf } from '../core/run-samples.ts';
import { noon } from '../core/samples.ts';

const hour = 3_600_000;
const turnedAway = { kind: 'turned-away', attempt: 3, lost: 0, why: 'throttled' } as const;
const lost = (count: number): CallFacts => ({
  kind: 'intended',
  attempt: count + 1,
  lost: count,
  at: noon,
  copyTags: false,
  lookingSince: null,
  lookedAt: null,
});

describe('decideDelete', () => {
  it('waits its turn in our own bucket, however many are before it', () => {
    const at = noon + 3 * hour;
    const call = { ...turnedAway, at: at - 1_000, code: 'LocalBucketEmpty', retryAt: at } as const;
    expect(decideDelete(deleteOf({ call }), at - 500)).toEqual({ kind: 'wait', at });
    expect(decideDelete(deleteOf({ call }), at)).toMatchObject({ kind: 'call' });
  });

  it('gives up when AWS itself has turned it away for an hour', () => {
    const call = { ...turnedAway, at: noon, code: 'RequestLimitExceeded', retryAt: null } as const;
    expect(decideDelete(deleteOf({ call }), noon + hour + 1)).toMatchObject({
      kind: 'failed',
      failure: { kind: 'gave-up', why: 'throttled' },
    });
  });
});

describe('what a deletion leaves when it is given up', () => {
  const first = 'snap-1' as SnapshotId;
  const step = { kind: 'failed', failure: { kind: 'gave-up', why: 'no-answer', attempts: 10 } } as const;
  const leftBy = (facts: Parameters<typeof deleteOf>[0]) =>
    ended(deleteOf(facts), step, noon).changes.flatMap(change =>
      change.kind === 'after-delete' ? [change.left] : [],
    );

  it('is the whole set when every call was turned away', () => {
    const call = { ...turnedAway, at: noon, code: '', retryAt: null } as const;
    expect(leftBy({ call })).toEqual([{ kind: 'whole', state: 'good' }]);
  });

  it('is no good set when a call may have been carried out', () => {
    expect(leftBy({ call: lost(9) })).toEqual([{ kind: 'whole', state: 'failed' }]);
    const call = { ...turnedAway, at: noon, lost: 1, code: '', retryAt: null } as const;
    expect(leftBy({ call })).toEqual([{ kind: 'whole', state: 'failed' }]);
  });

  it('is the part that nobody has deleted', () => {
    expect(leftBy({ deleted: [first] })).toEqual([{ kind: 'part', members: ['snap-2'] }]);
  });
});
