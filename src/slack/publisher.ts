import { createHash } from 'node:crypto';
import type { Card } from '../core/cards.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Log } from '../log.ts';
import type { Cancel, CardKey, CardRow, Clock, Store, Track } from '../ports.ts';
import type { Message } from './message.ts';
import type { Posted, Posting } from './posting.ts';
import type { SlackFault } from './web.ts';
import { cardMessage } from './words/card-words.ts';

export type Publisher = {
  /** Sends what is dirty, and from then on whatever becomes dirty. */
  start(): void;
  /** Sends what can be sent without waiting, for at most `ms` of wire time. */
  drain(ms: number): Promise<void>;
  /** Told once per card, when it first stands somewhere. */
  onPlaced(listener: (key: CardKey, at: Posted, origin: ChannelId) => void): void;
};

export type PublisherDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly track: Track;
  readonly log: Log;
  readonly posting: Posting;
  /** The content of a card from its rows; null when there is nothing to show any more. */
  readonly load: (key: CardKey) => Promise<Card | null>;
  /** Where cards of public channels go when the bot cannot post there. */
  readonly reportingChannel: ChannelId;
};

/** One message a second and channel is what Slack allows in the long run. */
const channelPause = 1_100;
const afterUnknown = 5_000;
const afterTrouble = 30_000;

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
  'team_access_not_granted',
]);

