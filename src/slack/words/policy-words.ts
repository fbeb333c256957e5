import type { KnownBlock } from '@slack/web-api';
import { typed } from '../../core/command-table.ts';
import type { PauseTextFault } from '../../core/pause-text.ts';
import type { PolicyChange, PolicyRefusal } from '../../core/policy-change.ts';
import type { PolicyHealth } from '../../core/policy-health.ts';
import type { Reply, ToldSlot } from '../../core/reply.ts';
import { clip } from '../../core/typed-text.ts';
import { buttons, context, header, outside, section } from '../message.ts';
import { channel, dateAndTime, mention, plural } from './phrases.ts';
import { policyFaultWords } from './policy-fault-words.ts';
import { draftWords } from './policy-preview-words.ts';

const named = (name: string): string => `*${outside(name, 60)}*`;

export function noSuchPolicy({ given, offers }: Reply & { kind: 'no-such-policy' }): readonly KnownBlock[] {
  const rest = offers.length > 0 ? 'Did you mean' : `\`${typed('policies')}\` shows them all.`;
  return [
    section(`No policy is called \`${outside(given)}\`. ${rest}`),
    ...(offers.length > 0 ? [buttons(offers)] : []),
  ];
}

/** All policies, each with what can be done about it. */
export function policyList({ place, rows, more }: Reply & { kind: 'policies' }): readonly KnownBlock[] {
  if (rows.length === 0) {
    return [section(`There are no policies in ${place}. Make one: \`${typed('policy')}\``)];
  }
  return [
    header(`Policies in ${place}`),
    ...rows.flatMap(({ health, offers }) => [section(healthLines(health)), buttons(offers)]),
    ...(more > 0
      ? [
          context(
            `And ${more.toLocaleString('en')} more. Name one: \`${typed('why')} ${outside('<policy>')}\``,
          ),
        ]
      : []),
  ];
}

function healthLines({ policy, servers, last, next, isPaused }: PolicyHealth): string {
  const state = isPaused ? `paused ${pausedUntil(policy.pause?.until ?? null)}` : stateWords(last);
  const covers = servers === 0 ? 'covers no server now' : plural(servers, 'server');
  const ran = last === null ? 'has not run yet' : `last run ${dateAndTime(last.at)}`;
  const then = next === null ? 'no next run' : `next ${dateAndTime(next)}`;
  return [
    `${named(policy.name)} · ${state}`,
    draftWords(policy),
    [
      covers,
      ran,
      then,
      ...(policy.skip === null ? [] : ['skips one run']),
      channel(policy.channel),
      `by ${mention(policy.owner)}`,
    ].join(' · '),
  ].join('\n');
}

const pausedUntil = (until: number | null): string =>
  until === null ? 'until somebody resumes it' : `until ${dateAndTime(until)}`;

function stateWords(last: PolicyHealth['last']): string {
  switch (last?.state) {
    case undefined:
      return 'new';
    case 'running':
      return 'running';
    case 'finished':
      return 'healthy';
    case 'failed':
      return 'its last run failed in part or whole';
    case 'cancelled':
      return 'its last run was cancelled';
  }
}

/** What became of the last slots. */
export function whyBlocks({ health, slots }: Reply & { kind: 'why' }): readonly KnownBlock[] {
  return [
    header(clip(health.policy.name, 60)),
    section(healthLines(health)),
    section(slots.length === 0 ? 'It has not come due since it was saved.' : slots.map(slotLine).join('\n')),
    ...(slots.some(({ slot }) => slot.outcome === 'missed')
      ? [context('Missed: Snapkeeper was not running then. Afterwards it runs once, late.')]
      : []),
  ];
}

function slotLine({ slot, run }: ToldSlot): string {
  const when =
    slot.count > 1
      ? `${dateAndTime(slot.at)} to ${dateAndTime(slot.to)}, ${plural(slot.count, 'slot')}`
      : dateAndTime(slot.at);
  if (slot.outcome !== 'run') return `${when} · ${slot.outcome}`;
  const extra = slot.key.startsWith('extra ') ? ' · asked for by hand' : '';
  const late = run?.late === true ? ', late' : '';
  const became = run === null ? '' : ` · ${runState[run.state]} · \`${run.id}\``;
  return `${when} · run${late}${extra}${became}`;
}

