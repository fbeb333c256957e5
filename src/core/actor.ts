import type { ChannelId, PolicyId, TeamId, UserId } from './ids.ts';

/** Who acts. A person's identity is the verified (team, user) of the envelope, never text. */
export type Actor = Person | Timer | PolicyActor;

export type Person = { readonly kind: 'person'; readonly team: TeamId; readonly user: UserId };

/** A moment that a person set, with the authority they had then: it acts also after they have left. */
type Timer = { readonly kind: 'timer'; readonly team: TeamId; readonly user: UserId };

/** A policy, with the authority of whoever saved it: schedules run on when the owner has left or Slack is down. */
export type PolicyActor = {
  readonly kind: 'policy';
  readonly team: TeamId;
  /** Who saved it last. */
  readonly user: UserId;
  readonly policy: PolicyId;
  readonly name: string;
};

/**
 * Where a request was made, so that its card can stand there. What was asked in a public channel may also be
 * shown in the reporting channel; anything else only to whoever asked.
 */
export type Origin = { readonly channel: ChannelId; readonly visibility: 'public' | 'private' };

/** The actor as one string: the key of limits and the name in the audit trail. */
export function actorKey(actor: Actor): string {
  const who = `${actor.team}/${actor.user}`;
  switch (actor.kind) {
    case 'person':
      return who;
    case 'timer':
      return `timer for ${who}`;
    case 'policy':
      return `policy ${actor.policy} of ${who}`;
  }
}
