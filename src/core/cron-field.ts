import { nearest } from './nearest.ts';

/** In the order of the expression. */
export const cronFields = ['minute', 'hour', 'day of month', 'month', 'day of week'] as const;

export type CronField = (typeof cronFields)[number];

export type FieldFault =
  /** `L`, `W`, `#` and `?` of other crons. */
  | { readonly kind: 'special'; readonly field: CronField; readonly given: string }
  | {
      readonly kind: 'not-understood';
      readonly field: CronField;
      readonly given: string;
      readonly near: readonly string[];
    }
  | {
      readonly kind: 'out-of-range';
      readonly field: CronField;
      readonly given: string;
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: 'step'; readonly field: CronField; readonly given: string; readonly high: number };

type FieldRead = { readonly kind: 'values'; readonly values: ReadonlySet<number> } | FieldFault;

type Range = { readonly low: number; readonly high: number; readonly names: readonly string[] };

const monthNames =
  'january february march april may june july august september october november december'.split(' ');
const dayNames = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');

/** Sunday is 0 and 7. */
const ranges: Readonly<Record<CronField, Range>> = {
  minute: { low: 0, high: 59, names: [] },
  hour: { low: 0, high: 23, names: [] },
  'day of month': { low: 1, high: 31, names: [] },
  month: { low: 1, high: 12, names: monthNames },
  'day of week': { low: 0, high: 7, names: dayNames },
};

/** Lists of `*`, values, ranges and steps, with names of months and days → the values. A range may pass the end: `22-2`. */
export function parseField(field: CronField, text: string): FieldRead {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const read = parsePart(field, part);
    if (read.kind !== 'values') return read;
    for (const value of read.values) values.add(field === 'day of week' ? value % 7 : value);
  }
  return { kind: 'values', values };
}

function parsePart(field: CronField, part: string): FieldRead {
  const match = /^(?:(\*)|([a-z\d]+)(?:-([a-z\d]+))?)(?:\/(\d+))?$/iu.exec(part);
  if (match === null) return notUnderstood(field, part);
  const [, star, first = '', last, stepText] = match;
  if (stepText !== undefined && star === undefined && last === undefined) return notUnderstood(field, part);
  const { low, high } = ranges[field];
  const from = star === undefined ? parseValue(field, first) : low;
  const to = star === undefined ? parseValue(field, last ?? first) : allOf(field);
  if (typeof from !== 'number') return from;
  if (typeof to !== 'number') return to;
  const step = Number(stepText ?? 1);
  if (step < 1 || step > high) return { kind: 'step', field, given: part, high };
  return { kind: 'values', values: new Set(rangeOf(field, from, to, step)) };
}

/** Sunday only once: a step would count it as two days. */
const allOf = (field: CronField): number => (field === 'day of week' ? 6 : ranges[field].high);

function rangeOf(field: CronField, from: number, to: number, step: number): readonly number[] {
  const { low } = ranges[field];
  const size = allOf(field) - low + 1;
  const last = to < from ? to + size : to;
  const values: number[] = [];
  for (let value = from; value <= last; value += step) values.push(low + ((value - low) % size));
  return values;
}

function parseValue(field: CronField, text: string): number | FieldFault {
  const { low, high, names } = ranges[field];
  if (/^\d{1,4}$/u.test(text)) {
    const value = Number(text);
    return value >= low && value <= high ? value : { kind: 'out-of-range', field, given: text, low, high };
  }
  const lower = text.toLowerCase();
  const index = names.findIndex(name => name === lower || name.slice(0, 3) === lower);
  return index === -1 ? notUnderstood(field, text) : low + index;
}

function notUnderstood(field: CronField, given: string): FieldFault {
  const isSpecial = /^(?:\?|L(?:-?\d+)?|LW|\d+[LW]|[a-z\d]+#\d+)$/iu.test(given);
  if (isSpecial) return { kind: 'special', field, given };
  const { names } = ranges[field];
  return {
    kind: 'not-understood',
    field,
    given,
    near: nearest(
      given,
      names.flatMap(name => [name.slice(0, 3), name]),
      1,
    ),
  };
}
