import { describe, expect, test } from 'vitest';
import type { OperationId, SnapshotId } from '../../src/core/ids.ts';
import type { CallFacts, CallLost, Failure, Member } from '../../src/core/operation.ts';
import { decideSnapshot } from '../../src/operations/snapshot.ts';
import type { Step } from '../../src/operations/step.ts';
import { alice, memberOf, noon, operationOf, planOf } from '../core/samples.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const call = (attempt: number, lost: number, copyTags = true): Step => ({
  kind: 'call',
  attempt,
  lost,
  copyTags,
});
const watchTag = (at: number): Step => ({ kind: 'watch', what: 'tag', at });
const failed = (failure: Failure): Step => ({ kind: 'failed', failure });
const gaveUp = (why: (Failure & { kind: 'gave-up' })['why'], attempts: number): Step =>
  failed({ kind: 'gave-up', why, attempts });

/** A call whose answer is not on record, looked for from noon on. */
function intended(more: Partial<CallLost> = {}): CallFacts {
  const looked = { lookingSince: noon, lookedAt: noon };
  return { kind: 'intended', attempt: 1, lost: 0, at: noon, copyTags: true, ...looked, ...more };
}

function turnedAway(attempt: number, why: 'throttled' | 'unreachable', code = ''): CallFacts {
  return { kind: 'turned-away', attempt, lost: 0, at: noon, why, code, retryAt: null };
}

function refused(code: string, attempt = 1): CallFacts {
  return { kind: 'refused', attempt, lost: 0, at: noon, code, message: 'no' };
}

