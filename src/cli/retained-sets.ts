import { z } from 'zod';
import type { SetId } from '../core/ids.ts';
import { parseInstant } from '../core/instant-text.ts';
import type { RetainedSet } from '../core/retention.ts';
import { clip, oneLine } from '../core/typed-text.ts';
import { BadInput } from './bad-input.ts';
import { issueWords, mustBe, parseJson, refuseFaults } from './faults.ts';

const states = { completed: 'good', pending: 'pending', error: 'failed' } as const;

const timeWords = mustBe('an ISO 8601 time with an offset, like 2026-03-28T00:00:00Z');

const record = z.strictObject(
  {
    id: z.string({ error: mustBe('a text') }).min(1, { error: mustBe('a text') }),
    time: z.string({ error: timeWords }).transform((text, context) => {
      const at = parseInstant(text);
      if (at === null) context.addIssue({ code: 'custom', message: timeWords({ input: text }) });
      return at ?? Number.NaN;
    }),
    state: z
      .enum(['completed', 'pending', 'error'], { error: mustBe('completed, pending or error') })
      .default('completed'),
    held: z.boolean({ error: mustBe('true or false') }).default(false),
  },
  { error: mustBe('an object') },
);

const fields = Object.keys(record.shape);

/** What is piped in → the sets of one server. Throws BadInput that names the records and fields that are wrong. */
export function readRetainedSets(text: string): readonly RetainedSet[] {
  const list = parseJson(text, 'The snapshots');
  if (!Array.isArray(list))
    throw new BadInput('The snapshots must be an array of {id, time, state?, held?}.');
  const faults: string[] = [];
  const placeOf = new Map<string, number>();
  const sets: RetainedSet[] = [];
  for (const [index, value] of list.entries()) {
    const parsed = record.safeParse(value);
    if (!parsed.success) {
      const where = title(index, value);
      faults.push(
        ...parsed.error.issues.flatMap(issue => issueWords(issue, fields)).map(fault => `${where}: ${fault}`),
      );
      continue;
    }
    const { id, time, state, held } = parsed.data;
    const earlier = placeOf.get(id);
    if (earlier !== undefined) {
      faults.push(`${title(index, value)}: id is the same as that of snapshots[${earlier}]`);
    }
    placeOf.set(id, index);
    sets.push({ id: id as SetId, takenAt: time, state: states[state], protections: held ? ['held'] : [] });
  }
  refuseFaults(faults);
  return sets;
}

/** Which record, by its place and by its id where it has one. */
function title(index: number, value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  const named = typeof id === 'string' && id !== '' ? ` (${clip(oneLine(id), 60)})` : '';
  return `snapshots[${index}]${named}`;
}
