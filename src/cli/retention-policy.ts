import { z } from 'zod';
import type { RetentionDuration } from '../core/retention-duration.ts';
import { parseRetentionDuration } from '../core/retention-duration.ts';
import type { Retention, Tier } from '../core/retention-tiers.ts';
import { isEmptyRetention, tiers } from '../core/retention-tiers.ts';
import { readZone } from '../core/zone.ts';
import { unknownZoneWords } from '../slack/words/schedule-words.ts';
import { BadInput } from './bad-input.ts';
import { issueWords, mustBe, parseJson, refuseFaults } from './faults.ts';

const countWords = mustBe('a whole number, or -1 for all');
const count = z.int({ error: countWords }).min(-1, { error: countWords }).default(0);

const durationWords = mustBe('a duration like 1y5m7d2h (years, months, days, hours)');
const duration = z
  .string({ error: durationWords })
  .transform((text, context): RetentionDuration | null => {
    const read = parseRetentionDuration(text.trim());
    if (read === null) context.addIssue({ code: 'custom', message: durationWords({ input: text }) });
    return read;
  })
  .optional();

const zone = z
  .string({ error: mustBe('an IANA time zone') })
  .default('UTC')
  .transform((name, context) => {
    const read = readZone(name);
    if (read.kind === 'zone') return read.zone;
    context.addIssue({ code: 'custom', message: `is unknown: ${unknownZoneWords(read)}` });
    return z.NEVER;
  });

const policy = z.strictObject(
  {
    keepLast: count,
    keepHourly: count,
    keepDaily: count,
    keepWeekly: count,
    keepMonthly: count,
    keepYearly: count,
    keepWithin: duration,
    keepWithinHourly: duration,
    keepWithinDaily: duration,
    keepWithinWeekly: duration,
    keepWithinMonthly: duration,
    keepWithinYearly: duration,
    timeZone: zone,
  },
  { error: mustBe('an object') },
);

const fields = Object.keys(policy.shape);

/** The text of a policy file → Retention. Throws BadInput that names the fields that are wrong. */
export function readRetentionPolicy(text: string, file: string): Retention {
  const parsed = policy.safeParse(parseJson(text, file));
  if (!parsed.success) {
    refuseFaults(
      parsed.error.issues.flatMap(issue => issueWords(issue, fields)).map(fault => `${file}: ${fault}`),
    );
    throw parsed.error;
  }
  const { data } = parsed;
  const retention: Retention = {
    counts: byTier(tier => data[`keep${capitalized(tier)}`]),
    within: byTier(tier =>
      tier === 'last' ? (data.keepWithin ?? null) : (data[`keepWithin${capitalized(tier)}`] ?? null),
    ),
    zone: data.timeZone,
  };
  if (isEmptyRetention(retention)) {
    throw new BadInput(`${file}: keeps nothing. Set at least one of ${fields.filter(isKeep).join(', ')}.`);
  }
  return retention;
}

const isKeep = (field: string): boolean => field.startsWith('keep');

const capitalized = <Word extends string>(word: Word): Capitalize<Word> =>
  `${word.charAt(0).toUpperCase()}${word.slice(1)}` as Capitalize<Word>;

function byTier<Value>(of: (tier: Tier) => Value): Readonly<Record<Tier, Value>> {
  return Object.fromEntries(tiers.map(tier => [tier, of(tier)])) as Record<Tier, Value>;
}