describe('decideSnapshot', () => {
  test.each<[string, CallFacts, number, Step]>([
    ['calls when it has not', { kind: 'not-called' }, 0, call(1, 0)],
    [
      'looks at once when the answer is lost',
      intended({ lookingSince: null, lookedAt: null }),
      0,
      watchTag(noon),
    ],
    [
      'looks every 5 s',
      intended({ lookedAt: noon + 10 * second }),
      10 * second,
      watchTag(noon + 15 * second),
    ],
    [
      'looks last after 90 s',
      intended({ lookedAt: noon + 88 * second }),
      88 * second,
      watchTag(noon + 90 * second),
    ],
    [
      'does not call before that',
      intended({ lookedAt: noon + 90 * second - 1 }),
      hour,
      watchTag(noon + 90 * second),
    ],
    [
      'calls again after 90 s of looking',
      intended({ lookedAt: noon + 90 * second }),
      90 * second,
      call(2, 1),
    ],
    [
      'calls again a third time',
      intended({ attempt: 4, lost: 1, lookedAt: noon + 90 * second }),
      90 * second,
      call(5, 2),
    ],
    [
      'gives up after three lost calls',
      intended({ attempt: 5, lost: 2, lookedAt: noon + 90 * second }),
      90 * second,
      gaveUp('no-answer', 5),
    ],
    [
      'fails when EC2 says no',
      refused('SnapshotLimitExceeded'),
      0,
      failed({ kind: 'refused-by-aws', code: 'SnapshotLimitExceeded', message: 'no' }),
    ],
    ['calls without copied tags when they are too many', refused('TagLimitExceeded'), 0, call(2, 0, false)],
    [
      'fails when an answer held no members',
      { kind: 'answered', attempt: 1, lost: 0, at: noon },
      0,
      failed({ kind: 'vanished' }),
    ],
  ])('%s', (_, facts, after, expected) => {
    expect(decideSnapshot(operationOf({ call: facts }), noon + after)).toEqual(expected);
  });

  test.each<[string, CallFacts, number, number]>([
    ['the first', turnedAway(1, 'throttled', 'RequestLimitExceeded'), second, 2 * second],
    ['the second', turnedAway(2, 'unreachable'), 2 * second, 4 * second],
    ['the fifth', turnedAway(5, 'throttled', 'RequestLimitExceeded'), 16 * second, 32 * second],
    ['the sixth', turnedAway(6, 'throttled', 'RequestLimitExceeded'), 30 * second, minute],
    ['the fortieth', turnedAway(40, 'unreachable'), 30 * second, minute],
    [
      "one too soon after the volume's last",
      turnedAway(1, 'throttled', 'SnapshotCreationPerVolumeRateExceeded'),
      15 * second,
      17 * second,
    ],
  ])('waits by chance before it repeats %s call that was turned away', (_, facts, shortest, longest) => {
    const waits = Array.from({ length: 50 }, (_unused, index) => {
      const step = decideSnapshot(operationOf({ call: facts }, { id: `o-${index}` as OperationId }), noon);
      if (step.kind !== 'wait') throw new Error(`it does not wait but wants: ${step.kind}`);
      return step.at - noon;
    });
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(shortest);
    expect(Math.max(...waits)).toBeLessThanOrEqual(longest);
    expect(new Set(waits).size).toBeGreaterThan(20);
    expect(decideSnapshot(operationOf({ call: facts }), noon + longest)).toMatchObject({ kind: 'call' });
  });

  test('comes back exactly when its own bucket has a token for it', () => {
    const held: CallFacts = {
      kind: 'turned-away',
      attempt: 0,
      lost: 0,
      at: noon,
      why: 'throttled',
      code: 'LocalBucketEmpty',
      retryAt: noon + 400,
    };
    expect(decideSnapshot(operationOf({ call: held }), noon)).toEqual({ kind: 'wait', at: noon + 400 });
    expect(decideSnapshot(operationOf({ call: held }), noon + 400)).toMatchObject({
      kind: 'call',
      attempt: 1,
    });
  });

  const called = { by: alice, at: noon };
  test.each<[string, CallFacts, unknown]>([
    ['one not asked for yet', { kind: 'not-called' }, { kind: 'cancelled' }],
    ['one turned away', turnedAway(3, 'unreachable'), { kind: 'cancelled' }],
  ])('calls off %s', (_, facts, expected) => {
    expect(decideSnapshot(operationOf({ call: facts }, { cancel: called }), noon + hour)).toEqual(expected);
  });

  test('looks for a lost set before it says that it was called off, and follows it when it is there', () => {
    const cancelled = operationOf(
      { call: intended({ lookingSince: null, lookedAt: null }) },
      { cancel: called },
    );
    expect(decideSnapshot(cancelled, noon)).toMatchObject({ kind: 'watch', what: 'tag' });
    const found = operationOf(
      { call: { kind: 'answered', attempt: 1, lost: 0, at: noon }, members: [memberOf()] },
      { cancel: called },
    );
    expect(decideSnapshot(found, noon)).toMatchObject({ kind: 'watch', what: 'members' });
  });

  test.each(['throttled', 'unreachable'] as const)('gives up after an hour of being %s', why => {
    const operation = operationOf({ call: { ...turnedAway(60, why), at: noon + hour } as CallFacts });
    expect(decideSnapshot(operation, noon + hour)).toMatchObject({ kind: 'wait' });
    expect(decideSnapshot(operation, noon + hour + 1)).toEqual(gaveUp(why, 60));
  });

  test('never copies tags again once it had to leave them out', () => {
    const without = { tagsLeftOut: true };
    const over = intended({ copyTags: false, lookedAt: noon + 90 * second });
    expect(decideSnapshot(operationOf({ call: over, ...without }), noon)).toEqual(call(2, 1, false));
    const away = operationOf({ call: turnedAway(1, 'throttled'), ...without });
    expect(decideSnapshot(away, noon + minute)).toEqual(call(2, 0, false));
    const again = decideSnapshot(operationOf({ call: refused('TagLimitExceeded'), ...without }), noon);
    expect(again).toMatchObject({ kind: 'failed', failure: { code: 'TagLimitExceeded' } });
    const never = operationOf({}, { plan: planOf({ copyTags: false }) });
    expect(decideSnapshot(never, noon)).toEqual(call(1, 0, false));
  });

  const done = { state: 'completed', progress: 100 } as const;
  const member = (more: Partial<Member>): Member => memberOf({ snapshot: 'snap-2' as SnapshotId, ...more });

  test.each<[string, readonly Member[], number, Step]>([
    ['finishes when all are completed', [memberOf(done), member(done)], 0, { kind: 'finished' }],
    [
      'fails with the words of the one that failed',
      [memberOf(done), member({ state: 'error', message: 'key disabled' })],
      0,
      failed({ kind: 'members-failed', message: 'key disabled' }),
    ],
    [
      'waits 90 s for one that is not listed yet',
      [memberOf(done), member({ missingSince: noon })],
      90 * second - 1,
      { kind: 'watch', what: 'members', at: expect.any(Number) as number },
    ],
    [
      'does not believe one read that lacks a member',
      [memberOf(done), member({ missingSince: noon + hour })],
      hour,
      { kind: 'watch', what: 'members', at: expect.any(Number) as number },
    ],
    [
      'fails when one is gone for good',
      [memberOf(done), member({ missingSince: noon })],
      90 * second,
      failed({ kind: 'vanished' }),
    ],
    ['fails when all are gone', [member({ missingSince: noon })], hour, failed({ kind: 'vanished' })],
  ])('%s', (_, members, after, expected) => {
    const operation = operationOf({ members, seenAt: noon + after });
    expect(decideSnapshot(operation, noon + after)).toEqual(expected);
  });

  test.each([
    ['at least 5 s', 0, 1, 5 * second],
    ['at least 5 s near the end', 99, minute, 5 * second],
    ['a quarter of what seems left', 50, 4 * minute, minute],
    ['at most 2 min', 1, hour, 2 * minute],
    ['a fortieth of what it took', 99, 40 * minute, minute],
    ['half of what it took, until it moves', 0, minute, 30 * second],
    ['half of what it took, while it has hardly begun', 1, 40 * second, 20 * second],
  ])('looks again after %s', (_, progress, elapsed, interval) => {
    const operation = operationOf({ members: [memberOf({ progress })], seenAt: noon + elapsed });
    const at = noon + elapsed + interval;
    expect(decideSnapshot(operation, noon + elapsed)).toEqual({ kind: 'watch', what: 'members', at });
  });

  test('is stuck after two days without an end, and not before', () => {
    const operation = operationOf({ members: [memberOf({ progress: 99 })], seenAt: noon + 48 * hour });
    expect(decideSnapshot(operation, noon + 48 * hour)).toMatchObject({ kind: 'watch' });
    expect(decideSnapshot(operation, noon + 48 * hour + 1)).toEqual(failed({ kind: 'stuck' }));
  });
});
