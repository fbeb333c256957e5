import type { WebClient } from '@slack/web-api';
import type { Actor } from '../core/actor.ts';
import { actorKey } from '../core/actor.ts';
import type { TeamId } from '../core/ids.ts';
import type { AsOf, PersonFacts } from '../core/permission.ts';
import type { Chat, Clock } from '../ports.ts';
import type { Groups } from './groups.ts';
import type { SlackOutcome } from './web.ts';
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

  /** Groups are asked for members alone: nobody else can use up Slack's small allowance of that. */
  async function look(actor: Actor, asOf: AsOf): Promise<PersonFacts> {
    const facts = remembered(actor, asOf) ?? (await ask(actor));
    return facts.kind === 'member' ? { ...facts, groups: await groups.of(actor.user, asOf) } : facts;
  }

  function remembered(actor: Actor, asOf: AsOf): PersonFacts | null {
    const found = known.get(actorKey(actor));
    if (found === undefined || clock.now() - found.at >= rememberFor) return null;
    return found.facts.kind === 'member' && asOf === 'now' ? null : found.facts;
  }

  async function ask(actor: Actor): Promise<PersonFacts> {
    const at = clock.now();
    const facts = factsFrom(await slackOutcome(() => web.users.info({ user: actor.user })));
    if (facts.kind !== 'unknown') known.set(actorKey(actor), { facts, at });
    return facts;
  }

  return {
    async person(actor, asOf) {
      const deadline = clock.deadline(patience);
      const facts = await Promise.race([look(actor, asOf), deadline.passed]);
      deadline.cancel();
      return facts === 'passed' ? { kind: 'unknown' } : facts;
    },
  };
}

function factsFrom(outcome: SlackOutcome<{ readonly user?: User }>): PersonFacts {
  if (outcome.kind === 'ok') {
    const { user } = outcome.value;
    return user === undefined ? { kind: 'unknown' } : factsOf(user);
  }
  const { fault } = outcome;
  // A person of another workspace whom this one has never met.
  const isStranger =
    fault.kind === 'refused' && (fault.code === 'user_not_found' || fault.code === 'user_not_visible');
  return { kind: isStranger ? 'stranger' : 'unknown' };
}

/** Denies by default: only somebody who shows every sign of a full member is one. */
function factsOf(user: User): PersonFacts {
  if (user.deleted === true) return { kind: 'deleted' };
  if (user.is_bot === true || user.is_workflow_bot === true || user.id === 'USLACKBOT')
    return { kind: 'bot' };
  if (user.is_stranger === true) return { kind: 'stranger' };
  if (user.is_restricted === true || user.is_ultra_restricted === true) return { kind: 'guest' };
  if (user.team_id === undefined) return { kind: 'unknown' };
  return { kind: 'member', team: user.team_id as TeamId, groups: [], zone: user.tz ?? null };
}
