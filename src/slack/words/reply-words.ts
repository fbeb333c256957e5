import type { KnownBlock } from '@slack/web-api';
import type { Form } from '../../core/form.ts';
import type { Offer, Reply } from '../../core/reply.ts';
import { typed } from '../../core/command-table.ts';
import type { Message } from '../message.ts';
import { buttons, context, header, message, outside, section } from '../message.ts';
import { confirmedWords, notConfirmedWords, toConfirmBlocks } from './adoption-words.ts';
import { detail, overview, usage } from './help-words.ts';
import { serverLines, setBlocks } from './list-words.ts';
import {
  busyWords,
  cancellingWords,
  holdTextWords,
  noSuchId,
  notCancelledWords,
  notHeldWords,
  notReleasedWords,
  notRetriedWords,
  operationDetails,
  operationLines,
  setDetails,
} from './operation-words.ts';
import { dateAndTime, disks, mention, plural, volumes, whoHolds } from './phrases.ts';
import {
  changedWords,
  noSuchPolicy,
  pauseTextWords,
  policyList,
  refusedWords,
  runStartedWords,
  savedWords,
  toUnschedule,
  whyBlocks,
} from './policy-words.ts';
import { denialWords, faultWords, limitWords, refusalWords } from './refusal-words.ts';
import { decidedWords, notDecidedWords } from './request-words.ts';
import { isNobody } from '../../core/roles.ts';
import { serverTitle, totalGib } from '../../core/server.ts';
import { clip } from '../../core/typed-text.ts';

/** A reply in words, or null where there is nothing to say. */
export function replyMessage(reply: Reply): Message | null {
  const blocks = blocksOf(reply);
  return blocks.length === 0 ? null : message(blocks);
}

function blocksOf(reply: Reply): readonly KnownBlock[] {
  switch (reply.kind) {
    case 'silent':
    case 'taking':
      return [];
    case 'denied':
      return [section(denialWords(reply.denial, reply.admins))];
    case 'not-understood':
      return withButtons(faultWords(reply.fault), reply.offers);
    case 'no-such-server':
      return noSuchServer(reply);
    case 'which-server':
      return whichServer(reply);
    case 'refused':
      return withButtons(refusalWords(reply.server, reply.refusal), reply.offers);
    case 'limit':
      return withButtons(limitWords(reply.server, reply.limit), reply.offers);
    case 'dry-run':
      return dryRun(reply);
    case 'servers':
      return serverLines(reply);
    case 'sets':
      return setBlocks(reply);
    case 'help':
      return reply.topic === null ? overview(reply.verbs) : detail(reply.topic);
    case 'whoami':
      return whoami(reply);
    case 'operations':
      return operationLines(reply);
    case 'operation':
      return operationDetails(reply);
    case 'set':
      return setDetails(reply);
    case 'to-confirm':
      return toConfirmBlocks(reply);
    case 'confirmed':
      return [section(confirmedWords(reply))];
    case 'not-confirmed':
      return [section(notConfirmedWords(reply.adoption))];
    case 'no-such-id':
      return [section(noSuchId(reply))];
    case 'cancelling':
      return [section(cancellingWords(reply))];
    case 'not-cancelled':
      return [section(notCancelledWords(reply))];
    case 'not-retried':
      return [section(notRetriedWords(reply))];
    case 'hold-text':
      return [section(holdTextWords(reply.fault))];
    case 'not-held':
      return [section(notHeldWords(reply))];
    case 'decided':
      return [section(decidedWords(reply))];
    case 'not-decided':
      return [section(notDecidedWords(reply))];
    case 'not-released':
      return [section(notReleasedWords(reply))];
    case 'busy':
      return [section(busyWords(reply))];
    case 'no-such-policy':
      return noSuchPolicy(reply);
    case 'policies':
      return policyList(reply);
    case 'policy-saved':
      return [section(savedWords(reply))];
    case 'policy-refused':
      return [section(refusedWords(reply))];
    case 'policy-changed':
      return [section(changedWords(reply))];
    case 'to-unschedule':
      return toUnschedule(reply);
    case 'why':
      return whyBlocks(reply);
    case 'run-started':
      return [section(runStartedWords(reply))];
    case 'pause-text':
      return [section(pauseTextWords(reply.fault))];
    case 'form':
      return [section(`Slack did not open the dialog. ${instead[reply.form.kind]}`)];
    case 'form-faults':
      return [section('Something in the dialog is not right, so nothing was done.')];
    case 'form-gone':
      return [section('This dialog is not valid any more, so nothing was done. Please open it again.')];
    case 'offer-gone':
      return [section('This button is not valid any more, so nothing was done. Please type the command.')];
    case 'offer-spent':
      return [
        section('This button has already taken its snapshot. For another one, please type the command.'),
      ];
    case 'not-ready':
      return [section(notReady[reply.missing])];
    case 'not-written':
      return [section(notWritten[reply.why])];
    case 'broken':
      return [
        section(
          `That did not work, and it is our fault, not yours. Reference \`${reply.reference}\`, for whoever runs Snapkeeper.`,
        ),
      ];
  }
}

