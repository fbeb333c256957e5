import { civilDate, daysInMonth, minute, weekday } from './calendar.ts';
import type { CronField, FieldFault } from './cron-field.ts';
import { cronFields, parseField } from './cron-field.ts';

/** A cron expression of five fields. Day of month and day of week both have to match. */
export type Cron = {
  /** With single blanks, otherwise as it was given. */
  readonly expression: string;
  /** `instant`: every real hour, because the hour field is `*`. `local`: fixed local times. */
  readonly keyedBy: 'instant' | 'local';
  /** Of the day, in ms, ascending. */
  readonly times: readonly number[];
  /** Bit n is set when n matches: looked at for every policy every minute. */
  readonly dates: number;
  readonly months: number;
  readonly weekdays: number;
};

export type CronFault =
  | { readonly kind: 'field-count'; readonly count: number }
  | { readonly kind: 'nickname'; readonly given: string; readonly instead: string | null }
  | { readonly kind: 'never' }
  | FieldFault;

export type CronRead =
  | { readonly kind: 'cron'; readonly cron: Cron }
  | { readonly kind: 'fault'; readonly fault: CronFault };

const nicknames: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** `30 2 * * mon-fri` → Cron, or what is wrong with it. */
export function parseCron(text: string): CronRead {
  const words = text
    .trim()
    .split(/\s+/u)
    .filter(word => word !== '');
  const [first = ''] = words;
  if (first.startsWith('@')) {
    return fault({ kind: 'nickname', given: first, instead: nicknames[first.toLowerCase()] ?? null });
  }
  if (words.length !== cronFields.length) return fault({ kind: 'field-count', count: words.length });
  const values = new Map<CronField, ReadonlySet<number>>();
  for (const [index, field] of cronFields.entries()) {
    const read = parseField(field, words[index] ?? '');
    if (read.kind !== 'values') return fault(read);
    values.set(field, read.values);
  }
  const of = (field: CronField): ReadonlySet<number> => values.get(field) ?? new Set();
  const cron: Cron = {
    expression: words.join(' '),
    keyedBy: words[1] === '*' ? 'instant' : 'local',
    times: timesOf(of('hour'), of('minute')),
    dates: bits(of('day of month')),
    months: bits(of('month')),
    weekdays: bits(of('day of week')),
  };
  return canHappen(of('day of month'), of('month')) ? { kind: 'cron', cron } : fault({ kind: 'never' });
}

const fault = (what: CronFault): CronRead => ({ kind: 'fault', fault: what });

function timesOf(hours: ReadonlySet<number>, minutes: ReadonlySet<number>): readonly number[] {
  return [...hours]
    .flatMap(hour => [...minutes].map(one => (hour * 60 + one) * minute))
    .toSorted((a, b) => a - b);
}

/** 31 and 12 at most: they fit into the 32 bits of the bitwise operators. */
const bits = (values: ReadonlySet<number>): number =>
  [...values].reduce((mask, value) => mask | (1 << value), 0);

const has = (mask: number, value: number): boolean => ((mask >>> value) & 1) === 1;

/** In leap years too, and then on every day of the week sooner or later. */
function canHappen(dates: ReadonlySet<number>, months: ReadonlySet<number>): boolean {
  const earliest = Math.min(...dates);
  return [...months].some(month => earliest <= daysInMonth(2000, month));
}

/** The first day from `from` to `limit` (days since 1970) whose date matches; null when there is none. */
export function nextMatchingDay(
  { dates, months, weekdays }: Cron,
  from: number,
  limit: number,
): number | null {
  for (let monthFrom = from; monthFrom <= limit; ) {
    const { year, month, date } = civilDate(monthFrom);
    const left = daysInMonth(year, month) - date;
    if (has(months, month)) {
      for (let ahead = 0; ahead <= left && monthFrom + ahead <= limit; ahead += 1) {
        if (has(dates, date + ahead) && has(weekdays, weekday(monthFrom + ahead))) return monthFrom + ahead;
      }
    }
    monthFrom += left + 1;
  }
  return null;
}
