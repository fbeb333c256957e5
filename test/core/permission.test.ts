import { describe, expect, test } from 'vitest';
import type { Actor } from '../../src/core/actor.ts';
import { actorKey } from '../../src/core/actor.ts';
import type { Verb } from '../../src/core/command-table.ts';
import { commandTable } from '../../src/core/command-table.ts';
import type { GroupId, TeamId } from '../../src/core/ids.ts';
import type { PermissionFacts, PersonFacts } from '../../src/core/permission.ts';
import { authorize, permittedVerbs } from '../../src/core/permission.ts';
import type { Roles } from '../../src/core/roles.ts';
import { nobody } from '../../src/core/roles.ts';
import { alice, bob, team } from './samples.ts';

const verbs = Object.keys(commandTable) as Verb[];
const member: PersonFacts = { kind: 'member', team, groups: [], zone: null };

const facts = (more: Partial<PermissionFacts> = {}): PermissionFacts => ({
  installedTeam: team,
  roles: { admins: nobody, approvers: nobody },
  person: member,
  frozen: null,
  ...more,
});

const other = 'T07OTHER' as TeamId;
const aliceRules: Roles = { admins: { users: [alice.user], groups: [] }, approvers: nobody };

/** `role` or the reason of the denial. */
function verdict(actor: Actor, verb: Verb, given: PermissionFacts): string {
  const permission = authorize(actor, verb, given);
  return permission.kind === 'allowed' ? permission.role : permission.denial.kind;
}

describe('authorize', () => {
  test.each<[string, PersonFacts, string]>([
    ['a full member', member, 'operator'],
    ['a guest', { kind: 'guest' }, 'guest'],
    ['a stranger', { kind: 'stranger' }, 'other-team'],
    ['a bot', { kind: 'bot' }, 'bot'],
    ['a deactivated account', { kind: 'deleted' }, 'deleted'],
    ['somebody Slack said nothing of', { kind: 'unknown' }, 'not-known'],
    ['a member of another workspace', { kind: 'member', team: other, groups: [], zone: null }, 'other-team'],
  ])('%s, for every verb', (_, person, expected) => {
    for (const verb of verbs) {
      const given = commandTable[verb].who;
      const wanted = expected === 'operator' && given !== 'everyone' ? `${given}-only` : expected;
      expect(verdict(alice, verb, facts({ person }))).toBe(wanted);
    }
  });

  test('an envelope of another team is denied, whoever its user is said to be', () => {
    const stranger: Actor = { ...alice, team: other };
    const given = facts({ roles: aliceRules });
    for (const verb of verbs) expect(verdict(stranger, verb, given)).toBe('other-team');
  });

  test('admins are who the setting names', () => {
    const given = facts({ roles: aliceRules });
    expect(verdict(alice, 'snapshot', given)).toBe('admin');
    expect(verdict(bob, 'snapshot', given)).toBe('operator');
    expect(verdict(alice, 'confirm', given)).toBe('admin');
    expect(verdict(bob, 'confirm', given)).toBe('admins-only');
  });

  test('admins are also the members of a user group that the setting names', () => {
    const ops = 'S07OPS' as GroupId;
    const roles: Roles = { admins: { users: [], groups: [ops] }, approvers: nobody };
    const inGroup: PersonFacts = { kind: 'member', team, groups: [ops], zone: null };
    expect(verdict(alice, 'snapshot', facts({ roles, person: inGroup }))).toBe('admin');
    expect(verdict(alice, 'snapshot', facts({ roles }))).toBe('operator');
  });

  test('an admin who is a guest now is a guest', () => {
    const given = facts({ roles: aliceRules, person: { kind: 'guest' } });
    expect(verdict(alice, 'snapshot', given)).toBe('guest');
  });

  test('lets a timer release what its time is over for, and nothing else, without asking who is there', () => {
    const timer: Actor = { ...alice, kind: 'timer' };
    const given = facts({ person: { kind: 'unknown' } });
    expect(authorize(timer, 'release', given)).toEqual({ kind: 'allowed', role: 'operator' });
    expect(authorize(timer, 'snapshot', given)).toMatchObject({ kind: 'denied' });
    expect(authorize({ ...timer, team: 'T07OTHER' as TeamId }, 'release', given)).toMatchObject({
      kind: 'denied',
    });
    expect(authorize(timer, 'release', facts({ frozen: { reason: 'an audit' } }))).toMatchObject({
      kind: 'denied',
    });
  });

  test('approvers are who the setting names, and an admin is none by that alone', () => {
    const roles: Roles = { admins: { users: [bob.user], groups: [] }, approvers: aliceRules.admins };
    expect(verdict(alice, 'approve', facts({ roles }))).toBe('operator');
    expect(verdict(bob, 'approve', facts({ roles }))).toBe('approvers-only');
  });

  test('frozen stops what changes EC2, admins too, and nothing else', () => {
    const given = facts({ roles: aliceRules, frozen: { reason: 'an audit' } });
    expect(authorize(alice, 'snapshot', given)).toEqual({
      kind: 'denied',
      denial: { kind: 'frozen', reason: 'an audit' },
    });
    expect(permittedVerbs(alice, given)).toEqual(['list', 'status', 'policies', 'why', 'help', 'whoami']);
    const both = { ...aliceRules, approvers: aliceRules.admins };
    expect(permittedVerbs(alice, facts({ roles: both }))).toEqual(verbs);
    expect(permittedVerbs(alice, facts())).toEqual(
      verbs.filter(verb => commandTable[verb].who === 'everyone'),
    );
    expect(permittedVerbs(alice, facts({ person: { kind: 'guest' } }))).toEqual([]);
  });

  test('the same user id in another team is somebody else', () => {
    expect(actorKey(alice)).not.toBe(actorKey({ ...alice, team: other }));
  });
});
