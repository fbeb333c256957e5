import { describe, expect, test } from 'vitest';
import { hour } from '../../src/core/calendar.ts';
import type { LimitReached } from '../../src/core/limits.ts';
import { limitReached } from '../../src/core/limits.ts';
import { noon } from './samples.ts';

const limits = { perPersonAndHour: 20, runningPerServer: 3 };
const minute = 60_000;

/** `count` requests, a minute apart, the newest of them a minute ago. */
const asked = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => noon - (count - index) * minute);

describe('limitReached', () => {
  test.each<[string, readonly number[], number, LimitReached | null]>([
    ['nothing yet', [], 0, null],
    ['nineteen within the hour', asked(19), 0, null],
    ['twenty', asked(20), 0, { kind: 'person', limit: 20, again: noon - 20 * minute + hour }],
    // A limit that was lowered: room again only when the twentieth newest is an hour old.
    ['twenty-five', asked(25), 0, { kind: 'person', limit: 20, again: noon - 20 * minute + hour }],
    ['twenty, one an hour ago to the millisecond', [noon - hour, ...asked(19)], 0, null],
    [
      'twenty, one almost an hour ago',
      [noon - hour + 1, ...asked(19)],
      0,
      { kind: 'person', limit: 20, again: noon + 1 },
    ],
    ['two running on the server', [], 2, null],
    ['three running on the server', [], 3, { kind: 'server', limit: 3, again: noon + 60_000 }],
    ['both', asked(20), 3, { kind: 'server', limit: 3, again: noon + 60_000 }],
  ])('%s', (_, askedAt, runningOnServer, expected) => {
    expect(limitReached(limits, { askedAt, runningOnServer, firstEnds: noon + 60_000 }, noon)).toEqual(
      expected,
    );
  });

  test('there is room exactly at the time that was told', () => {
    const facts = { askedAt: asked(20), runningOnServer: 0, firstEnds: null };
    const reached = limitReached(limits, facts, noon);
    const again = reached?.kind === 'person' ? reached.again : 0;
    expect(limitReached(limits, facts, again - 1)).not.toBeNull();
    expect(limitReached(limits, facts, again)).toBeNull();
  });
});
