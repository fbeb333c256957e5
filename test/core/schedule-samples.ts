import { Temporal } from 'temporal-polyfill';
import { parseCron } from '../../src/core/cron.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import type { Zone } from '../../src/core/zone.ts';
import { readZone } from '../../src/core/zone.ts';

export const zoneNames: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** 2026 and 2027, with room on both sides for what local time makes of it. */
export const years = { from: Date.parse('2026-01-01T00:00Z'), to: Date.parse('2028-01-01T00:00Z') };

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export function zoneOf(name: string): Zone {
  const read = readZone(name);
  if (read.kind !== 'zone') throw new Error(`no zone ${name}`);
  return read.zone;
}

export function scheduleOf(expression: string, zone: string): Schedule {
  const read = parseCron(expression);
  if (read.kind !== 'cron') throw new Error(`${expression}: ${JSON.stringify(read.fault)}`);
  return { cron: read.cron, zone: zoneOf(zone) };
}

/** When a zone's clock is set in 2026 and 2027, as Temporal tells. */
export function transitionsOf(zone: string): readonly number[] {
  const found: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(years.from).toZonedDateTimeISO(zone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= years.to) return found;
    found.push(next.epochMilliseconds);
    at = next;
  }
}

/**
 * Fixed local times, found date by date with Temporal alone: what the schedule must agree with.
 * `times` in minutes of the day.
 */
export function fixedTimes(
  zone: string,
  times: readonly number[],
  from: number,
  to: number,
): readonly number[] {
  const found = new Set<number>();
  const dateOf = (at: number): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const last = dateOf(to).add({ days: 1 });
  for (let date = dateOf(from).subtract({ days: 1 }); Temporal.PlainDate.compare(date, last) <= 0; ) {
    for (const time of times) found.add(firstInstant(zone, date, time));
    date = date.add({ days: 1 });
  }
  return [...found].filter(at => at >= from && at < to).toSorted((a, b) => a - b);
}

function firstInstant(zone: string, date: Temporal.PlainDate, minutes: number): number {
  const local = date.toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  const first = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (first.toPlainDateTime().equals(local)) return first.epochMilliseconds;
  const end = first.getTimeZoneTransition('next');
  if (end === null) throw new Error(`${zone} skips ${local.toString()} without setting its clock`);
  return end.epochMilliseconds;
}

/** Every real quarter of an hour whose local minute is one of `minutes` (multiples of 15). */
export function realMoments(
  zone: string,
  minutes: readonly number[],
  from: number,
  to: number,
): readonly number[] {
  const found: number[] = [];
  for (let at = Math.ceil(from / (15 * minute)) * 15 * minute; at < to; at += 15 * minute) {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    if (minutes.includes(local.minute)) found.push(at);
  }
  return found;
}
