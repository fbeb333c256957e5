import type { GroupId, UserId } from './ids.ts';

/** Who holds a role: people by their user id, and whoever is in a Slack user group. */
export type RoleHolders = {
  readonly users: readonly UserId[];
  readonly groups: readonly GroupId[];
};

export type Roles = {
  readonly admins: RoleHolders;
  readonly approvers: RoleHolders;
};

/** `groups`: the user groups that Slack says the person is in at this moment. */
export function holdsRole(holders: RoleHolders, user: UserId, groups: readonly GroupId[]): boolean {
  return holders.users.includes(user) || holders.groups.some(group => groups.includes(group));
}

/** Every user group that some role depends on. */
export function groupsOf({ admins, approvers }: Roles): readonly GroupId[] {
  return [...new Set([...admins.groups, ...approvers.groups])];
}

export const nobody: RoleHolders = { users: [], groups: [] };

export const isNobody = ({ users, groups }: RoleHolders): boolean =>
  users.length === 0 && groups.length === 0;
