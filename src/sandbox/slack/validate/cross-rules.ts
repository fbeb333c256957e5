import { broken, type Fault } from './fault.ts';
import { isJson, type Json } from './schema.ts';

/** An object somewhere in the blocks, where it is, and the pointer of the block it belongs to. */
interface Found {
  readonly value: Json;
  readonly at: string;
  readonly block: string;
}

/** The rules that look at several blocks at once. Expects blocks that are well-formed one by one. */
export function crossRules(blocks: readonly unknown[], at: string): Fault[] {
  const found = blocks.flatMap((block, index) => [...walk(block, `${at}/${index}`, `${at}/${index}`)]);
  return [
    ...repeated(found, 'block_id', () => ''),
    ...repeated(found, 'action_id', one => one.block),
    ...repeated(found, 'task_id', one => one.block),
    ...beyond(found, 'focus_on_load', one => one.value['focus_on_load'] === true, 1),
    ...beyond(found, 'only_one_table_allowed', ofType('table'), 1),
    ...beyond(found, 'only_one_plan_allowed', ofType('plan'), 1),
    ...beyond(found, 'no more than 2 data_visualization blocks allowed', ofType('data_visualization'), 2),
    ...tooMuchText(found, 'table', 10_000, at),
    ...tooMuchText(found, 'data_table', 20_000, at),
    ...tooMuchText(found, 'markdown', 12_000, at),
  ];
}

function* walk(value: unknown, at: string, block: string): Generator<Found> {
  if (Array.isArray(value)) {
    // Blocks inside a container are blocks of their own: an action_id need only be unique within each.
    for (const [index, inner] of value.entries()) {
      yield* walk(inner, `${at}/${index}`, at.endsWith('/child_blocks') ? `${at}/${index}` : block);
    }
  } else if (isJson(value)) {
    yield { value, at, block };
    for (const [name, inner] of Object.entries(value)) yield* walk(inner, `${at}/${name}`, block);
  }
}

function ofType(type: string): (one: Found) => boolean {
  return one => one.value['type'] === type;
}

function repeated(found: readonly Found[], name: string, scope: (one: Found) => string): Fault[] {
  const seen = new Set<string>();
  return found.flatMap(one => {
    const id = one.value[name];
    if (typeof id !== 'string') return [];
    const key = `${scope(one)}\n${id}`;
    if (seen.has(key))
      return [broken(`${one.at}/${name}`, `\`${name}\` "${id}" already exists`, 'unique_items', [], id)];
    seen.add(key);
    return [];
  });
}

function beyond(
  found: readonly Found[],
  what: string,
  is: (one: Found) => boolean,
  allowed: number,
): Fault[] {
  const message = what === 'focus_on_load' ? 'only one element can set focus_on_load' : what;
  return found
    .filter(is)
    .slice(allowed)
    .map(one => broken(one.at, message));
}

/** Slack adds the characters up over all blocks of the kind in one message. */
function tooMuchText(found: readonly Found[], type: string, most: number, at: string): Fault[] {
  const got = found.filter(ofType(type)).reduce((sum, one) => sum + textIn(one.value), 0);
  return got > most ? [broken(at, `must be less than ${most + 1} characters`, 'max_length', most, got)] : [];
}

function textIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, inner) => sum + textIn(inner), 0);
  if (!isJson(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, inner]) =>
      sum + (name === 'text' && typeof inner === 'string' ? inner.length : textIn(inner)),
    0,
  );
}
