import type { KnownBlock } from '@slack/web-api';
import { typed } from '../../core/command-table.ts';
import type { HoldTextFault } from '../../core/hold-text.ts';
import type { CallFacts, Operation } from '../../core/operation.ts';
import { percentDone, serverOf, setIdOf } from '../../core/operation.ts';
import type { Reply } from '../../core/reply.ts';
import { serverTitle } from '../../core/server.ts';
import { isUnconfirmed } from '../../core/snapshot-set.ts';
import { clip } from '../../core/typed-text.ts';
import { context, header, outside, plainContext, section } from '../message.ts';
import { heldWords } from './hold-words.ts';
import { setState } from './list-words.ts';
import { dateAndTime, mention } from './phrases.ts';

type Of<Kind extends Reply['kind']> = Reply & { kind: Kind };

const membersShown = 20;

const verbWords: Readonly<Record<Operation['kind'], string>> = {
  snapshot: 'Snapshot',
  hold: 'Hold',
  release: 'Release',
  delete: 'Deletion',
  prune: 'Pruning',
  run: 'Run',
};

/** What runs and what ran last, a line each. */
export function operationLines({ operations }: Of<'operations'>): readonly KnownBlock[] {
  if (operations.length === 0) return [section('Nothing has been asked of Snapkeeper yet.')];
  return [header('What runs and what ran last'), section(operations.map(operationLine).join('\n'))];
}

export function operationLine(operation: Operation): string {
  const what = `${verbWords[operation.kind]} of ${outside(subjectOf(operation), 60)}`;
  return `\`${operation.id}\` · ${what} · ${stateWords(operation)} · ${mention(operation.actor)} · ${dateAndTime(operation.createdAt)}`;
}

/** One operation with everything that whoever looks into it needs. */
export function operationDetails({ operation, set }: Of<'operation'>): readonly KnownBlock[] {
  const { kind, actor, createdAt, endedAt, facts } = operation;
  const ended = endedAt === null ? '' : ` · ended ${dateAndTime(endedAt)}`;
  const members = kind === 'snapshot' ? facts.members : [];
  const ids = members.map(
    member => `\`${member.snapshot}\` of \`${member.volume}\` ${member.state} ${member.progress} %`,
  );
  return [
    header(`${verbWords[kind]} of ${subjectOf(operation).slice(0, 60)} · ${stateWords(operation)}`),
    section(`${operationIds(operation)}\nasked by ${mention(actor)} ${dateAndTime(createdAt)}${ended}`),
    section(callWords(facts.call)),
    ...(ids.length > 0
      ? [
          section(
            [...ids.slice(0, 20), ...(ids.length > 20 ? [`and ${ids.length - 20} more`] : [])].join('\n'),
          ),
        ]
      : []),
    ...(set?.hold === null || set === null ? [] : [context(`Held by ${mention(set.hold.by)}.`)]),
  ];
}

/** A set whose operation the database does not know: what its tags have told. */
export function setDetails({ set }: Of<'set'>): readonly KnownBlock[] {
  const server = serverTitle({ id: set.server, name: set.serverName });
  const ids = set.members.map(({ snapshot, volume, device, gib }) => {
    return `\`${snapshot}\` of \`${outside(volume)}\` ${outside(device)} ${gib.toLocaleString('en')} GiB`;
  });
  const more = ids.length - membersShown;
  const state = [
    ...(set.hold === null ? [] : [heldWords(set.hold)]),
    ...(isUnconfirmed(set) ? ['Nothing deletes it until an admin has confirmed that it belongs here.'] : []),
  ];
  return [
    header(`Snapshot of ${server.slice(0, 60)} · ${setState(set)}`),
    section(
      `\`${set.id}\` · \`${set.operation}\` · server \`${set.server}\`\ntaken ${dateAndTime(set.takenAt)} for ${mention(set.by)}`,
    ),
    section([...ids.slice(0, membersShown), ...(more > 0 ? [`and ${more} more`] : [])].join('\n')),
    ...(set.note === '' ? [] : [plainContext(`Note: ${clip(set.note, 200)}`)]),
    ...(state.length === 0 ? [] : [section(state.join('\n'))]),
    context('Known from its tags in AWS. How it was taken is not on record.'),
  ];
}

/** The server, or the policy that a run is of. */
function subjectOf(operation: Operation): string {
  const { plan } = operation;
  return 'server' in plan ? serverTitle(plan.server) : plan.name;
}

function operationIds(operation: Operation): string {
  const set = setIdOf(operation);
  const server = serverOf(operation);
  return [
    `\`${operation.id}\``,
    ...(set === null ? [] : [`snapshot \`${set}\``]),
    ...(server === null ? [] : [`server \`${server.id}\``]),
  ].join(' · ');
}

function stateWords(operation: Operation): string {
  switch (operation.state) {
    case 'running':
      return operation.kind === 'snapshot' ? `running, ${percentDone(operation.facts.members)} %` : 'running';
    case 'finished':
      return 'done';
    case 'failed':
    case 'cancelled':
      return operation.state;
  }
}

