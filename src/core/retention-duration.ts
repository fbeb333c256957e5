import { hour } from './calendar.ts';
import type { Zone } from './zone.ts';
import { instantOf } from './zone.ts';

/** restic's durations: calendar years, months and days, and hours. */
export type RetentionDuration = {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly hours: number;
};

const units = { y: 'years', m: 'months', d: 'days', h: 'hours' } as const;

/** `1y5m7d2h`, in any order, each unit at most once. Null for everything else, nothing at all included. */
export function parseRetentionDuration(text: string): RetentionDuration | null {
  if (!/^(?:\d+[ymdh])+$/u.test(text)) return null;
  const duration = { years: 0, months: 0, days: 0, hours: 0 };
  const seen = new Set<string>();
  for (const [, amount = '', letter = ''] of text.matchAll(/(\d+)([ymdh])/gu)) {
    if (seen.has(letter)) return null;
    seen.add(letter);
    duration[units[letter as keyof typeof units]] = Number(amount);
  }
  return duration;
}

/** Largest unit first; empty for no time at all. */
export function retentionDurationText(duration: RetentionDuration): string {
  return Object.entries(units)
    .map(([letter, unit]) => (duration[unit] === 0 ? '' : `${duration[unit]}${letter}`))
    .join('');
}

export const isNoTime = ({ years, months, days, hours }: RetentionDuration): boolean =>
  years + months + days + hours === 0;

/**
 * The instant that lies so long before `at`: years, months and days on the zone's calendar, then hours of real
 * time. As in restic, a day that the month does not have runs over: a month before 31 March is 3 March.
 * -Infinity for what lies before all calendars.
 */
export function before(at: number, { years, months, days, hours }: RetentionDuration, zone: Zone): number {
  const local = new Date(at + zone.periodAt(at).offset);
  local.setUTCFullYear(
    local.getUTCFullYear() - years,
    local.getUTCMonth() - months,
    local.getUTCDate() - days,
  );
  const start = local.getTime() - hours * hour;
  // Outside Date's range, or so near its edge that no zone can be asked.
  if (Number.isNaN(start) || start < earliest) return Number.NEGATIVE_INFINITY;
  return instantOf(zone, local.getTime()) - hours * hour;
}

const earliest = -8.6e15;
