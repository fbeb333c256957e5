import { array, assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketSize } from '../../src/aws/bucket-sizes.ts';
import type { TokenBucket } from '../../src/aws/token-bucket.ts';
import { createTokenBucket } from '../../src/aws/token-bucket.ts';
import { noon } from '../core/samples.ts';

const second = 1_000;
const small = { capacity: 10, refill: 5 };

/** How many of so many calls get a token at this moment. */
const taken = (bucket: TokenBucket, now: number, tries: number, reserve = 0): number =>
  Array.from({ length: tries }, () => bucket.take(now, reserve)).filter(Boolean).length;

test.each([
  ['CreateSnapshots', 100, 5],
  ['DeleteSnapshot', 100, 5],
  ['CreateTags', 100, 10],
  ['DeleteTags', 100, 10],
  ['DescribeInstances', 100, 20],
  ['DescribeSnapshots', 100, 20],
  ['RunInstances', 5, 2],
  ['AttachVolume', 50, 5],
])('%s may be called %i times at once and %i times a second', (action, capacity, refill) => {
  const bucket = createTokenBucket(bucketSize(action));
  expect(taken(bucket, noon, 500)).toBe(capacity);
  expect(taken(bucket, noon + second, 500)).toBe(refill);
  expect(taken(bucket, noon + 1_000 * second, 500)).toBe(capacity);
});

describe('a bucket', () => {
  test('gives each token out at the moment it comes, not before', () => {
    const bucket = createTokenBucket(small);
    taken(bucket, noon, 10);
    expect([0, 199, 200, 399, 400].map(ms => bucket.take(noon + ms))).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  test('promises the coming tokens one by one, in the order of asking', () => {
    const bucket = createTokenBucket(small);
    taken(bucket, noon, 10);
    const promised = Array.from({ length: 4 }, () => bucket.promise(noon));
    expect(promised.map(at => at - noon)).toEqual([200, 400, 600, 800]);
    for (const at of promised) expect(taken(bucket, at, 2)).toBe(1);
  });

  test('promises the one after the last to whoever finds his token taken', () => {
    const bucket = createTokenBucket(small);
    taken(bucket, noon, 10);
    const [first] = [bucket.promise(noon), bucket.promise(noon)];
    expect(bucket.take(first)).toBe(true);
    expect(bucket.take(first)).toBe(false);
    expect(bucket.promise(first) - noon).toBe(600);
  });

  test('forgets promises that nobody came for', () => {
    const bucket = createTokenBucket(small);
    taken(bucket, noon, 10);
    for (let asked = 0; asked < 5; asked += 1) bucket.promise(noon);
    const later = noon + 10 * second;
    expect(taken(bucket, later, 20)).toBe(10);
    expect(bucket.promise(later) - later).toBe(200);
  });

  test('leaves a reserve to others', () => {
    const bucket = createTokenBucket(small);
    expect(taken(bucket, noon, 20, 4)).toBe(6);
    expect(taken(bucket, noon, 20)).toBe(4);
    expect(taken(bucket, noon + 4 * 200, 20, 4)).toBe(0);
    expect(taken(bucket, noon + second, 20, 4)).toBe(1);
    expect(taken(bucket, noon + second, 20)).toBe(4);
  });

  test('that somebody else emptied fills up again from nothing', () => {
    const bucket = createTokenBucket(small);
    bucket.empty(noon);
    bucket.empty(noon);
    expect(bucket.take(noon)).toBe(false);
    expect(bucket.promise(noon) - noon).toBe(200);
    expect(taken(bucket, noon + second, 20)).toBe(5);
  });

  test('does not wait an hour for a clock that was set back by one', () => {
    const bucket = createTokenBucket(small);
    taken(bucket, noon, 10);
    bucket.promise(noon);
    const back = noon - 3_600 * second;
    expect(bucket.take(back)).toBe(false);
    expect(bucket.promise(back) - back).toBe(400);
    expect(taken(bucket, back + second, 20)).toBe(5);
  });

  test('never gives more than its capacity and what came since, in any stretch of time', () => {
    assert(
      property(array(integer({ min: 0, max: 700 }), { maxLength: 200 }), pauses => {
        const bucket = createTokenBucket(small);
        let now = noon;
        const times: number[] = [];
        for (const pause of pauses) {
          now += pause;
          if (bucket.take(now)) times.push(now);
        }
        times.forEach((from, first) =>
          times.slice(first).forEach((to, more) => {
            expect(more + 1).toBeLessThanOrEqual(small.capacity + ((to - from) * small.refill) / second);
          }),
        );
      }),
    );
  });
});
