import type { Events } from './events.ts';
import { team } from './seed.ts';
import { botIsIn, type Workspace } from './workspace.ts';

/** Puts somebody into a channel or takes them out, and tells the app where it is a member itself. */
export function setMember(
  { directory }: Workspace,
  events: Events,
  name: string,
  channelName: string,
  isIn: boolean,
): void {
  const person = directory.personNamed(name);
  const before = directory.channelNamed(channelName, person);
  const members = new Set(before.members);
  if (isIn) members.add(person.id);
  else members.delete(person.id);
  const after = { ...before, members };
  directory.put(after);
  if (before.members.has(person.id) === isIn || !(botIsIn(before) || botIsIn(after))) return;
  const type = isIn ? 'member_joined_channel' : 'member_left_channel';
  const channel_type = after.is_private ? 'G' : 'C';
  events.tell(type, { type, user: person.id, channel: after.id, channel_type, team: team.id });
}

// https://docs.slack.dev/reference/events/subteam_members_changed
export function setUserGroup(
  { directory, now }: Workspace,
  events: Events,
  handle: string,
  members: readonly string[],
): void {
  const before = directory.userGroups().find(group => group.handle === handle);
  if (before === undefined) throw new Error(`there is no user group ${handle}`);
  const users = members.map(name => directory.personNamed(name).id);
  directory.put({ ...before, users });
  const added_users = users.filter(user => !before.users.includes(user));
  const removed_users = before.users.filter(user => !users.includes(user));
  events.tell('subteam_members_changed', {
    type: 'subteam_members_changed',
    subteam_id: before.id,
    team_id: team.id,
    date_previous_update: 0,
    date_update: Math.floor(now() / 1000),
    added_users,
    added_users_count: added_users.length,
    removed_users,
    removed_users_count: removed_users.length,
  });
}
