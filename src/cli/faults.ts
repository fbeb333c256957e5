import type { z } from 'zod';
import { nearest } from '../core/nearest.ts';
import { clip, oneLine } from '../core/typed-text.ts';
import { BadInput } from './bad-input.ts';

/** Enough to see what is wrong in general; a file of the wrong kind would fill the screen. */
const shownAtOnce = 10;

/** Throws BadInput with one line for each fault, the first ten. */
export function refuseFaults(faults: readonly string[]): void {
  if (faults.length === 0) return;
  const more = faults.length - shownAtOnce;
  throw new BadInput(
    [...faults.slice(0, shownAtOnce), ...(more > 0 ? [`And ${more} more.`] : [])].join('\n'),
  );
}

/** JSON from outside as a value; throws BadInput that names where it came from. */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadInput(
      `${where}: not JSON (${oneLine(error instanceof Error ? error.message : String(error))}).`,
      { cause: error },
    );
  }
}

/** `is missing` or `must be …`, for a schema's `error`. */
export const mustBe =
  (what: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? 'is missing' : `must be ${what}, not ${shown(input)}`;

const shown = (value: unknown): string => clip(oneLine(JSON.stringify(value) ?? 'nothing'), 60);

/** What zod found in one record: the field first. `fields`: those there are. */
export function issueWords(issue: z.core.$ZodIssue, fields: readonly string[]): readonly string[] {
  if (issue.code !== 'unrecognized_keys')
    return [`${issue.path.map(String).join('.')} ${issue.message}`.trim()];
  return issue.keys.map(key => {
    const [meant] = nearest(key, fields, 1);
    const remedy = meant === undefined ? `Known are ${fields.join(', ')}` : `Did you mean ${meant}?`;
    return `${shown(key)} is not understood. ${remedy}`;
  });
}
