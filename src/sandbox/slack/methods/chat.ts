import { z } from 'zod';
import { type Content, readContent } from '../message-body.ts';
import { messageObject, withMetadata } from '../message-object.ts';
import { app, type Channel } from '../seed.ts';
import type { Message } from '../timeline.ts';
import { botIsIn, visibleToBot, type Workspace } from '../workspace.ts';
import { directMessage } from './conversations.ts';
import { json } from './json-argument.ts';
import { readMetadata } from './metadata.ts';
import { type Answer, flag, id, method, refuse, refuseWith, timestamp } from './method.ts';

const shownArgs = { text: z.string().optional(), blocks: json.optional() };
// Only values that change nothing: turning plain text into mentions and links is not simulated.
const parsing = {
  parse: z.literal('none').optional(),
  link_names: flag.refine(on => !on, 'link_names is not simulated').optional(),
};
const unfurls = { unfurl_links: flag.optional(), unfurl_media: flag.optional() };

// https://docs.slack.dev/changelog/2018-04-truncating-really-long-messages
const truncatedBeyond = 40_000;
// https://docs.slack.dev/reference/methods/chat.update#errors
const updateLimit = 4000;

// https://docs.slack.dev/reference/methods/chat.postMessage
export const chatPostMessage = method({
  token: 'bot',
  scope: 'chat:write',
  args: z.strictObject({
    channel: id,
    ...shownArgs,
    thread_ts: timestamp.optional(),
    reply_broadcast: flag.optional(),
    metadata: json.optional(),
    mrkdwn: flag.refine(on => on, 'mrkdwn=false is not simulated').optional(),
    ...parsing,
    ...unfurls,
  }),
  run: (args, { workspace }) => {
    const channel = postable(args.channel, workspace);
    if ('ok' in channel) return channel;
    const shown = readContent(args.text, args.blocks);
    if (!shown.ok) return refuseContent(shown);
    const metadata = readMetadata(args.metadata);
    if (metadata === 'invalid') return refuse('invalid_metadata_format');
    const thread = threadOf(args.thread_ts, channel, workspace);
    if (typeof thread === 'object') return thread;
    if (args.reply_broadcast === true && thread === undefined)
      return refuseWith('invalid_arguments', ['reply_broadcast without thread_ts']);
    warnOfLength(shown.text, shown.blocks.length === 0, workspace);
    const message = workspace.timeline.post({
      channel: channel.id,
      text: shown.text.slice(0, truncatedBeyond),
      blocks: shown.blocks,
      via: 'api',
      thread_ts: thread,
      ...(args.reply_broadcast === true ? { broadcast: true } : {}),
      metadata,
    });
    return { ok: true, channel: channel.id, ts: message.ts, message: withMetadata(message) };
  },
});

// https://docs.slack.dev/reference/methods/chat.update
export const chatUpdate = method({
  token: 'bot',
  scope: 'chat:write',
  args: z.strictObject({ channel: id, ts: timestamp, ...shownArgs, metadata: json.optional(), ...parsing }),
  run: (args, { workspace }) => {
    // A user id opens a conversation only when something is posted: an update needs the D id that post answered.
    const channel = visibleToBot(workspace.directory, args.channel);
    if (channel === undefined) return refuse('channel_not_found');
    if (channel.is_archived) return refuse('is_inactive');
    const message = workspace.timeline.find(channel.id, args.ts);
    if (message === undefined) return refuse('message_not_found');
    if (message.via !== 'api' || message.ephemeral_to !== undefined) return refuse('cant_update_message');
    if ((args.text ?? '').length > updateLimit) return refuse('msg_too_long');
    const shown = readContent(args.text, args.blocks);
    if (!shown.ok) return refuseContent(shown);
    if (has(message, 'rich_text') && !shown.blocks.some(block => block['type'] === 'rich_text'))
      return refuse('block_mismatch');
    const metadata = args.metadata === undefined ? message.metadata : readMetadata(args.metadata);
    if (metadata === 'invalid') return refuse('invalid_metadata_format');
    const { text, blocks } = shown;
    // Only edits without blocks are marked "(edited)".
    const edited =
      blocks.length === 0 ? { user: app.botUserId, ts: workspace.timeline.nextTs() } : message.edited;
    const updated = workspace.timeline.edit(message, { text, blocks, metadata, edited });
    return { ok: true, channel: channel.id, ts: message.ts, text, message: messageObject(updated) };
  },
});

// https://docs.slack.dev/reference/methods/chat.postEphemeral
export const chatPostEphemeral = method({
  token: 'bot',
  scope: 'chat:write',
  args: z.strictObject({ channel: id, user: id, ...shownArgs, thread_ts: timestamp.optional(), ...parsing }),
  run: (args, { workspace }) => {
    const channel = postable(args.channel, workspace);
    if ('ok' in channel) return channel;
    if (workspace.directory.person(args.user) === undefined) return refuse('user_not_found');
    if (!channel.members.has(args.user)) return refuse('user_not_in_channel');
    const shown = readContent(args.text, args.blocks);
    if (!shown.ok) return refuseContent(shown);
    const { text, blocks } = shown;
    const { ts } = workspace.timeline.post({
      channel: channel.id,
      text,
      blocks,
      via: 'api',
      thread_ts: args.thread_ts,
      ephemeral_to: args.user,
    });
    return { ok: true, message_ts: ts };
  },
});

/** The thread that a `thread_ts` means: a reply's stands for the message it replies to. */
function threadOf(
  ts: string | undefined,
  channel: Channel,
  { timeline, journal }: Workspace,
): string | undefined | Answer {
  if (ts === undefined) return undefined;
  const parent = timeline.find(channel.id, ts);
  if (parent === undefined || parent.ephemeral_to !== undefined) return refuse('thread_not_found');
  if (parent.thread_ts === undefined) return ts;
  // Slack asks apps not to; what such a reply looks like differs from client to client.
  journal.surprise(`thread_ts ${ts} is that of a reply`);
  return parent.thread_ts;
}

/** Where a post with this channel argument lands; a person's id stands for their direct message with the bot. */
function postable(given: string, workspace: Workspace): Channel | Answer {
  const { directory, manifest } = workspace;
  if (workspace.directory.person(given) !== undefined) return directMessage(workspace, given);
  const channel = visibleToBot(directory, given);
  if (channel === undefined) return refuse('channel_not_found');
  if (channel.is_archived) return refuse('is_archived');
  const uninvited = !channel.is_private && manifest.scopes.has('chat:write.public');
  return botIsIn(channel) || uninvited ? channel : refuse('not_in_channel');
}

function refuseContent({ error, errors }: Content & { ok: false }): Answer {
  return errors.length === 0 ? refuse(error) : refuseWith(error, errors);
}

// Slack drops what is beyond 40,000 characters, and has been seen to split what is beyond 4,000 into several messages:
// either way the app no longer has the one message it believes in.
function warnOfLength(text: string, textOnly: boolean, { journal }: Workspace): void {
  if (text.length > truncatedBeyond) journal.surprise(`text of ${text.length} characters was truncated`);
  else if (textOnly && text.length > updateLimit)
    journal.surprise(`text of ${text.length} characters may be split`);
}

function has(message: Message, type: string): boolean {
  return message.blocks.some(block => block['type'] === type);
}
