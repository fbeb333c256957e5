import type { KnownBlock } from '@slack/web-api';
import type { PruneCard, RunCard, TroubledServer } from '../../core/run-card.ts';
import type { SnapshotRefusal } from '../../core/snapshot.ts';
import { clip } from '../../core/typed-text.ts';
import type { CardAction } from '../message.ts';
import { cardButtons, context, header, outside, section } from '../message.ts';
import { failureWords } from './failure-words.ts';
import { details } from './hold-words.ts';
import { dateAndTime, plural, time } from './phrases.ts';

const troubledShown = 8;
/** An actions block holds 25 buttons; nobody presses more than a few. */
const retriesOffered = 3;

/** One slot of a policy. */
export function runBlocks(card: RunCard): readonly KnownBlock[] {
  const shown = card.troubled.slice(0, troubledShown).map(troubleLine);
  const more = card.without - shown.length;
  const lines = [...shown, ...(more > 0 ? [`and ${more} more`] : [])];
  return [
    header(`${clip(card.policy, 60)} · ${stateWords(card)}`),
    section(`${countWords(card)} · ${whenWords(card)}`),
    ...(lines.length > 0 ? [section(lines.join('\n'))] : []),
    ...pruningLines(card).map(line => context(line)),
    ...remarks(card).map(remark => context(remark)),
    cardButtons([...retries(card), details(card)]),
  ];
}

function stateWords({ state, without }: RunCard): string {
  switch (state) {
    case 'running':
      return 'running';
    case 'finished':
      return 'complete';
    case 'cancelled':
      return 'cancelled';
    case 'failed':
      return `${without} failed`;
  }
}

function countWords({ servers, complete, running, without }: RunCard): string {
  if (servers === 0) return 'It covers no server at present, so nothing was taken';
  return [
    plural(servers, 'server'),
    `${complete} complete`,
    ...(running > 0 ? [`${running} running`] : []),
    ...(without > 0 ? [`${without} without a snapshot`] : []),
  ].join(' · ');
}

function whenWords({ startedAt, endedAt }: RunCard): string {
  const from = dateAndTime(startedAt);
  return endedAt === null || endedAt - startedAt < 60_000 ? from : `${from}–${time(endedAt)}`;
}

/** Deletions that somebody has agreed to. */
export function pruneBlocks(card: PruneCard): readonly KnownBlock[] {
  const state = card.state === 'running' ? 'running' : 'done';
  const lines = agreedLines(card);
  return [
    header(`Pruning of ${clip(card.policy, 48)} · ${state}`),
    section([`${plural(card.approved, 'snapshot')} approved to be deleted.`, ...lines].join('\n')),
    cardButtons([details(card)]),
  ];
}

function agreedLines(card: PruneCard): readonly string[] {
  const { pruning, state } = card;
  if (pruning.kind === 'none')
    return ['Nothing of what was approved would still go, so nothing was deleted.'];
  if (pruning.kind === 'put-off' && state === 'running') {
    return [
      'Nothing is deleted yet: AWS does not tell which snapshots its images need. It is asked again every few minutes.',
    ];
  }
  return pruningLines(card);
}

/** What became of old sets. */
function pruningLines({
  pruning,
  deleted,
  notDeleted,
}: Pick<RunCard, 'pruning' | 'deleted' | 'notDeleted'>): readonly string[] {
  switch (pruning.kind) {
    case 'not-yet':
    case 'none':
      return [];
    case 'started':
      return [
        `Pruned ${deleted} of ${plural(pruning.sets, 'old snapshot')}, kept ${pruning.kept}.`,
        ...(notDeleted > 0
          ? [`${notDeleted} could not be deleted; they are tried again at the next run.`]
          : []),
      ];
    case 'asks':
      return [
        `Not pruned: ${pruning.sets} of ${plural(pruning.of, 'snapshot')} would go, which is unusually many. Nothing was deleted; approvers have been asked (\`${pruning.request}\`).`,
      ];
    case 'put-off':
      return ['Not pruned: AWS did not tell which snapshots its images need. The next run tries again.'];
  }
}

function remarks({ late, slotAt, missed, mark }: RunCard): readonly string[] {
  return [
    ...(late ? [`Late: it was due ${dateAndTime(slotAt)}, and Snapkeeper was not running then.`] : []),
    ...(missed === null
      ? []
      : [
          `Not taken in between: ${plural(missed.count, 'slot')} from ${dateAndTime(missed.from)} to ${dateAndTime(missed.to)}.`,
        ]),
    ...(mark === 'gap' ? ['The clock was set forward over its time, so it began right after that.'] : []),
  ];
}

function troubleLine(trouble: TroubledServer): string {
  const server = `*${outside(trouble.server, 60)}*`;
  if (trouble.kind === 'refused') return `${server}: ${refusalReason(trouble.refusal)}`;
  const tries = trouble.tries > 1 ? ` Tried ${trouble.tries} times.` : '';
  return `${server}: ${failureWords(trouble.failure).cause}${tries}`;
}

/** Why nothing was started of it, in a few words: the policy goes on with the others. */
function refusalReason(refusal: SnapshotRefusal): string {
  switch (refusal.kind) {
    case 'instance-store-root':
      return 'It runs from an instance-store disk, which EBS snapshots cannot hold.';
    case 'terminated':
      return 'It is terminated.';
    case 'pending':
      return 'It was still starting.';
    case 'no-volumes':
      return 'It has no EBS volume attached.';
    case 'too-many-volumes':
      return `It has ${refusal.count} volumes; AWS snapshots at most ${refusal.limit} at the same instant.`;
    case 'note-too-long':
      return 'Its note is too long.';
  }
}

function retries({ state, troubled }: RunCard): readonly CardAction[] {
  if (state === 'running') return [];
  return troubled
    .flatMap(trouble => (trouble.kind === 'failed' ? [trouble] : []))
    .slice(0, retriesOffered)
    .map(({ server, operation }) => ({
      verb: 'retry',
      label: `Retry ${clip(server, 40)}`,
      subject: operation,
    }));
}
