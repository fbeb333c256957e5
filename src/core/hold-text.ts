import type { Word } from './typed-text.ts';

/** `until` in epoch ms, null: until somebody releases it. */
export type HoldText =
  | { readonly kind: 'hold'; readonly reason: string; readonly until: number | null }
  | { readonly kind: 'fault'; readonly fault: HoldTextFault };

export type HoldTextFault =
  | { readonly kind: 'no-such-date'; readonly given: string }
  | { readonly kind: 'past'; readonly until: number }
  | { readonly kind: 'reason-too-long'; readonly length: number; readonly limit: number };

const day = 24 * 3_600_000;
const unitDays: Readonly<Record<string, number>> = { d: 1, day: 1, days: 1, w: 7, week: 7, weeks: 7 };
/** The hold is written into a tag value of 256 characters, beside who and when. */
const reasonLimit = 150;

/**
 * `audit 2026 until 2026-12-24` or `audit for 30 days`: a reason, and at its end perhaps how long. A date
 * counts to its end in UTC.
 */
export function parseHoldText(words: readonly Word[], now: number): HoldText {
  const texts = words.map(word => word.text);
  const { reason, until } = splitUntil(texts, now);
  const length = Array.from(reason).length;
  if (length > reasonLimit)
    return { kind: 'fault', fault: { kind: 'reason-too-long', length, limit: reasonLimit } };
  if (until === undefined) return { kind: 'hold', reason, until: null };
  if (Number.isNaN(until))
    return { kind: 'fault', fault: { kind: 'no-such-date', given: texts.at(-1) ?? '' } };
  return until <= now ? { kind: 'fault', fault: { kind: 'past', until } } : { kind: 'hold', reason, until };
}

function splitUntil(texts: readonly string[], now: number): { reason: string; until?: number } {
  const [unit = '', amount = '', word = ''] = texts.toReversed();
  if (amount.toLowerCase() === 'until') return { reason: texts.slice(0, -2).join(' '), until: endOf(unit) };
  const days = unitDays[unit.toLowerCase()];
  if (word.toLowerCase() === 'for' && days !== undefined && /^\d{1,4}$/u.test(amount)) {
    return { reason: texts.slice(0, -3).join(' '), until: now + Number(amount) * days * day };
  }
  const short = /^(\d{1,4})([dw])$/iu.exec(unit);
  if (amount.toLowerCase() === 'for' && short !== null) {
    const each = unitDays[(short[2] ?? '').toLowerCase()] ?? 0;
    return { reason: texts.slice(0, -2).join(' '), until: now + Number(short[1]) * each * day };
  }
  return { reason: texts.join(' ') };
}

/** NaN for what is no date; 30 February is none. */
function endOf(date: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(date)) return Number.NaN;
  const start = Date.parse(`${date}T00:00:00Z`);
  return new Date(start || 0).toISOString().startsWith(date) ? start + day : Number.NaN;
}
