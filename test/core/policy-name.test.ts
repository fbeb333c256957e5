import { expect, test } from 'vitest';
import type { PolicyId } from '../../src/core/ids.ts';
import { findPolicy } from '../../src/core/policy-name.ts';
import { foldTyping, splitWords } from '../../src/core/typed-text.ts';
import { policyOf } from './policy-samples.ts';

const policies = [
  policyOf({ id: 'p-22222222' as PolicyId, name: 'nightly' }),
  policyOf({ id: 'p-33333333' as PolicyId, name: 'nightly 7-4-12' }),
  policyOf({ id: 'p-44444444' as PolicyId, name: "Alice's “big” one" }),
];

function found(text: string): string {
  const result = findPolicy(splitWords(foldTyping(text)), policies);
  if (result.kind === 'none') return `none, near: ${result.near.map(({ name }) => name).join(', ')}`;
  return `${result.policy.id} + ${result.rest.map(word => word.text).join(' ')}`;
}

test.each([
  ['nightly', 'p-22222222 + '],
  ['NIGHTLY for 3 days', 'p-22222222 + for 3 days'],
  ['nightly 7-4-12 until 2026-12-24', 'p-33333333 + until 2026-12-24'],
  ['nightly 7–4–12', 'p-33333333 + '],
  ['“nightly 7-4-12”', 'p-33333333 + '],
  ['P-22222222', 'p-22222222 + '],
  ["alice’s 'big' one", "none, near: Alice's “big” one"],
  ['alice’s "big" one', 'p-44444444 + '],
  ['nihgtly', 'none, near: nightly'],
  ['', 'none, near: '],
])('%s', (text, expected) => {
  expect(found(text)).toBe(expected);
});
