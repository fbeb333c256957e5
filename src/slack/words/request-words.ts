import type { KnownBlock } from '@slack/web-api';
import type { Reply } from '../../core/reply.ts';
import type { Effects, Request, RequestOutcome } from '../../core/request.ts';
import { clip } from '../../core/typed-text.ts';
import { cardButtons, header, outside, section } from '../message.ts';
import { dateAndTime, mention, plural } from './phrases.ts';

type Of<Kind extends Reply['kind']> = Reply & { kind: Kind };

const setsShown = 20;

/** What waits for approval: who asks, what exactly would be done, until when. Decided, it is one line. */
export function requestBlocks(request: Request): readonly KnownBlock[] {
  const { id, effects, requester, outcome, expiresAt } = request;
  const title = `Pruning of ${clip(effects.name, 48)}`;
  if (outcome.kind !== 'open') {
    return [header(`${title} · ${stateWords(outcome)}`), section(outcomeWords(outcome, effects))];
  }
  return [
    header(`${title} · waits for approval`),
    section(
      [
        `The policy *${outside(effects.name, 60)}* of ${mention(requester)} would delete ${plural(effects.sets.length, 'snapshot')} of ${effects.of.toLocaleString('en')}. That is unusually many, so somebody has to agree first.`,
        `Nothing is deleted before. Without a decision until ${dateAndTime(expiresAt)}, nothing is deleted at all.`,
      ].join('\n'),
    ),
    section(setsWords(effects)),
    cardButtons([
      { verb: 'approve', label: 'Approve', subject: id },
      { verb: 'deny', label: 'Deny', subject: id },
    ]),
  ];
}

function setsWords({ sets }: Effects): string {
  const shown = sets.slice(0, setsShown).map(set => `\`${set}\``);
  const more = sets.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more.toLocaleString('en')} more`] : [])].join(', ');
}

function stateWords(outcome: RequestOutcome): string {
  switch (outcome.kind) {
    case 'open':
      return 'waits for approval';
    case 'approved':
    case 'denied':
      return outcome.kind;
    case 'expired':
      return 'not decided in time';
  }
}

function outcomeWords(outcome: RequestOutcome, { sets }: Effects): string {
  const them = plural(sets.length, 'snapshot');
  switch (outcome.kind) {
    case 'open':
      return 'It waits.';
    case 'approved':
      return `Approved by ${mention(outcome.by)} ${dateAndTime(outcome.at)}. Of the ${them}, those are deleted that would still go now.`;
    case 'denied':
      return `Denied by ${mention(outcome.by)} ${dateAndTime(outcome.at)}. Nothing was deleted.`;
    case 'expired':
      return `Nobody decided until ${dateAndTime(outcome.at)}. Nothing was deleted; the policy asks again at its next run.`;
  }
}

export function decidedWords({ request: { outcome, effects } }: Of<'decided'>): string {
  return outcomeWords(outcome, effects);
}

/** Why a decision was not taken. */
export function notDecidedWords({ request, refusal }: Of<'not-decided'>): string {
  switch (refusal.kind) {
    case 'own':
      return `You asked for this yourself, so somebody else has to agree. Nothing was done. Whoever runs Snapkeeper alone can set \`approvals: off\` in \`snapkeeper.yaml\`.`;
    case 'expired':
      return `The time to decide was over ${dateAndTime(request.expiresAt)}. Nothing was done.`;
    case 'decided':
      return refusal.outcome.kind === 'approved' || refusal.outcome.kind === 'denied'
        ? `${mention(refusal.outcome.by)} has ${refusal.outcome.kind} this already, ${dateAndTime(refusal.outcome.at)}. You have changed nothing.`
        : 'The time to decide is over. Nothing was done.';
  }
}
