import type { KnownBlock } from '@slack/web-api';
import type { HoldCard } from '../../core/cards.ts';
import type { OperationId } from '../../core/ids.ts';
import type { Hold } from '../../core/snapshot-set.ts';
import type { CardAction } from '../message.ts';
import { cardButtons, context, header, outside, section } from '../message.ts';
import { failureWords } from './failure-words.ts';
import { dateAndTime, mention } from './phrases.ts';

export const details = ({ operation }: { readonly operation: OperationId }): CardAction => ({
  verb: 'status',
  label: 'Details',
  subject: operation,
});

/** `Held by @bob until 24 December: audit.` */
export function heldWords(hold: Hold): string {
  const until = hold.until === null ? '' : ` until ${dateAndTime(hold.until)}`;
  const because = hold.reason === '' ? '' : `: ${outside(hold.reason, 160)}`;
  return `Held by ${mention(hold.by)}${until}${because}.`;
}

/** A hold being written into the tags of a set, or taken out of them. */
export function holdBlocks(card: HoldCard): readonly KnownBlock[] {
  const of = `\`${card.set}\` of ${outside(card.server)}, taken ${dateAndTime(card.takenAt)}`;
  const what = card.verb === 'hold' ? 'Hold' : 'Release';
  return [
    header(`${what} of ${card.set} · ${holdState(card)}`),
    section([of, ...holdLines(card)].join('\n')),
    ...askedForHold(card),
    cardButtons([...holdActions(card), details(card)]),
  ];
}

/** Whoever holds it is named already. */
function askedForHold({ by, hold }: HoldCard): readonly KnownBlock[] {
  if (by.kind === 'timer') return [context(`Its time was over, as ${mention(by)} had set it.`)];
  return by.user === hold.by.user ? [] : [context(`Asked by ${mention(by)}.`)];
}

function holdState({ verb, state }: HoldCard): string {
  if (state === 'running') return 'being written';
  if (state === 'failed') return verb === 'hold' ? 'not written into AWS' : 'failed, it is still held';
  return verb === 'hold' ? 'held' : 'released';
}

function holdLines(card: HoldCard): readonly string[] {
  if (card.failure === null) {
    return card.verb === 'hold' ? [heldWords(card.hold)] : [freeWords(card)];
  }
  const { cause } = failureWords(card.failure);
  const stands =
    card.verb === 'hold'
      ? 'Snapkeeper protects it all the same; only its tag in AWS is missing, so a new database would not know.'
      : 'Snapkeeper goes on protecting it.';
  return [cause, stands, 'Next: give the command again.'];
}

function freeWords({ unconfirmed }: HoldCard): string {
  return unconfirmed
    ? 'It still waits for an admin to confirm it; until then nothing deletes it.'
    : 'Policies and people may delete it again.';
}

function holdActions({ verb, state, set }: HoldCard): readonly CardAction[] {
  const heldNow = (verb === 'hold') === (state === 'finished');
  if (state === 'running') return [];
  return heldNow
    ? [{ verb: 'release', label: 'Release', subject: set }]
    : [{ verb: 'hold', label: 'Hold', subject: set }];
}
