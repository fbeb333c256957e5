import { z } from 'zod';
import { app, type Channel, type Person } from '../seed.ts';
import type { Json } from '../validate/schema.ts';
import { botIsIn, isExternallyShared, isForeign, visibleToBot, type Workspace } from '../workspace.ts';
import { type Answer, flag, id, method, type MethodContext, refuse } from './method.ts';

/** Scopes of conversations.* go by the kind of channel; an unknown one asks for the public kind's. */
export function scopeFor(verb: 'read' | 'history') {
  return ({ channel }: { channel: string }, { workspace }: MethodContext): string => {
    const found = visibleToBot(workspace.directory, channel);
    if (found?.is_im === true) return `im:${verb}`;
    return found?.is_private === true ? `groups:${verb}` : `channels:${verb}`;
  };
}

// https://docs.slack.dev/reference/methods/conversations.info
export const conversationsInfo = method({
  token: 'bot',
  scope: scopeFor('read'),
  args: z.strictObject({
    channel: id,
    include_locale: flag.optional(),
    include_num_members: flag.optional(),
  }),
  run: ({ channel, include_num_members }, { workspace }) => {
    const found = visibleToBot(workspace.directory, channel);
    if (found === undefined) return refuse('channel_not_found');
    const members = include_num_members === true ? { num_members: found.members.size } : {};
    return { ok: true, channel: { ...channelObject(found, workspace), ...members } };
  },
});

// https://docs.slack.dev/reference/objects/conversation-object
function channelObject(channel: Channel, { directory }: Workspace): Json {
  const common = { id: channel.id, created: 0, is_archived: channel.is_archived, is_org_shared: false };
  if (channel.is_im) {
    return { ...common, is_im: true, user: [...channel.members].find(member => member !== app.botUserId) };
  }
  const shared = isExternallyShared(directory, channel);
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    // Private channels made today are channels too: only is_private tells.
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.is_private,
    is_general: false,
    is_shared: shared,
    is_ext_shared: shared,
    is_member: botIsIn(channel),
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

// https://docs.slack.dev/reference/methods/conversations.open
export const conversationsOpen = method({
  token: 'bot',
  scope: 'im:write',
  args: z.strictObject({
    users: id.refine(users => !users.includes(','), 'conversations of several people are not simulated'),
    return_im: flag.optional(),
  }),
  run: ({ users, return_im }, { workspace }) => {
    const im = directMessage(workspace, users);
    if ('ok' in im) return im;
    return { ok: true, channel: return_im === true ? channelObject(im, workspace) : { id: im.id } };
  },
});

/** The direct message between that person and the bot, which the first post or `conversations.open` makes. */
export function directMessage({ directory }: Workspace, user: string): Channel | Answer {
  const [person, bot] = [directory.person(user), directory.person(app.botUserId)];
  if (person === undefined || bot === undefined) return refuse('user_not_found');
  if (person.is_bot) return refuse('cannot_dm_bot');
  return isReachable(person) ? directory.openIm(bot, person) : refuse('channel_not_found');
}

function isReachable(person: Person): boolean {
  return !person.deleted && !isForeign(person);
}
