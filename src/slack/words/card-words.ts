import type { KnownBlock } from '@slack/web-api';
import type {
  Card,
  SnapshotComplete,
  SnapshotFailed,
  SnapshotRunning,
  VolumeProgress,
} from '../../core/cards.ts';
import { clip } from '../../core/typed-text.ts';
import type { Message } from '../message.ts';
import { context, header, message, outside, plainContext, section } from '../message.ts';
import { failureWords } from './failure-words.ts';
import { dateAndTime, disks, duration, mention, plural, time, volumes } from './phrases.ts';

/** A name this long leaves room in the header for the state, even when every character counts twice. */
const nameLength = 48;
const volumesShown = 12;

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
  }
}

const title = (card: Card, state: string): KnownBlock =>
  header(`Snapshot of ${clip(card.server, nameLength)} · ${state}`);

const asked = (card: Card): string => `asked by ${mention(card.by)} at ${time(card.askedAt)}`;

function note(card: Card): readonly KnownBlock[] {
  return card.note === '' ? [] : [plainContext(`Note: ${clip(card.note, 200)}`)];
}

function leftOut(card: Card): readonly KnownBlock[] {
  if (card.leftOut.length === 0) return [];
  return [section(`Not in it: ${disks(card.leftOut)}. EBS snapshots cannot hold those.`)];
}

function runningBlocks(card: SnapshotRunning): readonly KnownBlock[] {
  const taking = card.phase === 'taking';
  const elapsed = taking ? [`${duration(card.elapsedMs)} so far`] : [];
  const facts = [volumes(card.volumeCount, card.gib), asked(card), ...elapsed];
  return [
    title(card, taking ? `taking, ${card.percent} %` : 'starting'),
    section([facts.join(' · '), ...waiting(card.phase)].join('\n')),
    ...(card.volumes.length === 0 ? [] : [section(volumeLines(card.volumes))]),
    ...leftOut(card),
    ...note(card),
  ];
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
    const what = volume.root ? 'root' : 'data';
    return `${what} ${outside(volume.device)} ${volume.gib.toLocaleString('en')} GiB: ${progress(volume)}`;
  });
  const more = all.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${plural(more, 'more volume')}`] : [])].join('\n');
}

function progress({ state, percent }: VolumeProgress): string {
  switch (state) {
    case 'completed':
      return 'complete';
    case 'pending':
      return `${percent} %`;
    case 'error':
      return 'failed';
    case 'gone':
      return 'not visible in AWS yet';
  }
}

function completeBlocks(card: SnapshotComplete): readonly KnownBlock[] {
  const facts = [
    `\`${card.set}\``,
    volumes(card.volumeCount, card.gib),
    `took ${duration(card.tookMs)}`,
    asked(card),
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
    ...leftOut(card),
    ...note(card),
  ];
}

function failedBlocks(card: SnapshotFailed): readonly KnownBlock[] {
  const { cause, next } = failureWords(card.failure);
  const remains = card.remains.map(member => `\`${member.snapshot}\``);
  const nothing = remains.length === 0;
  const told = [
    cause,
    'Nothing on the server changed.',
    nothing ? '' : `Still in AWS and not usable: ${remains.slice(0, volumesShown).join(', ')}.`,
    card.lastGood === null
      ? 'There is no good snapshot of this server by Snapkeeper.'
      : `The last good snapshot is \`${card.lastGood.set}\` from ${dateAndTime(card.lastGood.at)}.`,
  ];
  return [
    title(card, nothing ? 'failed, nothing was taken' : 'failed'),
    section(told.filter(line => line !== '').join('\n')),
    section(`Next: ${next}`),
    context(`${volumes(card.volumeCount, card.gib)} · ${asked(card)}`),
    ...note(card),
  ];
}
