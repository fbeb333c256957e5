import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idFromBytes } from '../../src/core/ids.ts';
import { nearest } from '../../src/core/nearest.ts';

describe('nearest', () => {
  test.each([
    ['prod-wbe', ['prod-db', 'prod-web-2', 'prod-web'], ['prod-web', 'prod-db']],
    ['PROD-WEB', ['prod-web'], ['prod-web']],
    ['prod', ['staging', 'prod-b', 'prod-a'], ['prod-a', 'prod-b']],
    ['pr', ['production-web'], []],
    ['zzzzzz', ['prod-web'], []],
    ['', ['a'], []],
    ['prod-wbe', ['prod-web', 'prod-web'], ['prod-web']],
    ['web', ['web-1', 'web-2', 'web-3', 'web-4'], ['web-1', 'web-2', 'web-3']],
    ['lsit', ['snapshot', 'list', 'help', 'whoami'], ['list']],
  ])('%s of %j is %j', (typed, names, expected) => {
    expect(nearest(typed, names)).toEqual(expected);
  });

  test('a name is the nearest to itself, and no more than three are named', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,10}$/u), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(names, fc.nat(), (list, index) => {
        const name = list[index % list.length] ?? '';
        const near = nearest(name, list);
        expect(near[0]).toBe(name);
        expect(near.length).toBeLessThanOrEqual(3);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('an id is a prefix and eight characters that cannot be mistaken or spell anything', () => {
    const bytes = fc.uint8Array({ minLength: 8, maxLength: 16 });
    fc.assert(
      fc.property(bytes, random => {
        expect(idFromBytes('s', random)).toMatch(/^s-[2-9bcdfghjkmnp-tv-xz]{8}$/u);
      }),
      { seed: 1, numRuns: 300 },
    );
    const every = Array.from({ length: 27 }, (_, byte) =>
      idFromBytes('s', new Uint8Array(8).fill(byte)).at(-1),
    );
    expect(new Set(every).size).toBe(27);
  });
});
