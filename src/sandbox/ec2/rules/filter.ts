import type { Filter } from '@aws-sdk/client-ec2';
import { Fault, invalidValue } from '../wire/fault.ts';
import type { Member, Shape, Struct } from '../wire/shape.ts';
import { wildcard } from './wildcard.ts';

type Values = (value: unknown) => readonly string[];

/** One view of an item that filters may look into: an instance also matches by its reservation's members. */
type FilterView<T> = { readonly shape: Struct; readonly pick: (item: T) => unknown };

export type FilterRules<T> = {
  readonly names: ReadonlySet<string>;
  readonly views: readonly FilterView<T>[];
  /** Filters whose name, or its beginning, does not follow from the XML, by the one that does. */
  readonly aliases?: Readonly<Record<string, string>>;
};

/** EC2 refuses more values than this in one call. */
const maxValues = 200;

/** Whether an item matches every filter; it matches a filter by any of that filter's values. */
export function matcher<T>(
  filters: readonly Filter[] | undefined,
  rules: FilterRules<T>,
): (item: T) => boolean {
  const tests = (filters ?? []).map(filter => compile(filter, rules));
  if ((filters ?? []).reduce((sum, filter) => sum + (filter.Values?.length ?? 0), 0) > maxValues)
    throw new Fault(
      'FilterLimitExceeded',
      `The maximum number of filter values specified on a single call is ${maxValues}`,
    );
  return item => tests.every(test => test(item));
}

function compile<T>(filter: Filter, rules: FilterRules<T>): (item: T) => boolean {
  const name = filter.Name ?? '';
  const known = rules.names.has(name) || (name.startsWith('tag:') && rules.names.has('tag-key'));
  if (!known) throw invalidValue(`The filter '${name}' is invalid`, { surprise: true });
  if (!filter.Values?.length) throw invalidValue(`The filter '${name}' has no values`);
  const patterns = filter.Values.map(value => wildcard(value, { escapes: true }));
  const path = aliased(name, rules.aliases ?? {});
  for (const { shape, pick } of rules.views) {
    const values = resolve(shape, path);
    if (values)
      return item => values(pick(item)).some(value => patterns.some(pattern => pattern.test(value)));
  }
  throw invalidValue(`The filter '${name}' is not simulated`, { surprise: true });
}

function aliased(name: string, aliases: Readonly<Record<string, string>>): string {
  const prefix = Object.keys(aliases).find(alias => name.startsWith(`${alias}.`));
  return aliases[name] ?? (prefix === undefined ? name : aliases[prefix] + name.slice(prefix.length));
}

// A filter's name is the path of XML names in kebab case, with a unit or a number glued on in AWS's own ways:
// compared without hyphens and case, and with the plural and `Set` of lists taken away.
function resolve(shape: Shape, path: string): Values | undefined {
  if (shape.kind === 'list') {
    const item = resolve(shape.item, path);
    return item && (value => listOf(value).flatMap(entry => item(entry)));
  }
  if (shape.kind === 'map') return undefined;
  if (shape.kind === 'scalar')
    return path === '' ? value => (isPresent(value) ? [textOf(value)] : []) : undefined;
  if (path === '' || path.startsWith('tag:') || path === 'tag-key')
    return path === '' ? undefined : tagValues(shape, path);
  return byName(shape, path) ?? byPlace(shape, path);
}

function byName(shape: Struct, path: string): Values | undefined {
  const wanted = plain(path);
  for (const exact of [true, false])
    for (const member of shape.members) {
      const name = namesOf(member).find(each => (exact ? wanted === each : wanted.startsWith(each)));
      const rest = name === undefined ? undefined : plain(wanted.slice(name.length).replace(/^\./, ''));
      const found = rest === undefined || (rest === '') !== exact ? undefined : resolve(member.shape, rest);
      if (found) return value => found(memberOf(value, member.name));
    }
  return undefined;
}

// `availability-zone` stands in Placement, `block-device-mapping.volume-id` in Ebs: neither is named.
function byPlace(shape: Struct, path: string): Values | undefined {
  for (const member of shape.members) {
    const found = member.shape.kind === 'struct' ? byName(member.shape, path) : undefined;
    if (found) return value => found(memberOf(value, member.name));
  }
  return undefined;
}

function tagValues(shape: Struct, path: string): Values | undefined {
  if (!shape.members.some(member => member.name === 'Tags')) return undefined;
  const key = path === 'tag-key' ? undefined : path.slice('tag:'.length);
  return value => {
    const tags = listOf(memberOf(value, 'Tags'));
    return key === undefined
      ? tags.map(tag => textOf(memberOf(tag, 'Key')))
      : tags.filter(tag => memberOf(tag, 'Key') === key).map(tag => textOf(memberOf(tag, 'Value')));
  };
}

function namesOf(member: Member): readonly string[] {
  const name = plain(member.tag);
  return member.shape.kind === 'list' ? [name, name.replace(/set$/, ''), name.replace(/s$/, '')] : [name];
}

function plain(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function textOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
