import { createHash } from 'node:crypto';
import type { Card } from '../core/cards.ts';
import type { ChannelId } from '../core/ids.ts';
import type { CardRow } from '../ports.ts';
import { plainTwin } from './message.ts';
import type { Message } from './message.ts';
import type { Posted } from './posting.ts';
import { cardMessage } from './words/card-words.ts';

/** The one call that brings a card nearer to what its rows say. */
export type Step =
  /** Slack shows it, or there is nothing to show. */
  | { readonly kind: 'none' }
  /** A first post was on its way when its answer, or the process, was lost: is it there? */
  | { readonly kind: 'look'; readonly channel: ChannelId; readonly at: number }
  | ({ readonly kind: 'post'; readonly channel: string } & Content)
  | ({ readonly kind: 'edit'; readonly at: Posted } & Content)
  /** The card stands elsewhere than where it was asked for, and the requester has not been told. */
  | { readonly kind: 'tell'; readonly at: Posted; readonly full: Message }
  /** Every place it could stand in is closed. */
  | { readonly kind: 'nowhere'; readonly full: Message };

/** `hash` is of the full form, also when the plain one is sent, so that the next change tries that one again. */
type Content = { readonly message: Message; readonly full: Message; readonly hash: string };

/** What was learned while sending a card, until it is shown. Lost with the process, it is learned again. */
export type Attempt = {
  /** Where it cannot stand, and why. */
  readonly closed: readonly { readonly channel: string; readonly code: string }[];
  /** The full form that Slack refused, and the reference it was logged under. */
  readonly refused: { readonly hash: string; readonly reference: string } | null;
  /** Calls in a row whose outcome is unknown. */
  readonly unknown: number;
};

export const noAttempt: Attempt = { closed: [], refused: null, unknown: 0 };

export function nextStep(
  card: CardRow,
  content: Card | null,
  attempt: Attempt,
  reportingChannel: ChannelId,
): Step {
  if (content === null) return { kind: 'none' };
  if (card.posting !== null) return { kind: 'look', ...card.posting };
  const full = cardMessage(content, card.again);
  const hash = createHash('sha256').update(JSON.stringify(full)).digest('hex');
  const { refused } = attempt;
  const message = refused?.hash === hash ? plainTwin(full, refused.reference) : full;
  const { place } = card;
  if (place !== null) {
    if (isUntold(card, place)) return { kind: 'tell', at: place, full };
    return card.sentHash === hash ? { kind: 'none' } : { kind: 'edit', at: place, message, full, hash };
  }
  // Once nowhere, it is tried again only when it has come to its end: progress would ask at every look.
  if (card.dead !== '' && isProgress(content)) return { kind: 'none' };
  const channel = candidates(card, attempt, reportingChannel).find(one => !isClosed(attempt, one));
  return channel === undefined ? { kind: 'nowhere', full } : { kind: 'post', channel, message, full, hash };
}

/** Cards that only tell how far something is may be left out for a newer one. */
export function isProgress(content: Card): boolean {
  return content.kind === 'snapshot-running' || (content.kind === 'run' && content.state === 'running');
}

export function isUntold({ origin, told }: CardRow, place: Posted): boolean {
  return place.channel !== origin.channel && told !== place.channel;
}

/** Where it was asked for; else, if that is public, the reporting channel; else the requester's direct messages. */
function candidates(
  { origin, requester }: CardRow,
  { closed }: Attempt,
  reportingChannel: ChannelId,
): readonly string[] {
  // Slack tells a bot that it is not in a channel only of public ones: of private ones it denies that they exist.
  const proven = closed.some(({ channel, code }) => channel === origin.channel && code === 'not_in_channel');
  const isPublic = origin.visibility === 'public' || proven;
  return [
    origin.channel,
    ...(isPublic ? [reportingChannel] : []),
    ...(requester === null ? [] : [requester.user]),
  ];
}

function isClosed({ closed }: Attempt, one: string): boolean {
  return closed.some(({ channel }) => channel === one);
}
