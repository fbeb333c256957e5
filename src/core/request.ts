import { createHash } from 'node:crypto';
import type { Actor, Person } from './actor.ts';
import type { PlaceId, PolicyId, RequestId, SetId } from './ids.ts';

/** Something that waits for approval. Times are epoch ms; `version` counts its commits. */
export type Request = {
  readonly id: RequestId;
  readonly place: PlaceId;
  readonly version: number;
  readonly effects: Effects;
  /** Of the effects that were shown: an approval is of these and no others. */
  readonly hash: string;
  readonly requester: Actor;
  readonly askedAt: number;
  readonly expiresAt: number;
  readonly outcome: RequestOutcome;
};

/** What would be done, object by object. Wording, prices and times are no part of it. */
export type Effects = PruneEffects;

/** Sets of a policy that would be deleted. */
type PruneEffects = {
  readonly kind: 'prune';
  readonly policy: PolicyId;
  readonly name: string;
  readonly sets: readonly SetId[];
  /** All sets that the policy has made, to judge the number by. */
  readonly of: number;
};

export type RequestOutcome =
  | { readonly kind: 'open' }
  | { readonly kind: 'approved'; readonly by: Person; readonly at: number }
  | { readonly kind: 'denied'; readonly by: Person; readonly at: number }
  | { readonly kind: 'expired'; readonly at: number };

/** Eight hours: a working day, and not the next one. */
export const requestLives = 8 * 3_600_000;

/** The same effects have the same hash, in whatever order they were found. */
export function effectsHash({ kind, policy, sets }: Effects): string {
  const fields = [kind, policy, [...sets].toSorted()];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

export type DecisionRefusal =
  | { readonly kind: 'own' }
  | { readonly kind: 'decided'; readonly outcome: RequestOutcome }
  | { readonly kind: 'expired' };

/** Why this person may not decide this request now; null when they may. Whether they are an approver is asked before. */
export function decisionRefusal(
  request: Request,
  by: Person,
  { now, ownAllowed }: { readonly now: number; readonly ownAllowed: boolean },
): DecisionRefusal | null {
  const { outcome, requester, expiresAt } = request;
  if (outcome.kind !== 'open') return { kind: 'decided', outcome };
  if (now >= expiresAt) return { kind: 'expired' };
  const own = requester.team === by.team && requester.user === by.user;
  return own && !ownAllowed ? { kind: 'own' } : null;
}
