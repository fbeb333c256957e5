import type { KnownBlock, WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { ChannelId } from '../core/ids.ts';
import type { CardKey } from '../ports.ts';
import type { Message } from './message.ts';
import type { SlackOutcome } from './web.ts';
import { slackOutcome } from './web.ts';

export type Posted = { readonly channel: ChannelId; readonly ts: string };

export type Posting = {
  /** The id of the direct messages with a person. Needs a scope that is optional. */
  open(user: string): Promise<SlackOutcome<ChannelId>>;
  post(channel: string, key: CardKey, message: Message): Promise<SlackOutcome<Posted>>;
  /** A message that nothing follows. */
  say(channel: string, message: Message): Promise<SlackOutcome<null>>;
  edit(at: Posted, key: CardKey, message: Message): Promise<SlackOutcome<Posted>>;
  /** Looks for a card whose post, sent at `at`, was not answered. */
  find(channel: ChannelId, key: CardKey, at: number): Promise<SlackOutcome<Search>>;
};

/** `card`: null when it was not seen. `complete`: every message of that time was looked at. */
type Search = { readonly card: Posted | null; readonly complete: boolean };

/** A person's id as channel stands for their direct messages with the bot. */
export const isPerson = (channel: string): boolean => /^[UW]/u.test(channel);
export const isDirect = (channel: string): boolean => channel.startsWith('D');

/** A post takes effect within the client's own timeout; the rest is for clocks that differ. */
const margin = { before: 60, after: 300 };
const pagesRead = 5;

const eventType = 'snapkeeper_card';
const historyMessage = z.object({
  ts: z.string(),
  metadata: z.object({ event_type: z.literal(eventType), event_payload: z.object({ key: z.string() }) }),
});

/** The calls that cards need. Each post carries its key, by which it can be found again. */
export function createPosting(web: WebClient): Posting {
  const content = (key: CardKey, { text, blocks }: Message) => ({
    text,
    blocks: [...blocks] as KnownBlock[],
    metadata: { event_type: eventType, event_payload: { key } },
  });
  return {
    open: user =>
      slackOutcome(async () => {
        const { channel } = await web.conversations.open({ users: user });
        return (channel?.id ?? user) as ChannelId;
      }),
    post: (channel, key, message) =>
      slackOutcome(async () => {
        const answer = await web.chat.postMessage({
          channel,
          ...content(key, message),
          unfurl_links: false,
          unfurl_media: false,
        });
        return { channel: answer.channel as ChannelId, ts: answer.ts ?? '' };
      }),
    say: (channel, { text, blocks }) =>
      slackOutcome(async () => {
        await web.chat.postMessage({
          channel,
          text,
          blocks: [...blocks] as KnownBlock[],
          unfurl_links: false,
          unfurl_media: false,
        });
        return null;
      }),
    edit: (at, key, message) =>
      slackOutcome(async () => {
        await web.chat.update({ channel: at.channel, ts: at.ts, ...content(key, message) });
        return at;
      }),
    find: (channel, key, at) =>
      slackOutcome(async () => {
        const seconds = Math.floor(at / 1_000);
        let cursor = '';
        for (let page = 0; page < pagesRead; page += 1) {
          const answer = await web.conversations.history({
            channel,
            include_all_metadata: true,
            oldest: String(seconds - margin.before),
            latest: String(seconds + margin.after),
            limit: 200,
            ...(cursor === '' ? {} : { cursor }),
          });
          for (const candidate of answer.messages ?? []) {
            const own = historyMessage.safeParse(candidate);
            if (own.success && own.data.metadata.event_payload.key === key) {
              return { card: { channel, ts: own.data.ts }, complete: true };
            }
          }
          cursor = answer.response_metadata?.next_cursor ?? '';
          if (answer.has_more !== true || cursor === '') return { card: null, complete: true };
        }
        return { card: null, complete: false };
      }),
  };
}
