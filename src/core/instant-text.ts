import { daysInMonth } from './calendar.ts';
import type { Zone } from './zone.ts';
import { instantOf } from './zone.ts';

const shape =
  /^(?<date>(\d{4})-(0[1-9]|1[0-2])-(\d{2}))(?:T(?<time>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?)(?<offset>Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?)?$/u;

/** `2026-03-29T01:00:00Z`, `2026-03-29T03:00+02:00` → epoch ms. Null without an offset, and for days that no month has. */
export function parseInstant(text: string): number | null {
  const read = parseShape(text);
  return read === null || read.offset === '' ? null : Date.parse(`${read.local}${read.offset}`);
}

/** The same; a date alone or a time without an offset is one of `zone`, at its first instant. */
export function parseInstantIn(zone: Zone, text: string): number | null {
  const read = parseShape(text);
  if (read === null) return null;
  return read.offset === ''
    ? instantOf(zone, Date.parse(`${read.local}Z`))
    : Date.parse(`${read.local}${read.offset}`);
}

function parseShape(text: string): { readonly local: string; readonly offset: string } | null {
  const match = shape.exec(text);
  const [, , year, month, date] = match ?? [];
  if (match?.groups === undefined || !isDate(Number(year), Number(month), Number(date))) return null;
  const { date: onDate = '', time = '00:00', offset = '' } = match.groups;
  return { local: `${onDate}T${time}`, offset: offset.replace(/^([+-]\d\d):?(\d\d)?$/u, withColon) };
}

const isDate = (year: number, month: number, date: number): boolean =>
  date >= 1 && date <= daysInMonth(year, month);

/** Date.parse takes `+02:00` alone, ISO 8601 also has `+0200` and `+02`. */
const withColon = (_: string, hours: string, minutes = '00'): string => `${hours}:${minutes}`;
