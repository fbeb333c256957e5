import * as fc from 'fast-check';
import { createTask, validate } from 'node-cron';
import { describe, expect, test } from 'vitest';
import type { CronFault } from '../../src/core/cron.ts';
import { parseCron } from '../../src/core/cron.ts';
import { nextSlot } from '../../src/core/schedule.ts';
import { cronFaultWords } from '../../src/slack/words/schedule-words.ts';
import { minute, scheduleOf, years } from './schedule-samples.ts';

const faultOf = (text: string): CronFault | null => {
  const read = parseCron(text);
  return read.kind === 'fault' ? read.fault : null;
};

describe('a cron expression', () => {
  test.each([
    '30 2 * * *',
    '  30\t2  *  * * ',
    '*/15 * * * *',
    '0,15,30-45/5 8-18 * * mon-fri',
    '0 0 1 jan,jul *',
    '0 0 1 January Sunday',
    '0 22-2 * * fri-sun',
    '0 0 29 2 *',
    '0 0 * * 7',
    '05 07 08 09 *',
  ])('is %s', text => {
    expect(faultOf(text)).toBeNull();
  });

  test.each<[string, CronFault['kind'], RegExp]>([
    ['', 'field-count', /five fields.*has 0/u],
    ['0 2 * *', 'field-count', /has 4/u],
    ['0 0 2 * * *', 'field-count', /has 6/u],
    ['@daily', 'nickname', /Write 0 0 \* \* \*/u],
    ['@reboot', 'nickname', /Write five fields/u],
    ['0 0 30 2 *', 'never', /never comes/u],
    ['0 0 30,31 feb *', 'never', /never comes/u],
    ['0 0 31 4,6,9,11 *', 'never', /never comes/u],
    ['0 0 L * *', 'special', /L, W, # and \?/u],
    ['0 0 L-3 * *', 'special', /"L" in the day of month/u],
    ['0 0 15W * *', 'special', /"15W"/u],
    ['0 0 LW * *', 'special', /"LW"/u],
    ['0 0 * * 5L', 'special', /"5L" in the day of week/u],
    ['0 0 * * fri#2', 'special', /"fri#2"/u],
    ['0 0 ? * *', 'special', /"\?"/u],
    ['60 * * * *', 'out-of-range', /"60" in the minute field is not from 0 to 59/u],
    ['0 24 * * *', 'out-of-range', /hour/u],
    ['0 0 0 * *', 'out-of-range', /from 1 to 31/u],
    ['0 0 * 13 *', 'out-of-range', /from 1 to 12/u],
    ['0 0 * * 8', 'out-of-range', /from 0 to 7/u],
    ['*/0 * * * *', 'step', /from 1 to 59/u],
    ['*/90 * * * *', 'step', /counts within the field/u],
    ['5/15 * * * *', 'not-understood', /"5\/15"/u],
    ['1,,2 * * * *', 'not-understood', /""/u],
    ['-5 * * * *', 'not-understood', /"-5"/u],
    ['1.5 * * * *', 'not-understood', /"1.5"/u],
    ['0 0 * janury *', 'not-understood', /Did you mean january\?/u],
    ['0 0 * * mno', 'not-understood', /Did you mean mon\?/u],
    ['0 0 * * jan', 'not-understood', /day of week/u],
    ['0 0 * 99999 *', 'not-understood', /"99999"/u],
  ])('is not %j: %s', (text, kind, words) => {
    const fault = faultOf(text);
    expect(fault?.kind).toBe(kind);
    expect(fault === null ? '' : cronFaultWords(fault)).toMatch(words);
  });

  test('is keyed by instant only when the hour field is a star and nothing else', () => {
    const keyedBy = (text: string): string => scheduleOf(text, 'UTC').cron.keyedBy;
    expect(['0 * * * *', '*/5 * 1 * *'].map(keyedBy)).toEqual(['instant', 'instant']);
    expect(['0 */1 * * *', '0 0-23 * * *', '0 *,5 * * *', '* 3 * * *'].map(keyedBy)).toEqual(
      Array.from({ length: 4 }, () => 'local'),
    );
  });

  test('wants the day of the month and the day of the week both', () => {
    const friday13 = nextSlot(scheduleOf('0 0 13 * fri', 'UTC'), years.from, years.to);
    expect(new Date(friday13?.at ?? 0).toISOString()).toBe('2026-02-13T00:00:00.000Z');
  });
});

/** One field: values, ranges with and without steps, stars, names. */
function field(low: number, high: number, names: readonly string[] = []): fc.Arbitrary<string> {
  const value = fc.integer({ min: low, max: high }).map(String);
  const word = names.length === 0 ? value : fc.oneof(value, fc.constantFrom(...names));
  const range = fc
    .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
    .map(pair => pair.toSorted((a, b) => a - b).join('-'));
  const step = fc.integer({ min: 1, max: high });
  const stepped = fc.tuple(fc.oneof(range, fc.constant('*')), step).map(([base, by]) => `${base}/${by}`);
  const part = fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, word, range, stepped);
  return fc.array(part, { minLength: 1, maxLength: 3 }).map(parts => parts.join(','));
}

const expressions = fc
  .tuple(
    field(0, 59),
    field(0, 23),
    field(1, 28),
    field(1, 12, ['jan', 'JUN', 'december']),
    field(0, 7, ['sun', 'Wed', 'saturday']),
  )
  .map(fields => fields.join(' '));

test('node-cron takes every expression that is taken here, and matches the same minutes in UTC', () => {
  const minutes = fc.array(fc.integer({ min: 0, max: (years.to - years.from) / minute }), {
    minLength: 20,
    maxLength: 20,
  });
  fc.assert(
    fc.property(expressions, minutes, (expression, picked) => {
      expect(validate(expression)).toBe(true);
      const schedule = scheduleOf(expression, 'UTC');
      const task = createTask(expression, () => {}, { timezone: 'UTC' });
      // Minutes that match are rare: the next one and the one after it are looked at too.
      const matching = picked.flatMap(at => {
        const slot = nextSlot(schedule, years.from + at * minute, years.to);
        return slot === null ? [] : [slot.at, slot.at + minute];
      });
      for (const at of [...picked.map(one => years.from + one * minute), ...matching]) {
        expect(nextSlot(schedule, at - 1, at) !== null).toBe(task.match(new Date(at)));
      }
      void task.destroy();
    }),
    { seed: 1, numRuns: 200 },
  );
});
