import { Temporal } from 'temporal-polyfill';
import { day } from './calendar.ts';
import { nearest } from './nearest.ts';

/** A time zone of the IANA database. */
export type Zone = {
  readonly id: string;
  /** Fast after the first question about a year: what has been found out is kept. */
  periodAt(at: number): Period;
};

/**
 * A stretch of time in which the zone's clock is not set. All in ms; local times are written as if they were UTC.
 * `start` and `end` are ±Infinity where there is no other stretch.
 */
export type Period = {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Local time minus UTC. */
  readonly offset: number;
  /** What the clock was about to show when this began: more than it then showed after it was set back. */
  readonly localBefore: number;
  /** What the clock shows first when this has ended. */
  readonly localAfter: number;
};

export type ZoneRead =
  | { readonly kind: 'zone'; readonly zone: Zone }
  | { readonly kind: 'unknown-zone'; readonly given: string; readonly near: readonly string[] };

/** No offset of the database is as large, not even where the date line was moved. */
const beyondAnyOffset = day;

const zones = new Map<string, Zone>();

/** A name of the IANA database in any letter case → Zone. Offsets like `+02:00` are none: they know no summer time. */
export function readZone(given: string): ZoneRead {
  const known = zones.get(given);
  if (known !== undefined) return { kind: 'zone', zone: known };
  const id = canonicalCase(given);
  if (id === null) {
    return { kind: 'unknown-zone', given, near: zonesLike(given) };
  }
  const zone = createZone(id);
  zones.set(given, zone);
  return { kind: 'zone', zone };
}

/** People know their city, and rarely on which continent the database has it. */
function zonesLike(given: string): readonly string[] {
  const names = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const wanted = given.trim().replace(/ /gu, '_').toLowerCase();
  const cities = names.filter(name => name.toLowerCase().endsWith(`/${wanted}`));
  return cities.length > 0 ? cities : nearest(wanted, names, 1);
}

function canonicalCase(given: string): string | null {
  if (!/^[A-Za-z]/u.test(given)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(given).timeZoneId;
  } catch {
    // Temporal's way to say that there is no such zone.
    return null;
  }
}

function createZone(id: string): Zone {
  const periods: Period[] = [];
  let last: Period | null = null;

  function find(at: number): Period {
    let low = 0;
    let high = periods.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((periods[middle]?.end ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    const found = periods[low];
    if (found !== undefined && found.start <= at) return found;
    const read = readPeriod(id, at);
    periods.splice(low, 0, read);
    return read;
  }

  return {
    id,
    periodAt(at) {
      if (last === null || at < last.start || at >= last.end) last = find(at);
      return last;
    },
  };
}

function readPeriod(id: string, at: number): Period {
  const zoned = (ms: number): Temporal.ZonedDateTime =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(id);
  const offsetOf = (one: Temporal.ZonedDateTime): number => Math.round(one.offsetNanoseconds / 1e6);
  // `previous` looks strictly before; a period that begins at this moment is wanted too.
  const start =
    zoned(at + 1).getTimeZoneTransition('previous')?.epochMilliseconds ?? Number.NEGATIVE_INFINITY;
  const next = zoned(at).getTimeZoneTransition('next');
  const end = next?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  return {
    start,
    end,
    offset: offsetOf(zoned(at)),
    localBefore: Number.isFinite(start) ? start + offsetOf(zoned(start - 1)) : start,
    localAfter: next === null ? end : end + offsetOf(next),
  };
}

/**
 * The first instant at which the zone's clock shows `local` or later: inside a gap the gap's end, and of
 * a time that comes twice the first.
 */
export function instantOf(zone: Zone, local: number): number {
  let period = zone.periodAt(local - beyondAnyOffset);
  while (local >= period.end + period.offset) period = zone.periodAt(period.end);
  return Math.max(local - period.offset, period.start);
}

/** `2026-03-29T03:00:00+02:00`: what the zone's clock shows, and how far it is from UTC. */
export function localText(zone: Zone, at: number): string {
  const { offset } = zone.periodAt(at);
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  return `${new Date(at + offset).toISOString().slice(0, -5)}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
