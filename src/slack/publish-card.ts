import { createHash } from 'node:crypto';
import type { Card } from '../core/cards.ts';
import type { ChannelId } from '../core/ids.ts';
import type { CardKey, CardRow, Deps } from '../ports.ts';
import type { Message } from './message.ts';
import type { Posted, Posting } from './posting.ts';
import type { SlackFault } from './web.ts';
import { cardMessage } from './words/card-words.ts';

export type CardPublisherDeps = Pick<Deps, 'store' | 'clock' | 'log'> & {
  readonly posting: Posting;
  /** The content of a card from its rows; null when there is nothing to show any more. */
  readonly load: (key: CardKey) => Promise<Card | null>;
  /** Where cards of public channels go when the bot cannot post there. */
  readonly reportingChannel: ChannelId;
  /** Told once per card, when it first stands somewhere. */
  readonly onPlaced: (key: CardKey, at: Posted, origin: ChannelId) => void;
};

/**
 * `again`: when to come back (epoch ms), null when done. `channel`: where a message was sent. `everything`:
 * Slack wants nothing at all from this workspace until then.
 */
export type Published = {
  readonly again: number | null;
  readonly channel: ChannelId | null;
  readonly everything?: boolean;
};

const afterUnknown = 5_000;
const afterRefusal = 5 * 60_000;
const done: Published = { again: null, channel: null };

/** Codes that say: not in this channel, not now and not later. */
const channelClosed = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'user_disabled',
  'user_not_found',
  'team_access_not_granted',
]);

/** The message itself is gone or cannot be edited: the card is posted anew. */
const messageLost = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** Codes about what was sent, not about who sent it. */
const messageAtFault =
  /^(?:invalid_blocks|invalid_arg|msg_too_long|msg_blocks_too_long|no_text|invalid_metadata|too_many_attachments|block_mismatch)/u;

function wordsFor(code: string): string {
  if (messageAtFault.test(code)) return 'Slack refuses this card as it is';
  return 'Slack refuses SLACK_BOT_TOKEN or one of its scopes; the card is tried again every few minutes';
}

/** Brings one card in Slack to what its rows say: posted once, then edited. */
export function createCardPublisher(deps: CardPublisherDeps): (card: CardRow) => Promise<Published> {
  const { store, clock, log, posting, load, reportingChannel, onPlaced } = deps;

  async function publish(card: CardRow): Promise<Published> {
    const content = await load(card.key);
    if (content === null || card.dead !== '') return finish(card);
    if (card.posting !== null) return recover(card, card.posting);
    const message = cardMessage(content, card.again);
    const hash = createHash('sha256').update(JSON.stringify(message)).digest('hex');
    if (card.place === null) return post(card, message, hash, candidates(card));
    return hash === card.sentHash ? finish(card) : edit(card, card.place, message, hash);
  }

  /** The process died, or the reply was lost, while the first post was on its way: is it there? */
  async function recover(card: CardRow, sent: { channel: ChannelId; at: number }): Promise<Published> {
    const found = await posting.find(sent.channel, card.key, sent.at);
    if (found.kind === 'ok' && found.value.card !== null) {
      const place = found.value.card;
      await save({ ...card, posting: null, place });
      onPlaced(card.key, place, card.origin.channel);
      return atOnce();
    }
    if (found.kind === 'fault' && found.fault.kind !== 'refused') return later(found.fault);
    // Where the history cannot be read to its end the card may stand there twice, so the second one says so.
    await save({
      ...card,
      posting: null,
      again: card.again || found.kind === 'fault' || !found.value.complete,
    });
    return atOnce();
  }

  async function post(
    row: CardRow,
    message: Message,
    hash: string,
    channels: readonly string[],
  ): Promise<Published> {
    const [channel, ...others] = channels;
    if (channel === undefined) {
      log.error({ card: row.key, channel: row.origin.channel }, 'a card cannot be shown anywhere');
      return finish({ ...row, dead: 'no channel' });
    }
    const sending = await save({ ...row, posting: { channel: channel as ChannelId, at: clock.now() } });
    const outcome = await posting.post(channel, row.key, message);
    if (outcome.kind === 'ok') {
      const at = outcome.value;
      await finish({ ...sending, posting: null, place: at, sentHash: hash });
      onPlaced(row.key, at, row.origin.channel);
      return { again: null, channel: at.channel };
    }
    const { fault } = outcome;
    if (fault.kind === 'unknown') return later(fault);
    const cleared = await save({ ...sending, posting: null });
    if (fault.kind === 'later') return later(fault);
    if (!channelClosed.has(fault.code)) return broken(cleared, fault);
    log.info({ card: row.key, channel, code: fault.code }, 'a card cannot stand here');
    // Only what was asked in a public channel may be shown to the reporting channel.
    return post(cleared, message, hash, fault.code === 'not_in_channel' ? others : others.filter(isPerson));
  }

  async function edit(card: CardRow, at: Posted, message: Message, hash: string): Promise<Published> {
    const outcome = await posting.edit(at, card.key, message);
    if (outcome.kind === 'ok') {
      await finish({ ...card, sentHash: hash });
      return { again: null, channel: at.channel };
    }
    const { fault } = outcome;
    if (fault.kind !== 'refused') return later(fault);
    if (!messageLost.has(fault.code) && !channelClosed.has(fault.code)) return broken(card, fault);
    await save({ ...card, place: null, sentHash: '' });
    return atOnce();
  }

  /**
   * Slack says no. To the message itself: trying again cannot help, and the next change is a new chance. To
   * anything else, a token or a scope: a person mends that, and then the card must still be told.
   */
  async function broken(card: CardRow, fault: SlackFault & { kind: 'refused' }): Promise<Published> {
    log.error({ card: card.key, code: fault.code, detail: fault.detail }, wordsFor(fault.code));
    return messageAtFault.test(fault.code)
      ? finish(card)
      : { again: clock.now() + afterRefusal, channel: null };
  }

  const atOnce = (): Published => ({ again: clock.now(), channel: null });

  function later(fault: SlackFault): Published {
    return {
      again: clock.now() + (fault.kind === 'later' ? fault.retryAfterMs : afterUnknown),
      channel: null,
    };
  }

  /** Slack shows the revision that was read; marks made meanwhile keep the card dirty. */
  async function finish(card: CardRow): Promise<Published> {
    await save({ ...card, sentRevision: card.revision });
    return done;
  }

  async function save(card: CardRow): Promise<CardRow> {
    const next = { ...card, version: card.version + 1 };
    const expect = [{ row: `card/${card.key}`, version: card.version }];
    const committed = await store.commit([{ kind: 'card-row', card: next }], expect);
    if (committed !== 'done') throw new Error(`card ${card.key} was written by somebody else`);
    return next;
  }

  /** Where it was asked for; else the reporting channel; else the requester's direct messages. */
  function candidates(card: CardRow): readonly string[] {
    const last = card.requester === null ? [] : [card.requester.user];
    return [...new Set<string>([card.origin.channel, reportingChannel, ...last])];
  }

  return publish;
}

/** A person's id as channel opens the direct messages with the bot. */
const isPerson = (channel: string): boolean => /^[UW]/u.test(channel);
