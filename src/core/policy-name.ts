import { nearest } from './nearest.ts';
import type { Policy } from './policy.ts';
import { foldedName } from './policy.ts';
import type { Word } from './typed-text.ts';
import { foldTyping } from './typed-text.ts';

export type FoundPolicy =
  | { readonly kind: 'one'; readonly policy: Policy; readonly rest: readonly Word[] }
  | { readonly kind: 'none'; readonly near: readonly Policy[] };

/**
 * The policy that the words name, by its id or its name in any letter case. Names may have blanks, so the longest
 * run of words that is one wins; what follows it is `rest`.
 */
export function findPolicy(words: readonly Word[], policies: readonly Policy[]): FoundPolicy {
  const byName = new Map(policies.map(policy => [comparable(policy.name), policy]));
  const byId = new Map(policies.map(policy => [policy.id as string, policy]));
  for (let length = words.length; length > 0; length -= 1) {
    const head = words.slice(0, length);
    const rest = words.slice(length);
    const [raw, text] = [joined(head, 'raw'), joined(head, 'text')];
    const policy =
      byId.get(text.toLowerCase()) ?? byName.get(comparable(raw)) ?? byName.get(comparable(text));
    if (policy !== undefined) return { kind: 'one', policy, rest };
  }
  const given = joined(words, 'text');
  const near = nearest(foldTyping(given), [...byName.keys()]).flatMap(name => byName.get(name) ?? []);
  return { kind: 'none', near };
}

const comparable = (name: string): string => foldedName(foldTyping(name));

const joined = (words: readonly Word[], how: 'raw' | 'text'): string =>
  words.map(word => word[how]).join(' ');
