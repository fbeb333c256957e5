import type { KnownBlock } from '@slack/web-api';
import type {
  AdoptionCard,
  Card,
  DeleteCard,
  HoldCard,
  RequestCard,
  SnapshotCancelled,
  SnapshotComplete,
  SnapshotFailed,
  SnapshotRunning,
  VolumeProgress,
} from '../../core/cards.ts';
import type { PruneCard, RunCard } from '../../core/run-card.ts';
import type { Volume } from '../../core/server.ts';
import { clip } from '../../core/typed-text.ts';
import type { Message } from '../message.ts';
import { cardButtons, context, header, message, outside, plainContext, section } from '../message.ts';
import { adoptionBlocks } from './adoption-words.ts';
import { deleteBlocks } from './delete-words.ts';
import { failureWords } from './failure-words.ts';
import { details, heldWords, holdBlocks } from './hold-words.ts';
import { requestBlocks } from './request-words.ts';
import { pruneBlocks, runBlocks } from './run-words.ts';
import { dateAndTime, disks, duration, mention, plural, time, volumes } from './phrases.ts';

type SnapshotCard = Exclude<Card, HoldCard | DeleteCard | AdoptionCard | RequestCard | PruneCard | RunCard>;

/** A name this long leaves room in the header for the state, even when every character counts twice. */
const nameLength = 48;
const volumesShown = 12;
const absentShown = 3;
/** A snapshot taken this soon after the request needs only one time. */
const atOnce = 60_000;

/** A card in words. `again`: it may stand in Slack twice, because an answer of Slack's was lost. */
export function cardMessage(card: Card, again: boolean): Message {
  const blocks = blocksOf(card);
  return message(again ? [...blocks, context('Posted again after an interruption.')] : blocks);
}

function blocksOf(card: Card): readonly KnownBlock[] {
  switch (card.kind) {
    case 'snapshot-running':
      return runningBlocks(card);
    case 'snapshot-complete':
      return completeBlocks(card);
    case 'snapshot-failed':
      return failedBlocks(card);
    case 'snapshot-cancelled':
      return cancelledBlocks(card);
    case 'hold':
      return holdBlocks(card);
    case 'adoption':
      return adoptionBlocks(card.adoption);
    case 'delete':
      return deleteBlocks(card);
    case 'request':
      return requestBlocks(card.request);
    case 'prune':
      return pruneBlocks(card);
    case 'run':
      return runBlocks(card);
  }
}

const title = (card: SnapshotCard, state: string): KnownBlock =>
  header(`Snapshot of ${clip(card.server, nameLength)} · ${state}`);

const asked = (card: SnapshotCard): string => `asked by ${mention(card.by)} at ${time(card.askedAt)}`;

const disk = ({ root, device, gib }: Pick<Volume, 'root' | 'device' | 'gib'>): string =>
  `${root ? 'root' : 'data'} ${outside(device)} ${gib.toLocaleString('en')} GiB`;

function note(card: SnapshotCard): readonly KnownBlock[] {
  return card.note === '' ? [] : [plainContext(`Note: ${clip(card.note, 200)}`)];
}

function notInIt(card: SnapshotCard): readonly KnownBlock[] {
  const shown = card.absent.slice(0, absentShown).map(volume => `${disk(volume)} (\`${volume.id}\`)`);
  const more = card.absent.length - shown.length;
  const absent = more > 0 ? [...shown, `${more} more`] : shown;
  const lines = [
    card.leftOut.length > 0 ? `Not in it: ${disks(card.leftOut)}. EBS snapshots cannot hold those.` : '',
    absent.length > 0 ? `Not in it: ${absent.join(', ')}. AWS did not find that attached any more.` : '',
    card.duplicates.length > 0
      ? `An answer of AWS was lost, and it has made a second set after all: ${card.duplicates.map(id => `\`${id}\``).join(', ')}. It is not used; delete it in the EC2 console.`
      : '',
  ].filter(line => line !== '');
  return lines.length === 0 ? [] : [section(lines.join('\n'))];
}

function runningBlocks(card: SnapshotRunning): readonly KnownBlock[] {
  const taking = card.phase === 'taking';
  const elapsed = taking ? [`${duration(card.elapsedMs)} so far`] : [];
  const facts = [volumes(card.volumeCount, card.gib), asked(card), ...elapsed];
  return [
    title(card, taking ? `taking, ${card.percent} %` : 'starting'),
    section([facts.join(' · '), ...waiting(card.phase), ...unseen(card)].join('\n')),
    ...(card.volumes.length === 0 ? [] : [section(volumeLines(card.volumes))]),
    ...notInIt(card),
    ...note(card),
    cardButtons([details(card)]),
  ];
}

function unseen({ unseenSince }: SnapshotRunning): readonly string[] {
  return unseenSince === null
    ? []
    : [`AWS has not told how it goes since ${time(unseenSince)}; Snapkeeper keeps asking.`];
}

function waiting(phase: SnapshotRunning['phase']): readonly string[] {
  switch (phase) {
    case 'starting':
    case 'taking':
      return [];
    case 'throttled':
      return ['AWS has too many requests just now. Snapkeeper keeps trying; nothing is taken yet.'];
    case 'unreachable':
      return ['AWS cannot be reached just now. Snapkeeper keeps trying; nothing is taken yet.'];
    case 'looking':
      return [
        "AWS's answer was lost. Snapkeeper looks whether the snapshot exists before it asks again, so that none is taken twice.",
      ];
  }
}

function volumeLines(all: readonly VolumeProgress[]): string {
  const lines = all.slice(0, volumesShown).map(volume => {
    return `${disk(volume)}: ${progress(volume)}`;
  });
  const more = all.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${plural(more, 'more volume')}`] : [])].join('\n');
}

