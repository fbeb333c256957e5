import type { WebClient } from '@slack/web-api';
import type { Actor } from '../core/actor.ts';
import { actorKey } from '../core/actor.ts';
import type { TeamId } from '../core/ids.ts';
import type { PersonFacts } from '../core/permission.ts';
import type { Chat, Clock } from '../ports.ts';
import type { Groups } from './groups.ts';
import { slackOutcome } from './web.ts';

/** Long enough to spare Slack a look-up per click, short enough that a deactivated account soon stops working. */
const rememberFor = 5 * 60_000;
/** What Slack's three seconds leave for it. */
const patience = 1_500;

type User = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>;

/**
 * Looks people up in Slack, and which of `groups` they are in. A failed look-up is `unknown`, never remembered,
 * and never a yes.
 */
export function createPeople(web: WebClient, clock: Clock, groups: Groups): Chat {
  const known = new Map<string, { readonly facts: PersonFacts; readonly at: number }>();

  async function ask(actor: Actor): Promise<PersonFacts> {
    const outcome = await slackOutcome(() => web.users.info({ user: actor.user }));
    if (outcome.kind === 'ok' && outcome.value.user !== undefined) {
      const facts = factsOf(outcome.value.user);
      return facts.kind === 'member' ? { ...facts, groups: await groups.of(actor.user) } : facts;
    }
    const refused = outcome.kind === 'fault' && outcome.fault.kind === 'refused' && outcome.fault.code;
    // A person of another workspace whom this one has never met.
    return refused === 'user_not_found' || refused === 'user_not_visible'
      ? { kind: 'stranger' }
      : { kind: 'unknown' };
  }

  return {
    async person(actor) {
      const key = actorKey(actor);
      const remembered = known.get(key);
      if (remembered !== undefined && clock.now() - remembered.at < rememberFor) return remembered.facts;
      const at = clock.now();
      const deadline = clock.deadline(patience);
      const facts = await Promise.race([ask(actor), deadline.passed]);
      deadline.cancel();
      if (facts === 'passed' || facts.kind === 'unknown') return { kind: 'unknown' };
      known.set(key, { facts, at });
      return facts;
    },
  };
}

/** Denies by default: only somebody who shows every sign of a full member is one. */
function factsOf(user: User): PersonFacts {
  if (user.deleted === true) return { kind: 'deleted' };
  if (user.is_bot === true || user.is_workflow_bot === true || user.id === 'USLACKBOT')
    return { kind: 'bot' };
  if (user.is_stranger === true) return { kind: 'stranger' };
  if (user.is_restricted === true || user.is_ultra_restricted === true) return { kind: 'guest' };
  if (user.team_id === undefined) return { kind: 'unknown' };
  return { kind: 'member', team: user.team_id as TeamId, groups: [] };
}
