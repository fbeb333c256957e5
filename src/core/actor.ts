import type { ChannelId, TeamId, UserId } from './ids.ts';

/** Who acts. A person's identity is the verified (team, user) of the envelope, never text. */
export type Actor = { readonly kind: 'person'; readonly team: TeamId; readonly user: UserId };

/** Where a request was made, so that its card can stand there. */
export type Origin = { readonly channel: ChannelId };

/** The actor as one string: the key of limits and the name in the audit trail. */
export function actorKey(actor: Actor): string {
  return `${actor.team}/${actor.user}`;
}
