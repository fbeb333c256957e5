import { z } from 'zod';
import { messageObject, withMetadata } from '../message-object.ts';
import type { Message } from '../timeline.ts';
import type { Json } from '../validate/schema.ts';
import { botIsIn, visibleToBot, type Workspace } from '../workspace.ts';
import { scopeFor } from './conversations.ts';
import { type Answer, flag, id, method, refuse, timestamp, whole } from './method.ts';
import { pageOf } from './page.ts';

const paging = {
  channel: id,
  cursor: z.string().optional(),
  include_all_metadata: flag.optional(),
  inclusive: flag.optional(),
  latest: timestamp.optional(),
  oldest: timestamp.optional(),
  limit: whole.optional(),
};

interface Asked {
  readonly channel: string;
  readonly cursor?: string | undefined;
  readonly include_all_metadata?: boolean | undefined;
  readonly inclusive?: boolean | undefined;
  readonly latest?: string | undefined;
  readonly oldest?: string | undefined;
  readonly limit?: number | undefined;
}

// https://docs.slack.dev/reference/methods/conversations.history
export const conversationsHistory = method({
  token: 'bot',
  scope: scopeFor('history'),
  args: z.strictObject(paging),
  run: (args, { workspace }) => {
    const all = readable(args, workspace);
    if ('ok' in all) return all;
    // Newest first; replies are part of it only where they were sent to the channel too.
    const roots = all.filter(({ thread_ts, broadcast }) => thread_ts === undefined || broadcast === true);
    const answer = paged(roots.toReversed(), args, workspace);
    return answer.ok
      ? { ...answer, pin_count: 0, channel_actions_ts: null, channel_actions_count: 0 }
      : answer;
  },
});

// https://docs.slack.dev/reference/methods/conversations.replies
export const conversationsReplies = method({
  token: 'bot',
  scope: scopeFor('history'),
  args: z.strictObject({ ...paging, ts: timestamp }),
  run: (args, { workspace }) => {
    const all = readable(args, workspace);
    if ('ok' in all) return all;
    const thread = all.filter(({ ts, thread_ts }) => ts === args.ts || thread_ts === args.ts);
    // The message itself comes first, and stands for a thread also while nobody has replied.
    return thread.some(({ ts }) => ts === args.ts)
      ? paged(thread, args, workspace)
      : refuse('thread_not_found');
  },
});

/** What the bot can read there, oldest first: ephemeral messages are in no history. */
function readable(args: Asked, { directory, timeline }: Workspace): readonly Message[] | Answer {
  const channel = visibleToBot(directory, args.channel);
  if (channel === undefined) return refuse('channel_not_found');
  if (!botIsIn(channel)) return refuse('not_in_channel');
  return timeline
    .in(channel.id)
    .filter(message => message.ephemeral_to === undefined && isWithin(message, args));
}

function paged(all: readonly Message[], args: Asked, workspace: Workspace): Answer {
  const page = pageOf(all, args.limit ?? 100, args.cursor);
  if (typeof page === 'string') return refuse(page);
  const shown = args.include_all_metadata === true ? withMetadata : messageObject;
  return {
    ok: true,
    messages: page.items.map(message => ({ ...shown(message), ...threadFields(message, workspace) })),
    has_more: page.next !== undefined,
    ...(page.next === undefined ? {} : { response_metadata: { next_cursor: page.next } }),
  };
}

/** What a message tells of the replies to it. */
function threadFields({ channel, ts }: Message, { timeline }: Workspace): Json {
  const replies = timeline
    .in(channel)
    .filter(({ thread_ts, ephemeral_to }) => thread_ts === ts && ephemeral_to === undefined);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map(({ user }) => user))];
  return {
    thread_ts: ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
    subscribed: false,
  };
}

function isWithin(message: Message, range: Asked): boolean {
  const ts = Number(message.ts);
  const [oldest, latest] = [Number(range.oldest ?? 0), Number(range.latest ?? Number.POSITIVE_INFINITY)];
  return range.inclusive === true ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
}