function callWords(call: CallFacts): string {
  switch (call.kind) {
    case 'not-called':
      return 'AWS has not been asked yet.';
    case 'intended':
      return `AWS was asked ${dateAndTime(call.at)} (call ${call.attempt}); its answer is not known.`;
    case 'turned-away':
      return `AWS ${call.why === 'throttled' ? 'had too many requests' : 'could not be reached'} ${dateAndTime(call.at)} (call ${call.attempt}). It is asked again.`;
    case 'refused':
      return `AWS refused it ${dateAndTime(call.at)} (call ${call.attempt}): ${outside(call.message, 300)} (${outside(call.code)}).`;
    case 'answered':
      return `AWS took it ${dateAndTime(call.at)} (call ${call.attempt}).`;
  }
}

const idWords = {
  operation: { none: 'There is no operation', where: `\`${typed('status')}\` shows the last ones.` },
  snapshot: {
    none: 'There is no snapshot',
    where: `\`${typed('list')} &lt;server&gt;\` shows the snapshots of a server.`,
  },
  request: { none: 'Nothing waits for approval under', where: 'Its card has the buttons.' },
  adoption: { none: 'Nothing is to be confirmed under', where: `\`${typed('confirm')}\` shows what waits.` },
} as const;

export function noSuchId({ given, of }: Of<'no-such-id'>): string {
  const { none, where } = idWords[of];
  const name = `\`${outside(given, 40)}\``;
  if (of === 'snapshot' && given.startsWith('snap-')) {
    return `${name} is one EBS snapshot. Snapkeeper keeps those of a server together under one id, which begins with \`s-\`. Nothing was done. ${where}`;
  }
  const away = /^[soaq]-[a-z0-9]{8}$/u.test(given)
    ? ' It may be of another Region or another Snapkeeper.'
    : '';
  return `${none} ${name} here.${away} Nothing was done. ${where}`;
}

export function cancellingWords({ operation }: Of<'cancelling'>): string {
  return `${verbWords[operation.kind]} of \`${outside(subjectOf(operation))}\` is to stop. Its card tells whether AWS already had it.`;
}

export function notCancelledWords({ operation, why }: Of<'not-cancelled'>): string {
  const what = `${verbWords[operation.kind]} \`${operation.id}\``;
  switch (why) {
    case 'not-yours':
      return `${what} was asked for by ${mention(operation.actor)}; only they or an admin can cancel it. Nothing was done.`;
    case 'ended':
      return `${what} has ended already. Nothing was done.`;
    case 'no-way':
      return `${what} cannot be cancelled; it is over in a moment. Nothing was done.`;
    case 'taken':
      return `AWS is already taking ${what}, and a snapshot cannot be stopped. It costs little while nobody keeps it; it can be deleted when it is complete.`;
    case 'too-late':
      return `${what} has ended, or somebody else has cancelled it. Nothing was done.`;
  }
}

export function notRetriedWords({ operation, why }: Of<'not-retried'>): string {
  const what = `\`${operation.id}\``;
  switch (why) {
    case 'running':
      return `${what} is still running, so there is nothing to retry.`;
    case 'finished':
      return `${what} did not fail, so there is nothing to retry. For another snapshot: \`${typed('snapshot')} ${outside(subjectOf(operation))}\`.`;
    case 'already':
      return `${what} has been retried already. For another snapshot: \`${typed('snapshot')} ${outside(subjectOf(operation))}\`.`;
    case 'not-a-snapshot':
      return `Only snapshots can be retried. For ${what}, give the command again.`;
  }
}

export function holdTextWords(fault: HoldTextFault): string {
  switch (fault.kind) {
    case 'no-such-date':
      return `\`${outside(fault.given, 40)}\` is not a date. Write it like \`until 2026-12-24\` or \`for 30 days\`. Nothing was done.`;
    case 'past':
      return `${dateAndTime(fault.until)} is over already. Nothing was done.`;
    case 'reason-too-long':
      return `The reason has ${fault.length.toLocaleString('en')} characters; ${fault.limit} fit. Nothing was done.`;
  }
}

export function notHeldWords({ set, why }: Of<'not-held'>): string {
  if (why === 'failed') return `\`${set.id}\` has failed and is not usable, so there is nothing to hold.`;
  if (why === 'deleted')
    return `\`${set.id}\` is deleted or just being deleted, so it cannot be held any more.`;
  const by = set.hold === null ? '' : ` by ${mention(set.hold.by)}`;
  return `\`${set.id}\` is held${by} already; only they or an admin can change that. Nothing was done.`;
}

export function notReleasedWords({ set, why }: Of<'not-released'>): string {
  if (why === 'not-held') {
    const kept = isUnconfirmed(set)
      ? ` Nothing deletes it until an admin has confirmed it: \`${typed('confirm')}\`.`
      : '';
    return `\`${set.id}\` is not held, so there is nothing to release.${kept}`;
  }
  const by = set.hold === null ? 'somebody else' : mention(set.hold.by);
  return `\`${set.id}\` is held by ${by}; only they or an admin can release it. Nothing was done.`;
}

export function busyWords({ set, operation }: Of<'busy'>): string {
  const by = operation === null ? 'another operation' : `\`${operation}\``;
  return `\`${set}\` is just being changed by ${by}. Nothing was done; please try again in a moment.`;
}
