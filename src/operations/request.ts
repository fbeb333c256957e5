import { actorKey } from '../core/actor.ts';
import type { Actor } from '../core/actor.ts';
import type { ChannelId, PlaceId, RequestId } from '../core/ids.ts';
import type { Effects, Request } from '../core/request.ts';
import { effectsHash, requestLives } from '../core/request.ts';
import type { Change } from '../ports.ts';

type Asking = {
  readonly id: RequestId;
  readonly place: PlaceId;
  readonly effects: Effects;
  readonly requester: Actor;
  readonly now: number;
  readonly approvals: ChannelId;
};

/** Asks for approval: the request, its card before the approvers, its end, and what was asked on record. */
export function requested({ id, place, effects, requester, now, approvals }: Asking): readonly Change[] {
  const hash = effectsHash(effects);
  const expiresAt = now + requestLives;
  const origin = { channel: approvals, visibility: 'private' } as const;
  const request: Request = {
    id,
    place,
    version: 0,
    effects,
    hash,
    requester,
    askedAt: now,
    expiresAt,
    outcome: { kind: 'open' },
  };
  return [
    { kind: 'request', request },
    { kind: 'card-dirty', key: `request/${id}`, origin, requester },
    {
      kind: 'timer',
      timer: {
        key: `request/${id}`,
        due: expiresAt,
        what: { kind: 'expire', request: id, for: requester, origin },
      },
    },
    {
      kind: 'audit',
      entry: {
        at: now,
        actor: actorKey(requester),
        verb: effects.kind,
        object: effects.policy,
        outcome: 'asked',
        detail: { request: id, hash, sets: effects.sets.length },
      },
    },
  ];
}
