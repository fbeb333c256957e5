import { z } from 'zod';
import { team, type UserGroup } from '../seed.ts';
import type { Json } from '../validate/schema.ts';
import { flag, id, method, refuse } from './method.ts';

// https://docs.slack.dev/reference/methods/usergroups.list
export const usergroupsList = method({
  token: 'bot',
  scope: 'usergroups:read',
  args: z.strictObject({
    include_count: flag.optional(),
    include_disabled: flag.optional(),
    include_users: flag.optional(),
  }),
  run: ({ include_count, include_users }, { workspace }) => ({
    ok: true,
    usergroups: workspace.directory.userGroups().map(group => ({
      ...groupObject(group),
      ...(include_count === true ? { user_count: group.users.length } : {}),
      ...(include_users === true ? { users: group.users } : {}),
    })),
  }),
});

// https://docs.slack.dev/reference/objects/usergroup-object
function groupObject({ id: groupId, handle, name }: UserGroup): Json {
  return {
    id: groupId,
    team_id: team.id,
    is_usergroup: true,
    is_subteam: true,
    is_external: false,
    name,
    description: '',
    handle,
    date_create: 0,
    date_update: 0,
    date_delete: 0,
    auto_type: null,
    created_by: 'USLACKBOT',
    updated_by: 'USLACKBOT',
    deleted_by: null,
    prefs: { channels: [], groups: [] },
  };
}

// https://docs.slack.dev/reference/methods/usergroups.users.list
export const usergroupsUsersList = method({
  token: 'bot',
  scope: 'usergroups:read',
  args: z.strictObject({ usergroup: id, include_disabled: flag.optional() }),
  run: ({ usergroup, include_disabled }, { workspace: { directory } }) => {
    const group = directory.userGroups().find(one => one.id === usergroup);
    if (group === undefined) return refuse('no_such_subteam');
    const users = group.users.filter(
      user => include_disabled === true || directory.person(user)?.deleted !== true,
    );
    return { ok: true, users };
  },
});