/** The message itself is gone or cannot be edited: the card is posted anew. */
const messageLost = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** Makes Slack show what the rows say: each card posted once, then edited. */
export function createPublisher(deps: PublisherDeps): Publisher {
  const { store, clock, track, log, posting, load, reportingChannel } = deps;
  const placed: ((key: CardKey, at: Posted, origin: ChannelId) => void)[] = [];
  const notBefore = new Map<string, number>();
  let running: Promise<void> | null = null;
  let again = false;
  let wake: Cancel = () => {};
  let hurry = false;

  function pump(): void {
    again = true;
    running ??= track('publish', async () => {
      try {
        while (again) {
          again = false;
          await publishDirty();
        }
      } finally {
        running = null;
      }
    });
  }

  async function publishDirty(): Promise<void> {
    let next = Number.POSITIVE_INFINITY;
    for (const card of await store.dirtyCards()) {
      const at = hurry ? 0 : Math.max(notBefore.get(card.key) ?? 0, notBefore.get(channelOf(card)) ?? 0);
      if (at > clock.now()) next = Math.min(next, at);
      else next = Math.min(next, (await publishSafely(card)) ?? Number.POSITIVE_INFINITY);
    }
    wake();
    if (next !== Number.POSITIVE_INFINITY && !hurry) wake = clock.at(next, pump);
  }

  /** One broken card must not keep the others from being shown. Answers when to try again, or null. */
  async function publishSafely(card: CardRow): Promise<number | null> {
    let later: number | null;
    try {
      later = await publish(card);
    } catch (error) {
      log.error(
        { card: card.key, error: error instanceof Error ? error.stack : String(error) },
        'a card could not be published',
      );
      later = clock.now() + afterTrouble;
    }
    if (later === null) notBefore.delete(card.key);
    else notBefore.set(card.key, later);
    return later;
  }

  async function publish(card: CardRow): Promise<number | null> {
    const content = await load(card.key);
    if (content === null || card.dead !== '') return save({ ...card, sentRevision: card.revision });
    if (card.posting !== null) return recover(card, card.posting);
    const message = cardMessage(content, card.again);
    const hash = hashOf(message);
    if (card.place === null) return post(card, message, hash, candidates(card));
    if (hash === card.sentHash) return save({ ...card, sentRevision: card.revision });
    return edit(card, card.place, message, hash);
  }

  /** The process died, or the reply was lost, while the first post was on its way: is it there? */
  async function recover(card: CardRow, sent: { channel: ChannelId; at: number }): Promise<number | null> {
    const found = await posting.find(sent.channel, card.key, sent.at);
    if (found.kind === 'ok' && found.value !== null) {
      await save({ ...card, posting: null, place: found.value });
      tell(card, found.value);
      return clock.now();
    }
    if (found.kind === 'fault' && found.fault.kind !== 'refused') return later(found.fault);
    // Slack does not let us look: the card may stand there twice, so the second one says so.
    const blind = found.kind === 'fault';
    await save({ ...card, posting: null, again: card.again || blind });
    return clock.now();
  }

  async function post(
    card: CardRow,
    message: Message,
    hash: string,
    channels: readonly string[],
  ): Promise<number | null> {
    const [channel, ...others] = channels;
    if (channel === undefined) {
      log.error(
        { card: card.key, channel: card.origin.channel },
        'a card cannot be shown anywhere; see the operation itself',
      );
      return save({ ...card, dead: 'no channel', sentRevision: card.revision });
    }
    const pending = { ...card, posting: { channel: channel as ChannelId, at: clock.now() } };
    await save(pending);
    const outcome = await posting.post(channel, card.key, message);
    const current = { ...pending, version: pending.version + 1 };
    if (outcome.kind === 'ok') {
      pause(outcome.value.channel);
      await save({
        ...current,
        posting: null,
        place: outcome.value,
        sentHash: hash,
        sentRevision: card.revision,
      });
      tell(card, outcome.value);
      return null;
    }
    const { fault } = outcome;
    if (fault.kind === 'unknown') return later(fault);
    const cleared = { ...current, posting: null };
    await save(cleared);
    if (fault.kind === 'later') return later(fault);
    const again = { ...cleared, version: cleared.version + 1 };
    log.info({ card: card.key, channel, code: fault.code }, 'a card cannot stand here');
    if (!channelClosed.has(fault.code)) return broken(again, fault);
    return post(again, message, hash, fault.code === 'not_in_channel' ? others : others.filter(isPerson));
  }

  async function edit(card: CardRow, at: Posted, message: Message, hash: string): Promise<number | null> {
    const outcome = await posting.edit(at, card.key, message);
    if (outcome.kind === 'ok') {
      pause(at.channel);
      return save({ ...card, sentHash: hash, sentRevision: card.revision });
    }
    const { fault } = outcome;
    if (fault.kind !== 'refused') return later(fault);
    if (!messageLost.has(fault.code) && !channelClosed.has(fault.code)) return broken(card, fault);
    await save({ ...card, place: null, sentHash: '' });
    return clock.now();
  }

  /** Slack refuses the message itself. Trying again cannot help; the next change of the card is a new chance. */
  function broken(card: CardRow, fault: SlackFault & { kind: 'refused' }): Promise<null> {
    log.error({ card: card.key, code: fault.code, detail: fault.detail }, 'Slack refuses this card');
    return save({ ...card, sentRevision: card.revision });
  }

  function later(fault: SlackFault): number {
    return clock.now() + (fault.kind === 'later' ? fault.retryAfterMs : afterUnknown);
  }

  function pause(channel: ChannelId): void {
    notBefore.set(channel, clock.now() + channelPause);
  }

  async function save(card: CardRow): Promise<null> {
    const next = { ...card, version: card.version + 1 };
    const committed = await store.commit(
      [{ kind: 'card-row', card: next }],
      [{ row: `card/${card.key}`, version: card.version }],
    );
    if (committed !== 'done') throw new Error(`card ${card.key} was written by somebody else`);
    return null;
  }

  function tell(card: CardRow, at: Posted): void {
    for (const listener of placed) listener(card.key, at, card.origin.channel);
  }

  /** Where it was asked for; else the reporting channel (from public channels only); else the requester's DM. */
  function candidates(card: CardRow): readonly string[] {
    return [...new Set<string>([card.origin.channel, reportingChannel, card.requester.user])];
  }

  return {
    start() {
      store.onCommit(changes => {
        if (changes.some(change => change.kind === 'card-dirty')) pump();
      });
      pump();
    },
    async drain(ms) {
      hurry = true;
      pump();
      const deadline = clock.deadline(ms);
      await Promise.race([running ?? Promise.resolve(), deadline.passed]);
      deadline.cancel();
      wake();
    },
    onPlaced(listener) {
      placed.push(listener);
    },
  };
}

/** A person's id as channel opens the DM with the bot. */
const isPerson = (channel: string): boolean => /^[UW]/u.test(channel);

const channelOf = (card: CardRow): string => card.place?.channel ?? card.origin.channel;

function hashOf(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('hex');
}
