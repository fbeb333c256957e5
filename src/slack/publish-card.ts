import type { ChannelId } from '../core/ids.ts';
import type { CardKey, CardRow, Deps } from '../ports.ts';
import type { Attempt, Step } from './card-step.ts';
import { isUntold, noAttempt } from './card-step.ts';
import type { Notices } from './notices.ts';
import type { Posting } from './posting.ts';
import { isDirect, isPerson } from './posting.ts';
import { isArchived, verdictOf } from './verdict.ts';
import type { SlackFault } from './web.ts';

export type CardPublisherDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'newId'> & {
  readonly posting: Posting;
  readonly notices: Notices;
};

/** `later`: come back at `at` (epoch ms); until then Slack wants nothing more of this card, of this method, or at all. */
export type Published =
  | { readonly kind: 'moved' }
  | { readonly kind: 'later'; readonly at: number; readonly holds: 'card' | 'method' | 'everything' };

export type CardPublisher = {
  /** What was learned about a card that is not shown yet. */
  attempt(key: CardKey): Attempt;
  /** Takes one step with one card, and puts on record what came of it. Slack's refusals are no errors. */
  publish(card: CardRow, step: Step): Promise<Published>;
};

/** An answer that was lost may have taken effect; so long it may take to show. Doubled up to `longestUnknown`. */
export const afterUnknown = 5_000;
const longestUnknown = 30_000;
const afterRefusal = 5 * 60_000;
const moved: Published = { kind: 'moved' };

type Refused = SlackFault & { kind: 'refused' };
type Sending = Step & { kind: 'post' | 'edit' };

