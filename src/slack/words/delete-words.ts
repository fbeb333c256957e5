import type { KnownBlock } from '@slack/web-api';
import type { DeleteCard } from '../../core/cards.ts';
import type { Failure } from '../../core/operation.ts';
import { cardButtons, context, header, outside, section } from '../message.ts';
import type { FailureWords } from './failure-words.ts';
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

const later = 'It is tried again with the next pruning.';

const gaveUp: Readonly<Record<(Failure & { kind: 'gave-up' })['why'], FailureWords>> = {
  throttled: { cause: 'AWS asked for an hour to come back later.', next: later },
  unreachable: { cause: 'AWS could not be reached for an hour.', next: later },
  'no-answer': {
    cause: 'AWS did not answer, so whether one of its EBS snapshots is deleted is not known.',
    next: later,
  },
};

function outcomeWords({ failure, deleted }: DeleteCard): readonly string[] {
  if (failure === null) return [];
  const { cause, next } = failure.kind === 'gave-up' ? gaveUp[failure.why] : failureWords(failure);
  const isUnknown = failure.kind === 'gave-up' && failure.why === 'no-answer';
  const gone =
    deleted.length === 0
      ? isUnknown
        ? 'Do not count on it any more.'
        : 'Nothing of it was deleted.'
      : `${plural(deleted.length, 'EBS snapshot')} of it ${deleted.length === 1 ? 'is' : 'are'} deleted, so it cannot bring the whole server back any more.`;
  return [cause, gone, `Next: ${next}`];
}
