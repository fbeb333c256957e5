import type { Policy } from './policy.ts';
import { parseRetentionDuration, retentionDurationText } from './retention-duration.ts';
import type { RetentionDuration } from './retention-duration.ts';
import type { Tier } from './retention-tiers.ts';
import { tiers } from './retention-tiers.ts';

type Keep = Policy['retention'];

const none = { last: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 } as const;
const nothingWithin = {
  last: null,
  hourly: null,
  daily: null,
  weekly: null,
  monthly: null,
  yearly: null,
} as const;

/** What people keep most often, so that two taps are enough. */
export const retentionPresets = {
  'daily-7': { counts: { ...none, daily: 7 }, within: nothingWithin },
  '7-4-12': { counts: { ...none, daily: 7, weekly: 4, monthly: 12 }, within: nothingWithin },
  '24-7-4-12': {
    counts: { ...none, hourly: 24, daily: 7, weekly: 4, monthly: 12 },
    within: nothingWithin,
  },
} as const satisfies Readonly<Record<string, Keep>>;

export type RetentionPreset = keyof typeof retentionPresets;

export function presetOf(keep: Keep): RetentionPreset | null {
  const text = retentionText(keep);
  const names = Object.keys(retentionPresets) as RetentionPreset[];
  return names.find(name => retentionText(retentionPresets[name]) === text) ?? null;
}

export type RetentionTextFault =
  | { readonly kind: 'not-understood'; readonly given: string }
  | { readonly kind: 'twice'; readonly given: string }
  | { readonly kind: 'too-many'; readonly given: string; readonly limit: number };

export type RetentionRead =
  | { readonly kind: 'retention'; readonly retention: Keep }
  | { readonly kind: 'fault'; readonly fault: RetentionTextFault };

/** More than anybody counts: a hundred years of hours. */
const countLimit = 999_999;

/** `7 daily, 4 weekly, all yearly, within 30d, hourly within 2d`, in any order and letter case. */
export function parseRetentionText(text: string): RetentionRead {
  const counts: Record<Tier, number> = { ...none };
  const within: Record<Tier, RetentionDuration | null> = { ...nothingWithin };
  const seen = new Set<string>();
  for (const part of text.split(/[,;]/u)) {
    const given = part.trim().replace(/\s+/gu, ' ');
    if (given === '') continue;
    const rule = readRule(given.toLowerCase());
    if (rule === null) return fault({ kind: 'not-understood', given });
    const { tier } = rule;
    if (rule.kind === 'count' && rule.count > countLimit)
      return fault({ kind: 'too-many', given, limit: countLimit });
    if (seen.has(`${rule.kind} ${tier}`)) return fault({ kind: 'twice', given });
    seen.add(`${rule.kind} ${tier}`);
    if (rule.kind === 'count') counts[tier] = rule.count;
    else within[tier] = rule.duration;
  }
  return { kind: 'retention', retention: { counts, within } };
}

type Rule =
  | { readonly kind: 'count'; readonly tier: Tier; readonly count: number }
  | { readonly kind: 'within'; readonly tier: Tier; readonly duration: RetentionDuration };

function readRule(given: string): Rule | null {
  const counted = /^(?:keep )?(\d{1,9}|all) ([a-z]+)$/u.exec(given) ?? reversed(given);
  if (counted !== null) {
    const [, amount = '', word = ''] = counted;
    const tier = tierNamed(word);
    return tier === null ? null : { kind: 'count', tier, count: amount === 'all' ? -1 : Number(amount) };
  }
  const [, word = 'last', span = ''] = /^(?:keep )?(?:([a-z]+) )?within ([0-9a-z]+)$/u.exec(given) ?? [];
  const tier = tierNamed(word);
  const duration = durationShape.test(span) ? parseRetentionDuration(span) : null;
  return tier === null || duration === null ? null : { kind: 'within', tier, duration };
}

/** No unit has more digits than a person would write. */
const durationShape = /^(?:\d{1,6}[ymdh])+$/u;

/** `last 5` is said that way round, and `daily 7` often is. */
function reversed(given: string): RegExpExecArray | null {
  const [, word = '', amount = ''] = /^(?:keep )?([a-z]+) (\d{1,9}|all)$/u.exec(given) ?? [];
  return word === '' ? null : /^(\S+) (\S+)$/u.exec(`${amount} ${word}`);
}

const tierNamed = (word: string): Tier | null => tiers.find(tier => tier === word) ?? null;

const fault = (what: RetentionTextFault): RetentionRead => ({ kind: 'fault', fault: what });

/** The same in writing: what parseRetentionText gives back. */
export function retentionText({ counts, within }: Keep): string {
  const counted = tiers.flatMap(tier => {
    const amount = counts[tier] === -1 ? 'all' : String(counts[tier]);
    if (counts[tier] === 0) return [];
    return [tier === 'last' ? `last ${amount}` : `${amount} ${tier}`];
  });
  const spans = tiers.flatMap(tier => {
    const duration = within[tier];
    const span = duration === null ? '' : retentionDurationText(duration);
    if (span === '') return [];
    return [tier === 'last' ? `within ${span}` : `${tier} within ${span}`];
  });
  return [...counted, ...spans].join(', ');
}