/** Brings one card in Slack to what its rows say, a step at a time. */
export function createCardPublisher({
  store,
  clock,
  log,
  newId,
  posting,
  notices,
}: CardPublisherDeps): CardPublisher {
  const attempts = new Map<CardKey, Attempt>();
  const directMessages = new Map<string, ChannelId>();

  const attemptOf = (key: CardKey): Attempt => attempts.get(key) ?? noAttempt;
  const learn = (key: CardKey, news: Partial<Attempt>): void =>
    void attempts.set(key, { ...attemptOf(key), ...news });

  function publish(card: CardRow, step: Step): Promise<Published> {
    switch (step.kind) {
      case 'none':
        return shown(card);
      case 'look':
        return look(card, step);
      case 'post':
        return post(card, step);
      case 'edit':
        return edit(card, step);
      case 'tell':
        return tell(card, step);
      case 'nowhere':
        return nowhere(card, step);
    }
  }

  async function look(card: CardRow, { channel, at }: Step & { kind: 'look' }): Promise<Published> {
    const found = await posting.find(channel, card.key, at);
    if (found.kind === 'fault' && found.fault.kind !== 'refused') return later(card, found.fault);
    if (found.kind === 'ok' && found.value.card !== null) {
      await save({ ...card, posting: null, place: found.value.card });
      return moved;
    }
    // Where the history cannot be read to its end the card may stand there twice, so the second one says so.
    const again = card.again || found.kind === 'fault' || !found.value.complete;
    await save({ ...card, posting: null, again });
    return moved;
  }

  async function post(card: CardRow, step: Step & { kind: 'post' }): Promise<Published> {
    const opened = await open(step.channel);
    if (opened.kind === 'fault') return refusedOrLater(card, step, opened.fault);
    const sending = await save({ ...card, posting: { channel: opened.channel, at: clock.now() } });
    const outcome = await posting.post(opened.channel, card.key, step.message);
    if (outcome.kind === 'fault') {
      // While the outcome is unknown the row says that it was being posted: it is looked for.
      if (outcome.fault.kind === 'unknown') return later(card, outcome.fault);
      return refusedOrLater(await save({ ...sending, posting: null }), step, outcome.fault);
    }
    const place = outcome.value;
    const standing = { ...sending, posting: null, place, sentHash: step.hash, dead: '' };
    if (!isUntold(card, place)) return shown(standing);
    await save(standing);
    return moved;
  }

  /** A post to a person opens their direct messages by itself, but only a channel's id can be looked into afterwards. */
  async function open(
    channel: string,
  ): Promise<{ kind: 'ok'; channel: ChannelId } | { kind: 'fault'; fault: SlackFault }> {
    const known = directMessages.get(channel);
    if (!isPerson(channel) || known !== undefined) {
      return { kind: 'ok', channel: known ?? (channel as ChannelId) };
    }
    const opened = await posting.open(channel);
    if (opened.kind === 'ok') {
      directMessages.set(channel, opened.value);
      return { kind: 'ok', channel: opened.value };
    }
    const { fault } = opened;
    const decides = fault.kind !== 'refused' || verdictOf(fault.code) === 'channel';
    return decides ? { kind: 'fault', fault } : { kind: 'ok', channel: channel as ChannelId };
  }

  async function edit(card: CardRow, step: Step & { kind: 'edit' }): Promise<Published> {
    const outcome = await posting.edit(step.at, card.key, step.message);
    if (outcome.kind === 'ok') return shown({ ...card, sentHash: step.hash });
    return refusedOrLater(card, step, outcome.fault);
  }

  async function tell(card: CardRow, { at, full }: Step & { kind: 'tell' }): Promise<Published> {
    const { closed } = attemptOf(card.key);
    const why = closed.find(({ channel }) => channel === card.origin.channel)?.code ?? '';
    const fault = await notices.elsewhere(card, full, at, isArchived(why));
    if (fault !== null) return later(card, fault);
    await save({ ...card, told: at.channel });
    return moved;
  }

  async function nowhere(card: CardRow, { full }: Step & { kind: 'nowhere' }): Promise<Published> {
    const { closed } = attemptOf(card.key);
    if (card.dead === '') {
      log.error({ card: card.key, closed }, 'a card cannot be shown anywhere; the work behind it goes on');
      await notices.nowhere(card, full);
    }
    return shown({ ...card, dead: closed.map(({ code }) => code).join(' ') || 'no channel' });
  }

  async function refusedOrLater(card: CardRow, step: Sending, fault: SlackFault): Promise<Published> {
    if (fault.kind !== 'refused') return later(card, fault);
    switch (verdictOf(fault.code)) {
      case 'channel':
        return moveOn(card, step, fault);
      case 'message':
        if (step.kind === 'post') return waitForPeople(card, fault, 'card');
        await save({ ...card, place: null, sentHash: '' });
        return moved;
      case 'form':
        return badForm(card, step, fault);
      case 'token':
        return waitForPeople(card, fault, 'everything');
      case 'other':
        return waitForPeople(card, fault, 'card');
    }
  }

  /** The card goes to its next place, or, if it stood here, to its first one that is open. */
  async function moveOn(card: CardRow, step: Sending, { code }: Refused): Promise<Published> {
    const from = step.kind === 'post' ? step.channel : step.at.channel;
    const channel = isDirect(from) ? (card.requester?.user ?? from) : from;
    log.info({ card: card.key, channel, code }, 'a card cannot stand here');
    learn(card.key, { closed: [...attemptOf(card.key).closed, { channel, code }] });
    if (step.kind === 'edit') await save({ ...card, place: null, sentHash: '' });
    return moved;
  }

  /** Told in the plainest form then; if Slack does not take that either, the next change is the next chance. */
  async function badForm(card: CardRow, step: Sending, { code, detail }: Refused): Promise<Published> {
    const { refused } = attemptOf(card.key);
    const reference = refused?.hash === step.hash ? refused.reference : newId('r');
    const subject = { card: card.key, reference, code, detail };
    if (step.message !== step.full) {
      log.error(subject, 'Slack refuses this card in its plain form too; it is not shown as it is now');
      return shown(card);
    }
    log.error(subject, 'Slack refuses this card as it is; it is shown in its plain form');
    learn(card.key, { refused: { hash: step.hash, reference } });
    return moved;
  }

  /** Nothing that is tried again soon can help; and yet the card must be told in the end. */
  function waitForPeople(card: CardRow, { code, detail }: Refused, holds: 'card' | 'everything'): Published {
    const what =
      holds === 'everything'
        ? 'Slack refuses SLACK_BOT_TOKEN or one of its scopes; cards are tried again every few minutes'
        : 'Slack refuses this card; it is tried again every few minutes';
    log.error({ card: card.key, code, detail }, what);
    return { kind: 'later', at: clock.now() + afterRefusal, holds };
  }

  function later(card: CardRow, fault: SlackFault): Published {
    const now = clock.now();
    if (fault.kind === 'later') {
      return { kind: 'later', at: now + fault.retryAfterMs, holds: fault.limited ? 'method' : 'everything' };
    }
    const { unknown } = attemptOf(card.key);
    learn(card.key, { unknown: unknown + 1 });
    return { kind: 'later', at: now + Math.min(afterUnknown * 2 ** unknown, longestUnknown), holds: 'card' };
  }

  /** Slack shows the revision that was read; marks made meanwhile keep the card dirty. */
  async function shown(card: CardRow): Promise<Published> {
    await save({ ...card, sentRevision: card.revision });
    attempts.delete(card.key);
    return moved;
  }

  async function save(card: CardRow): Promise<CardRow> {
    const next = { ...card, version: card.version + 1 };
    const expect = [{ row: `card/${card.key}`, version: card.version }];
    const committed = await store.commit([{ kind: 'card-row', card: next }], expect);
    if (committed !== 'done') throw new Error(`card ${card.key} was written by somebody else`);
    return next;
  }

  return { attempt: attemptOf, publish };
}
