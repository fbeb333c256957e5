import type { Actor } from './actor.ts';
import type { GroupId, TeamId } from './ids.ts';
import type { CommandRow, Verb } from './command-table.ts';
import { commandTable } from './command-table.ts';
import type { Roles } from './roles.ts';
import { holdsRole } from './roles.ts';

export type Role = 'operator' | 'admin';

/**
 * What Slack says of a person at this moment; `unknown` when the look-up failed or took too long. `groups`:
 * those among the groups that some role depends on. `zone`: the IANA time zone of their Slack profile.
 */
export type PersonFacts =
  | {
      readonly kind: 'member';
      readonly team: TeamId;
      readonly groups: readonly GroupId[];
      readonly zone: string | null;
    }
  | { readonly kind: 'guest' }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'bot' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'unknown' };

/** How old what Slack said of a person may be. */
export type AsOf = 'lately' | 'now';

/** A right that was just taken away must not change anything any more; to look on for some minutes does no harm. */
export function factsNeeded(verb: Verb): AsOf {
  const { changes, who }: CommandRow = commandTable[verb];
  return changes || who !== 'everyone' ? 'now' : 'lately';
}

export type PermissionFacts = {
  readonly installedTeam: TeamId;
  readonly roles: Roles;
  readonly person: PersonFacts;
  /** Set while everything that changes EC2 is stopped; the reason is shown. */
  readonly frozen: { readonly reason: string } | null;
};

export type Denial =
  | { readonly kind: 'other-team' }
  | { readonly kind: 'guest' }
  | { readonly kind: 'bot' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'not-known' }
  | { readonly kind: 'admins-only' }
  | { readonly kind: 'approvers-only' }
  | { readonly kind: 'frozen'; readonly reason: string };

export type Permission =
  | { readonly kind: 'allowed'; readonly role: Role }
  | { readonly kind: 'denied'; readonly denial: Denial };

const denied = (denial: Denial): Permission => ({ kind: 'denied', denial });

/** What these do was allowed to whoever set them up, then. */
const setFor: Readonly<Record<Exclude<Actor['kind'], 'person'>, readonly Verb[]>> = {
  // Deny: nobody has decided in time.
  timer: ['release', 'deny'],
  policy: ['snapshot'],
};

/**
 * Denies by default: only a full member of the installed team passes, and only for verbs of the table. A timer and a
 * policy do what they were set for and nothing else; nobody is looked up for it, so it works through an outage of Slack.
 */
export function authorize(actor: Actor, verb: Verb, facts: PermissionFacts): Permission {
  if (actor.team !== facts.installedTeam) return denied({ kind: 'other-team' });
  if (actor.kind === 'person') {
    const denial = personDenial(facts);
    if (denial !== null) return denied(denial);
  } else if (!setFor[actor.kind].includes(verb)) return denied({ kind: 'not-known' });
  const row: CommandRow = commandTable[verb];
  const role = roleOf(actor, facts);
  if (row.who === 'admins' && role !== 'admin') return denied({ kind: 'admins-only' });
  if (row.who === 'approvers' && !mayDecide(actor, facts)) return denied({ kind: 'approvers-only' });
  if (facts.frozen !== null && row.changes) return denied({ kind: 'frozen', reason: facts.frozen.reason });
  return { kind: 'allowed', role };
}

/** Approvers, and the end of a request's time. */
function mayDecide(actor: Actor, { roles, person }: PermissionFacts): boolean {
  if (actor.kind !== 'person') return true;
  return person.kind === 'member' && holdsRole(roles.approvers, actor.user, person.groups);
}

function roleOf(actor: Actor, { roles, person }: PermissionFacts): Role {
  const isAdmin =
    actor.kind === 'person' && person.kind === 'member' && holdsRole(roles.admins, actor.user, person.groups);
  return isAdmin ? 'admin' : 'operator';
}

function personDenial({ person, installedTeam }: PermissionFacts): Denial | null {
  switch (person.kind) {
    case 'unknown':
      return { kind: 'not-known' };
    case 'stranger':
      return { kind: 'other-team' };
    case 'guest':
    case 'bot':
    case 'deleted':
      return { kind: person.kind };
    case 'member':
      return person.team === installedTeam ? null : { kind: 'other-team' };
  }
}

/** Verbs this person may run now: what help shows. */
export function permittedVerbs(actor: Actor, facts: PermissionFacts): readonly Verb[] {
  const verbs = Object.keys(commandTable) as Verb[];
  return verbs.filter(verb => authorize(actor, verb, facts).kind === 'allowed');
}
