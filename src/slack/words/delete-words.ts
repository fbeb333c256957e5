import type { KnownBlock } from '@slack/web-api';
import type { DeleteCard } from '../../core/cards.ts';
import { cardButtons, context, header, outside, section } from '../message.ts';
import { failureWords } from './failure-words.ts';
import { details } from './hold-words.ts';
import { dateAndTime, mention, plural } from './phrases.ts';

/** A set being deleted. */
export function deleteBlocks(card: DeleteCard): readonly KnownBlock[] {
  const of = `\`${card.set}\` of ${outside(card.server)}, taken ${dateAndTime(card.takenAt)}`;
  return [
    header(`Deletion of ${card.set} · ${stateWords(card)}`),
    section([of, ...outcomeWords(card)].join('\n')),
    context(`Asked by ${mention(card.by)}.`),
    cardButtons([details(card)]),
  ];
}

function stateWords({ state, deleted }: DeleteCard): string {
  if (state === 'running') return 'being deleted';
  if (state === 'finished') return 'deleted';
  return deleted.length === 0 ? 'not deleted' : 'deleted in part';
}

function outcomeWords({ failure, deleted }: DeleteCard): readonly string[] {
  if (failure === null) return [];
  const { cause, next } = failureWords(failure);
  const gone =
    deleted.length === 0
      ? 'Nothing of it was deleted.'
      : `${plural(deleted.length, 'EBS snapshot')} of it ${deleted.length === 1 ? 'is' : 'are'} deleted, so it cannot bring the whole server back any more.`;
  return [cause, gone, `Next: ${next}`];
}