function withButtons(words: string, offers: readonly Offer[]): readonly KnownBlock[] {
  return [section(words), ...(offers.length > 0 ? [buttons(offers)] : [])];
}

const instead: Readonly<Record<Form['kind'], string>> = {
  snapshot: 'Type `/snapshot` and the name of the server instead.',
  policy: 'Nothing was saved. Please try again in a minute.',
  'policy-preview': 'Nothing was saved. Please try again in a minute.',
};

const notReady = {
  place:
    'Snapkeeper has not reached AWS since it was started, so nothing can be taken yet. It keeps trying; please try again in a few minutes.',
  stopping: 'Snapkeeper is being restarted. Nothing was done; please try again in a minute.',
} as const;

function noSuchServer(reply: Reply & { kind: 'no-such-server' }): readonly KnownBlock[] {
  const { given, offers, list } = reply;
  if (list.readAt === null) return [section(notReadYet(given))];
  const ask = offers.length > 0 ? ' Did you mean' : ` \`${typed('list')}\` shows them all.`;
  const known = `AWS did not answer just now; the list of servers is from ${dateAndTime(list.readAt)}.`;
  return [
    section(`${noServerWords(reply)}${ask}`),
    ...(offers.length > 0 ? [buttons(offers)] : []),
    ...(list.stale ? [context(known)] : []),
  ];
}

/** Nobody can say yet that there is no such server. */
const notReadYet = (given: string): string =>
  `Snapkeeper has not read the list of servers from AWS yet, so it cannot tell which one \`${outside(given)}\` is. Nothing was done; please try again in a minute.`;

function noServerWords({ given, elsewhere }: Reply & { kind: 'no-such-server' }): string {
  const name = `\`${outside(given)}\``;
  switch (elsewhere?.kind) {
    case undefined:
      return `No server is called ${name}.`;
    case 'server-id':
      return `No server in ${elsewhere.here} has the id ${name}. It is gone, or it is in another Region or account: this Snapkeeper serves ${elsewhere.here} alone. Nothing was done.`;
    case 'not-a-server': {
      const article = elsewhere.what === 'EBS snapshot' ? 'an' : 'a';
      return `${name} is the id of ${article} ${elsewhere.what}, not of a server. Nothing was done.`;
    }
    case 'other-region':
      return `${name} is in ${elsewhere.region}, and this Snapkeeper serves ${elsewhere.here} alone. Nothing was done.`;
    case 'this-region':
      return `No server is called ${name}. This Snapkeeper serves ${elsewhere.here} alone, so the name is enough.`;
  }
}

const notWritten = {
  busy: 'Another program is holding the database of Snapkeeper, so nothing was done. Please try again in a minute. If it stays so, tell whoever runs Snapkeeper.',
  'no-room':
    'Snapkeeper cannot write to its disk, which is probably full, so nothing was done. Whoever runs Snapkeeper has to make room; then please try again.',
} as const;

function whichServer({ name, choices, more }: Reply & { kind: 'which-server' }): readonly KnownBlock[] {
  const labelled = choices.map(({ offer, server }) => {
    return { ...offer, label: [server.id, server.state, server.type, server.zone].join(' · ') };
  });
  return [
    section(`${plural(choices.length + more, 'server')} are called \`${outside(name)}\`. Which one?`),
    buttons(labelled),
    ...(more > 0 ? [context(`And ${more} more: name the one you mean by its instance id.`)] : []),
  ];
}

function dryRun({ plan, run }: Reply & { kind: 'dry-run' }): readonly KnownBlock[] {
  const lines = plan.volumes.slice(0, 20).map(volume => {
    return `${volume.root ? 'root' : 'data'} ${outside(volume.device)} ${volume.gib.toLocaleString('en')} GiB \`${volume.id}\``;
  });
  const more = plan.volumes.length - lines.length;
  return [
    header(`Snapshot of ${clip(serverTitle(plan.server), 48)}: what would be taken`),
    section(
      `${volumes(plan.volumes.length, totalGib(plan.volumes))}, all at the same instant. Nothing was taken.`,
    ),
    section([...lines, ...(more > 0 ? [`and ${plural(more, 'more volume')}`] : [])].join('\n')),
    ...(plan.leftOut.length > 0
      ? [section(`Not in it: ${disks(plan.leftOut)}. EBS snapshots cannot hold those.`)]
      : []),
    ...(plan.copyTags
      ? []
      : [
          context("The volumes' own tags are too many to copy; the snapshots would carry only Snapkeeper's."),
        ]),
    buttons([run], true),
  ];
}

function whoami({
  user,
  role,
  verbs,
  admins,
  usage: used,
}: Reply & { kind: 'whoami' }): readonly KnownBlock[] {
  const what = role === 'admin' ? 'an admin' : 'an operator';
  const who = isNobody(admins) ? 'No admins are configured.' : `Admins: ${whoHolds(admins)}.`;
  return [
    section(
      `${mention(user)}, you are ${what} here. You may use:\n${verbs.map(verb => `\`${outside(usage(verb))}\``).join('\n')}`,
    ),
    context(`${plural(used.asked, 'snapshot')} asked for within the hour, of ${used.perHour}. ${who}`),
  ];
}
