import { typed } from '../core/command-table.ts';
import type { Verb } from '../core/command-table.ts';
import type { Policy } from '../core/policy.ts';
import { findPolicy } from '../core/policy-name.ts';
import type { Word } from '../core/typed-text.ts';
import type { Reply } from '../core/reply.ts';
import type { Asked, CommandDeps } from './asked.ts';
import { offer, recorded } from './asked.ts';

export type NamedPolicy =
  | { readonly kind: 'one'; readonly policy: Policy; readonly rest: readonly Word[] }
  /** Already answered. */
  | { readonly kind: 'answered'; readonly reply: Reply };

/**
 * The policy that a command names; none of that name is answered with those that may be meant. `follows`: whether
 * words may follow the name.
 */
export async function namedPolicy(
  deps: CommandDeps,
  asked: Asked,
  words: readonly Word[],
  follows: 'nothing' | 'words' = 'nothing',
): Promise<NamedPolicy> {
  const found = findPolicy(words, await deps.store.policies(deps.place));
  if (found.kind === 'one' && (follows === 'words' || found.rest.length === 0)) return found;
  const given = words.map(({ text }) => text).join(' ');
  const near = found.kind === 'one' ? [found.policy] : found.near;
  const commands = near.map(({ id, name }) => ({ label: name, command: commandAbout(asked.verb, id) }));
  const { offers, changes } = offer(deps.newId, asked, commands);
  const reply: Reply = { kind: 'no-such-policy', given, offers };
  const answered = await recorded(deps.store, asked, 'not-understood', given.slice(0, 80), {
    reply,
    changes,
  });
  return { kind: 'answered', reply: answered };
}

/** A command about a policy by its id, so that it means the same one whatever others are called. */
export function commandAbout(verb: Verb, id: Policy['id']): string {
  return `${typed(verb)} ${id}`;
}

/** Changing what somebody else set up is for whoever saved it last, and for admins. */
export function mayChange({ owner }: Policy, { actor, role }: Asked): boolean {
  return role === 'admin' || (owner.team === actor.team && owner.user === actor.user);
}
