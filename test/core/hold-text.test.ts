import { describe, expect, test } from 'vitest';
import { parseHoldText } from '../../src/core/hold-text.ts';
import { splitWords } from '../../src/core/typed-text.ts';
import { noon } from './samples.ts';

const day = 24 * 3_600_000;
const parse = (text: string) => parseHoldText(splitWords(text), noon);
const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);

describe('what is typed after the snapshot', () => {
  test.each([
    ['', '', null],
    ['audit of 2026', 'audit of 2026', null],
    ['until 2026-12-24', '', at('2026-12-25')],
    ['audit until 2026-12-24', 'audit', at('2026-12-25')],
    ['audit UNTIL 2026-11-23', 'audit', at('2026-11-24')],
    ['audit for 30 days', 'audit', noon + 30 * day],
    ['audit for 1 day', 'audit', noon + day],
    ['for 2 weeks', '', noon + 14 * day],
    ['audit for 30d', 'audit', noon + 30 * day],
    ['for 2w', '', noon + 14 * day],
    ['"until 2026-12-24"', 'until 2026-12-24', null],
    ['waiting for 30 people', 'waiting for 30 people', null],
    ['for the audit', 'for the audit', null],
  ])('%s', (text, reason, until) => {
    expect(parse(text)).toEqual({ kind: 'hold', reason, until });
  });

  test.each([
    ['until tomorrow', { kind: 'no-such-date', given: 'tomorrow' }],
    ['until 2026-02-30', { kind: 'no-such-date', given: '2026-02-30' }],
    ['until 2026-13-01', { kind: 'no-such-date', given: '2026-13-01' }],
    ['until 24.12.2026', { kind: 'no-such-date', given: '24.12.2026' }],
    ['until 2026-11-22', { kind: 'past', until: at('2026-11-23') }],
    ['x'.repeat(151), { kind: 'reason-too-long', length: 151, limit: 150 }],
  ])('does not take %s', (text, fault) => {
    expect(parse(text)).toEqual({ kind: 'fault', fault });
  });

  test('a leap day is a day only in a leap year', () => {
    expect(parse('until 2028-02-29')).toMatchObject({ until: at('2028-03-01') });
    expect(parse('until 2027-02-29')).toMatchObject({ kind: 'fault' });
  });
});
