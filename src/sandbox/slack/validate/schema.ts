import { broken, type Fault, missing, spell, wrongType } from './fault.ts';

/** What is wrong with `value`, which was found at the JSON pointer `at`. */
export type Rule = (value: unknown, at: string) => Fault[];
/** A rule over an object whose fields are already known to be well-formed. */
export type Check = (value: Json, at: string) => Fault[];
/** Field name → rule; a name ending in `?` may be absent. Every other field is refused. */
export type Fields = Readonly<Record<string, Rule>>;
/** One row of a family: its fields, and what must hold among them. */
export type Row = readonly [Fields, ...Check[]];
export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in a field that should be a list. */
export function objectsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

// Slack's own checker is generated from closed JSON Schemas: one extra property refuses the whole message.
export function object(fields: Fields, ...checks: readonly Check[]): Rule {
  const rules = new Map(Object.entries(fields).map(([name, rule]) => [name.replace(/\?$/, ''), rule]));
  const required = Object.keys(fields).filter(name => !name.endsWith('?'));
  return (value, at) => {
    if (!isJson(value)) return [wrongType(at, 'must provide an object')];
    const absent = required.filter(name => value[name] === undefined).map(name => missing(at, name));
    const wrong = Object.entries(value).flatMap(([name, inner]) => {
      const rule = rules.get(name);
      if (rule === undefined)
        return [broken(at, `invalid additional property: ${name}`, 'additional_properties', [], name)];
      return inner === undefined ? [] : rule(inner, `${at}/${name}`);
    });
    const faults = [...absent, ...wrong];
    return faults.length > 0 ? faults : checks.flatMap(check => check(value, at));
  };
}

/** Rules for objects that are told apart by `type`, one row each. */
export function family(rows: Readonly<Record<string, Fields | Row>>): Record<string, Rule> {
  const named = Object.entries(rows).map(([type, row]) => {
    const [fields, ...checks] = isRow(row) ? row : ([row] as const);
    return [type, object({ type: oneOf(type), ...fields }, ...checks)];
  });
  return Object.fromEntries(named);
}

function isRow(row: Fields | Row): row is Row {
  return Array.isArray(row);
}

/** Chooses the rule by the value's `type`; `allowed` narrows the family to what may stand here. */
export function byType(kinds: Readonly<Record<string, Rule>>, allowed = Object.keys(kinds)): Rule {
  return (value, at) => {
    if (!isJson(value)) return [wrongType(at, 'must provide an object')];
    if (value['type'] === undefined) return [missing(at, 'type')];
    const type = spell(value['type']);
    const rule = allowed.includes(type) ? kinds[type] : undefined;
    return rule?.(value, at) ?? [broken(`${at}/type`, `unsupported type: ${type}`, 'any_of', allowed, type)];
  };
}

export function list(item: Rule, { min = 1, max = Number.POSITIVE_INFINITY } = {}): Rule {
  return (value, at) => {
    if (!Array.isArray(value)) return [wrongType(at, 'must provide an array')];
    const got = value.length;
    if (got < min) return [broken(at, `must provide at least ${min} items`, 'min_items', min, got)];
    if (got > max) return [broken(at, `no more than ${max} items allowed`, 'max_items', max, got)];
    return value.flatMap((inner, index) => item(inner, `${at}/${index}`));
  };
}

export interface Format {
  readonly name: string;
  readonly test: (value: string) => boolean;
}

/**
 * Lengths are UTF-16 units. Slack speaks of characters and counts an emoji as one; counting it as two refuses a little
 * earlier, which is the safe side for a simulator.
 */
export function string({
  min = 1,
  max = Number.POSITIVE_INFINITY,
  is,
}: {
  min?: number;
  max?: number;
  is?: Format;
} = {}): Rule {
  return (value, at) => {
    if (typeof value !== 'string') return [wrongType(at, 'must provide a string')];
    const got = value.length;
    if (got < min) return [broken(at, `must be more than ${min - 1} characters`, 'min_length', min, got)];
    if (got > max) return [broken(at, `must be less than ${max + 1} characters`, 'max_length', max, got)];
    return is?.test(value) === false
      ? [broken(at, `input must be a valid: ${is.name}`, 'format', is.name, value)]
      : [];
  };
}

export function integer({ min = 0, max = Number.MAX_SAFE_INTEGER } = {}): Rule {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return [wrongType(at, 'must provide an integer')];
    if (value < min) return [broken(at, `must be greater than ${min - 1}`, 'minimum', min, value)];
    return value > max ? [broken(at, `must be less than ${max + 1}`, 'maximum', max, value)] : [];
  };
}

export function number(value: unknown, at: string): Fault[] {
  return Number.isFinite(value) ? [] : [wrongType(at, 'must provide a number')];
}

export function boolean(value: unknown, at: string): Fault[] {
  return typeof value === 'boolean' ? [] : [wrongType(at, 'must be a boolean')];
}

export function oneOf(...values: readonly (string | number)[]): Rule {
  return (value, at) =>
    values.some(known => known === value)
      ? []
      : [broken(at, 'must be a valid enum value', 'enum', values, value)];
}
