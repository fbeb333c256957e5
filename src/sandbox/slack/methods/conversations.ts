import { z } from 'zod';
import { withMetadata, messageObject } from '../message-object.ts';
import { app, type Channel } from '../seed.ts';
import type { Message } from '../timeline.ts';
import type { Json } from '../validate/schema.ts';
import { botIsIn, isExternallyShared, visibleToBot, type Workspace } from '../workspace.ts';
import { flag, id, method, type MethodContext, refuse, timestamp, whole } from './method.ts';

/** Scopes of conversations.* go by the kind of channel; an unknown one asks for the public kind's. */
function scopeFor(verb: 'read' | 'history') {
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

// https://docs.slack.dev/reference/methods/conversations.history
export const conversationsHistory = method({
  token: 'bot',
  scope: scopeFor('history'),
  args: z.strictObject({
    channel: id,
    cursor: z.string().optional(),
    include_all_metadata: flag.optional(),
    inclusive: flag.optional(),
    latest: timestamp.optional(),
    oldest: timestamp.optional(),
    limit: whole.optional(),
  }),
  run: (args, { workspace }) => {
    const channel = visibleToBot(workspace.directory, args.channel);
    if (channel === undefined) return refuse('channel_not_found');
    if (!botIsIn(channel)) return refuse('not_in_channel');
    const { limit = 100 } = args;
    if (limit < 1 || limit > 999) return refuse('invalid_limit');
    const after = readCursor(args.cursor);
    if (after === undefined) return refuse('invalid_cursor');
    // Newest first; replies and ephemeral messages are not part of it.
    const all = workspace.timeline
      .in(channel.id)
      .filter(
        message =>
          message.ephemeral_to === undefined && message.thread_ts === undefined && isWithin(message, args),
      )
      .toSorted((one, other) => Number(other.ts) - Number(one.ts));
    const page = all.slice(after, after + limit);
    const more = after + limit < all.length;
    return {
      ok: true,
      messages: page.map(args.include_all_metadata === true ? withMetadata : messageObject),
      has_more: more,
      pin_count: 0,
      channel_actions_ts: null,
      channel_actions_count: 0,
      ...(more ? { response_metadata: { next_cursor: writeCursor(after + limit) } } : {}),
    };
  },
});

function isWithin(
  message: Message,
  range: { oldest?: string | undefined; latest?: string | undefined; inclusive?: boolean | undefined },
): boolean {
  const ts = Number(message.ts);
  const [oldest, latest] = [Number(range.oldest ?? 0), Number(range.latest ?? Number.POSITIVE_INFINITY)];
  return range.inclusive === true ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
}

function writeCursor(offset: number): string {
  return Buffer.from(`next:${offset}`).toString('base64');
}

function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined || cursor === '') return 0;
  const [, offset] = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  return offset === undefined ? undefined : Number(offset);
}
