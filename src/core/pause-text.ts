import { day, hour } from './calendar.ts';
import { parseInstantIn } from './instant-text.ts';
import type { Word } from './typed-text.ts';
import type { Zone } from './zone.ts';
import { instantOf } from './zone.ts';

/** `until` in epoch ms, null: until somebody resumes it. */
export type PauseText =
  | { readonly kind: 'pause'; readonly until: number | null }
  | { readonly kind: 'fault'; readonly fault: PauseTextFault };

export type PauseTextFault =
  | { readonly kind: 'no-such-time'; readonly given: string }
  | { readonly kind: 'past'; readonly until: number }
  | { readonly kind: 'extra'; readonly given: string };

const units: Readonly<Record<string, number>> = { h: hour, d: day, w: 7 * day };

/** Nothing, `until 2026-12-24` (to the end of that day in the policy's zone), `until 2026-12-24T08:00`, `for 3 days`. */
export function parsePauseText(words: readonly Word[], zone: Zone, now: number): PauseText {
  const given = words.map(({ text }) => text).join(' ');
  if (given === '') return { kind: 'pause', until: null };
  const [, how = '', what = ''] = /^(until|for) (.+)$/iu.exec(given) ?? [];
  if (how === '') return fault({ kind: 'extra', given });
  const until = how.toLowerCase() === 'until' ? endOf(what, zone) : after(what, now);
  if (until === null) return fault({ kind: 'no-such-time', given: what });
  return until <= now ? fault({ kind: 'past', until }) : { kind: 'pause', until };
}

const fault = (what: PauseTextFault): PauseText => ({ kind: 'fault', fault: what });

function endOf(text: string, zone: Zone): number | null {
  const at = parseInstantIn(zone, text.replace(' ', 'T').toUpperCase());
  if (at === null || !/^\d{4}-\d{2}-\d{2}$/u.test(text)) return at;
  return instantOf(zone, Date.parse(`${text}T00:00:00Z`) + day);
}

function after(text: string, now: number): number | null {
  const match = /^(\d{1,4}) ?(?:(h)(?:ours?)?|(d)(?:ays?)?|(w)(?:eeks?)?)$/iu.exec(text);
  const [, amount = '', ...letters] = match ?? [];
  const unit = units[letters.find(letter => letter !== undefined)?.toLowerCase() ?? ''];
  return unit === undefined ? null : now + Number(amount) * unit;
}