const runState = {
  running: 'running',
  finished: 'complete',
  failed: 'failed in part or whole',
  cancelled: 'cancelled',
} as const;

export function savedWords({ policy, isNew, forecast }: Reply & { kind: 'policy-saved' }): string {
  const [next] = forecast.next;
  const covers =
    forecast.servers.length === 0
      ? 'It covers no server now, so nothing is taken until one matches.'
      : `It covers ${plural(forecast.servers.length, 'server')}.`;
  return [
    `${named(policy.name)} · ${isNew ? 'saved' : 'changed'}`,
    draftWords(policy),
    next === undefined
      ? covers
      : `${covers} Next run ${dateAndTime(next.at)}, reported to ${channel(policy.channel)}.`,
    `\`${typed('policies')}\` shows all of them.`,
  ].join('\n');
}

export function changedWords({ change, next }: Reply & { kind: 'policy-changed' }): string {
  const name = named(change.policy.name);
  const then = next === null ? 'There is no next run.' : `Next run ${dateAndTime(next)}.`;
  return `${name} ${whatChanged(change)} ${change.kind === 'gone' ? '' : then}`.trim();
}

function whatChanged(change: PolicyChange): string {
  switch (change.kind) {
    case 'paused':
      return `is paused ${pausedUntil(change.until)}. A run that has begun goes on.`;
    case 'resumed':
      return 'runs again.';
    case 'skips':
      return `skips its run of ${dateAndTime(change.at)}.`;
    case 'gone':
      return change.sets === 0
        ? 'is deleted. It had no snapshots.'
        : `is deleted. Its ${plural(change.sets, 'snapshot set')} stay, and nothing prunes them any more. A new policy of the same name takes them over.`;
  }
}

export function refusedWords({ name, why }: Reply & { kind: 'policy-refused' }): string {
  return `${named(name)} · ${refusalWords(why)}`;
}

function refusalWords(why: PolicyRefusal): string {
  switch (why.kind) {
    case 'not-yours':
      return `${mention(why.owner)} saved it, so only they and admins can change it. Nothing was done.`;
    case 'gone':
      return 'was deleted meanwhile. Nothing was done.';
    case 'changed':
      return `not saved: ${mention(why.by)} has changed it since you opened it (${dateAndTime(why.at)}). Open it again to see what it is now.`;
    case 'fault':
      return `not saved. ${outside(policyFaultWords(why.fault), 500)}`;
    case 'not-paused':
      return 'is not paused. Nothing was done.';
    case 'skips-already':
      return `already skips its run of ${dateAndTime(why.at)}. Nothing was done.`;
    case 'no-next':
      return 'has no next run. Nothing was done.';
    case 'running':
      return `is running already: \`${typed('status')} ${why.operation}\`. Nothing was started.`;
    case 'due':
      return 'is due at this moment and starts within a minute. Nothing was started besides.';
  }
}

export function toUnschedule({
  policy,
  sets,
  offers,
}: Reply & { kind: 'to-unschedule' }): readonly KnownBlock[] {
  const kept =
    sets === 0
      ? 'It has no snapshots.'
      : `Its ${plural(sets, 'snapshot set')} stay, and nothing prunes them any more.`;
  return [
    section(`Delete the policy ${named(policy.name)}? It takes no snapshots from then on. ${kept}`),
    buttons(offers),
  ];
}

export function runStartedWords({ policy, servers }: Reply & { kind: 'run-started' }): string {
  const what =
    servers === 0 ? 'It covers no server now, so nothing is taken.' : `${plural(servers, 'server')}.`;
  return `${named(policy.name)} · started. ${what} Its card stands in ${channel(policy.channel)}; the schedule stays as it is.`;
}

export function pauseTextWords(fault: PauseTextFault): string {
  const examples = '`until 2026-12-24`, `until 2026-12-24T08:00` or `for 3 days`';
  switch (fault.kind) {
    case 'no-such-time':
      return `\`${outside(fault.given)}\` is no time. After the name write ${examples}. Nothing was done.`;
    case 'past':
      return `${dateAndTime(fault.until)} is over. Nothing was done.`;
    case 'extra':
      return `\`${outside(fault.given)}\` is not understood. After the name write ${examples}, or nothing to pause until somebody resumes it. Nothing was done.`;
  }
}