function progress({ state, percent, missing }: VolumeProgress): string {
  if (missing) return 'AWS does not list it just now';
  switch (state) {
    case 'completed':
      return 'complete';
    case 'pending':
      return `${percent} %`;
    case 'error':
      return 'failed';
    case 'gone':
      return 'AWS does not list it just now';
  }
}

function completeBlocks(card: SnapshotComplete): readonly KnownBlock[] {
  const facts = [
    `\`${card.set}\``,
    volumes(card.volumeCount, card.gib),
    `taken ${dateAndTime(card.takenAt)}`,
    `took ${duration(card.tookMs)}`,
    card.takenAt - card.askedAt < atOnce ? `asked by ${mention(card.by)}` : asked(card),
  ];
  const tags = card.tagsLeftOut
    ? ["\nThe volumes' own tags were too many to copy; the snapshots carry only Snapkeeper's."]
    : [];
  return [
    title(card, 'complete'),
    section([facts.join(' · '), ...tags].join('')),
    context(
      'Crash-consistent: the disks as after pulling the plug at that moment. Databases recover when they start; what was still in memory is not in it.',
    ),
    ...held(card),
    ...notInIt(card),
    ...note(card),
    cardButtons([
      card.hold === null
        ? { verb: 'hold', label: 'Hold', subject: card.set }
        : { verb: 'release', label: 'Release', subject: card.set },
      { opens: 'policy', label: 'Schedule', subject: card.serverId },
      details(card),
    ]),
  ];
}

function failedBlocks(card: SnapshotFailed): readonly KnownBlock[] {
  const { cause, next } = failureWords(card.failure);
  const remains = card.remains.map(member => `\`${member.snapshot}\``);
  const told = [
    cause,
    'Nothing on the server changed.',
    remains.length === 0 ? '' : `Still in AWS and not usable: ${remains.slice(0, volumesShown).join(', ')}.`,
    card.lastGood === null
      ? 'There is no good snapshot of this server by Snapkeeper.'
      : `The last good snapshot is \`${card.lastGood.set}\` from ${dateAndTime(card.lastGood.at)}.`,
  ];
  return [
    title(card, card.nothingTaken ? 'failed, nothing was taken' : 'failed'),
    section(told.filter(line => line !== '').join('\n')),
    section(`Next: ${next}`),
    ...notInIt(card),
    context(`${volumes(card.volumeCount, card.gib)} · ${asked(card)}`),
    ...note(card),
    cardButtons([{ verb: 'retry', label: 'Take it again', subject: card.operation }, details(card)]),
  ];
}

function held({ hold, cancelTooLate }: SnapshotComplete): readonly KnownBlock[] {
  const lines = [
    hold === null ? '' : heldWords(hold),
    cancelTooLate ? 'It was to be stopped, but AWS had it already.' : '',
  ].filter(line => line !== '');
  return lines.length === 0 ? [] : [section(lines.join('\n'))];
}

function cancelledBlocks(card: SnapshotCancelled): readonly KnownBlock[] {
  return [
    title(card, 'cancelled, nothing was taken'),
    section(`Stopped by ${mention(card.cancelledBy)} before AWS had it. Nothing on the server changed.`),
    context(`${volumes(card.volumeCount, card.gib)} · ${asked(card)}`),
    ...note(card),
    cardButtons([{ verb: 'retry', label: 'Take it after all', subject: card.operation }, details(card)]),
  ];
}
