import type { ChannelId, TeamId, UserId } from './ids.ts';

/** Who acts. A person's identity is the verified (team, user) of the envelope, never text. */
export type Actor = Person | Timer;

export type Person = { readonly kind: 'person'; readonly team: TeamId; readonly user: UserId };

/** A moment that a person set, with the authority they had then: it acts also after they have left. */
type Timer = { readonly kind: 'timer'; readonly team: TeamId; readonly user: UserId };

/** Where a request was made, so that its card can stand there. */
export type Origin = { readonly channel: ChannelId };

/** The actor as one string: the key of limits and the name in the audit trail. */
export function actorKey(actor: Actor): string {
  const who = `${actor.team}/${actor.user}`;
  return actor.kind === 'person' ? who : `timer for ${who}`;
}
