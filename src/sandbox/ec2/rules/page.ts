import { createHash } from 'node:crypto';
import type { Shelf } from '../shelf.ts';
import { Fault, invalidValue } from '../wire/fault.ts';

type PageInput = { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined };

type PageRules<T, View> = {
  readonly action: string;
  readonly min: number;
  readonly max: number;
  /** What a call without MaxResults gets; everything by default, as EC2's older actions do. */
  readonly unasked?: number;
  /** The list of ids that the action refuses beside MaxResults, under EC2's name for it. */
  readonly ids?: { readonly name: string; readonly given: readonly string[] | undefined };
  /** Called for no more items than the page takes: an account may have 100,000 snapshots. */
  readonly view: (item: T) => View;
  readonly matches: (view: View) => boolean;
};

/**
 * Cuts one page. A token names the last id given, so that what is made or deleted between two pages neither
 * repeats nor hides another item.
 */
export function pageOf<T extends { readonly id: string }, View>(
  items: Shelf<T>,
  input: PageInput,
  rules: PageRules<T, View>,
): { readonly page: View[]; readonly NextToken?: string } {
  checkSize(input, rules);
  const after = input.NextToken === undefined ? '' : readToken(input.NextToken, rules.action, input);
  const size = input.MaxResults ?? rules.unasked ?? Infinity;
  const page: View[] = [];
  let last = after;
  for (const item of items.after(after)) {
    const view = rules.view(item);
    if (!rules.matches(view)) continue;
    if (page.length >= size) return { page, NextToken: writeToken(rules.action, last, input) };
    page.push(view);
    last = item.id;
  }
  return { page };
}

function checkSize<T, View>({ MaxResults: size }: PageInput, { min, max, ids }: PageRules<T, View>): void {
  if (size === undefined) return;
  if (ids?.given?.length)
    throw new Fault(
      'InvalidParameterCombination',
      `The parameter ${ids.name} cannot be used with the parameter maxResults`,
    );
  if (size < min)
    throw invalidValue(
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value greater than ${min}.`,
    );
  if (size > max)
    throw invalidValue(
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value smaller than ${max}.`,
    );
}

function writeToken(action: string, after: string, input: PageInput): string {
  return Buffer.from(JSON.stringify([action, after, digest(input)])).toString('base64url');
}

// A token belongs to the question it came from: with other filters the pages would not fit together.
function readToken(token: string, action: string, input: PageInput): string {
  const match = /^\["(\w+)","([^"]+)","(\w+)"\]$/.exec(Buffer.from(token, 'base64url').toString());
  const [, from, after, of] = match ?? [];
  if (after === undefined || from !== action || of !== digest(input))
    throw invalidValue('Unable to parse pagination token');
  return after;
}

function digest({ MaxResults: _size, NextToken: _token, ...question }: PageInput): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 16);
}
