import type { CommandFault } from '../../core/command.ts';
import type { Verb } from '../../core/command-table.ts';
import { commandTable, typed } from '../../core/command-table.ts';
import type { LimitReached } from '../../core/limits.ts';
import type { Denial } from '../../core/permission.ts';
import type { RoleHolders } from '../../core/roles.ts';
import { isNobody } from '../../core/roles.ts';
import type { Volume } from '../../core/server.ts';
import type { SnapshotRefusal } from '../../core/snapshot.ts';
import { escape, outside } from '../message.ts';
import { usage } from './help-words.ts';
import { disks, plural, time, whoHolds } from './phrases.ts';

/** Why a person gets nothing, and who can change that. */
export function denialWords(denial: Denial, admins: RoleHolders): string {
  const who = isNobody(admins) ? 'Whoever installed Snapkeeper' : whoHolds(admins);
  switch (denial.kind) {
    case 'other-team':
      return 'You belong to another workspace, and Snapkeeper serves only its own. Nothing was done.';
    case 'guest':
      return `Guests have no rights here. Nothing was done. ${who} can tell you more, or run the command for you.`;
    case 'bot':
      return 'Snapkeeper takes no orders from bots. Nothing was done.';
    case 'deleted':
      return 'This account is deactivated. Nothing was done.';
    case 'not-known':
      return 'Slack did not tell in time who you are, so nothing was done. Please try again in a minute.';
    case 'admins-only':
      return `Only admins may do that. Nothing was done. ${who} can.`;
    case 'approvers-only':
      return 'Only approvers may decide that. Nothing was done.';
    case 'frozen':
      return `Everything that changes AWS is stopped at the moment: ${outside(denial.reason, 200)}. Nothing was done. ${who} can lift that.`;
  }
}

/** What could not be read in the command. */
export function faultWords(fault: CommandFault): string {
  switch (fault.kind) {
    case 'unknown-verb':
      return `\`${escape(fault.slash)}\` has no command \`${outside(fault.given, 60)}\`.${ask(fault.near)}`;
    case 'unknown-flag':
      return `\`${typed(fault.verb)}\` has no option \`${outside(fault.given, 60)}\`. Nothing was done.${ask(fault.near)}`;
    case 'argument-missing':
      return `${missingWords(fault.verb)} Type \`${escape(usage(fault.verb))}\`.`;
    case 'extra-words':
      if (fault.verb === 'help')
        return `There is no command \`${outside(fault.given, 60)}\`.${ask(fault.near)}`;
      return `\`${outside(fault.given, 60)}\` does not belong to \`${typed(fault.verb)}\`.${ask(fault.near)}`;
    case 'too-long':
      return `That is ${fault.length.toLocaleString('en')} characters long; a command may have ${fault.limit.toLocaleString('en')}. Nothing was done.`;
  }
}

function missingWords(verb: Verb): string {
  if (verb === 'snapshot') return `Which server? \`${typed('list')}\` shows them all.`;
  if (commandTable[verb].argument.startsWith('policy'))
    return `Which policy? \`${typed('policies')}\` shows them all.`;
  if (verb === 'hold' || verb === 'release')
    return `Which snapshot? \`${typed('list')} <server>\` shows their ids.`.replace(
      '<server>',
      '&lt;server&gt;',
    );
  return `Which operation? \`${typed('status')}\` shows their ids.`;
}

const ask = (near: readonly string[]): string =>
  near.length > 0 ? ' Did you mean' : ` \`${typed('help')}\` shows what there is.`;

/** Why this server cannot be snapshotted, and the next step. */
export function refusalWords(name: string, refusal: SnapshotRefusal): string {
  const server = `\`${outside(name)}\``;
  switch (refusal.kind) {
    case 'instance-store-root':
      return [
        `${server} runs from an instance-store disk, which EBS snapshots cannot hold. Nothing was taken.`,
        refusal.disks.length > 0 ? `It has ${disks(refusal.disks)}.` : '',
        refusal.volumes.length > 0
          ? `Its EBS ${refusal.volumes.length === 1 ? 'volume' : 'volumes'} ${volumeIds(refusal.volumes)} can be kept alone: EC2 console, Volumes, Create snapshot.`
          : '',
        'To protect the whole server, copy its data to an EBS volume, or rebuild it from an EBS-backed image.',
      ]
        .filter(line => line !== '')
        .join('\n');
    case 'terminated':
      return `${server} is terminated: its disks are gone, so nothing can be taken any more. \`${typed('list')} ${outside(name)}\` shows the snapshots that are left of it.`;
    case 'pending':
      return `${server} is still starting, and AWS takes no snapshot of it before it runs. Nothing was taken. Try again in a minute.`;
    case 'no-volumes':
      return `${server} has no EBS volume attached, so there is nothing to take.`;
    case 'too-many-volumes':
      return `${server} has ${refusal.count} volumes; AWS snapshots at most ${refusal.limit} at the same instant. Nothing was taken.`;
    case 'note-too-long':
      return `The note has ${refusal.length.toLocaleString('en')} characters; ${refusal.limit} fit. Nothing was taken. Shorten it and try again.`;
  }
}

function volumeIds(volumes: readonly Pick<Volume, 'id'>[]): string {
  const shown = volumes.slice(0, 5).map(({ id }) => `\`${id}\``);
  const more = volumes.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** Which limit is reached, and when there is room again. */
export function limitWords(name: string, limit: LimitReached): string {
  switch (limit.kind) {
    case 'person':
      return `You have asked for ${plural(limit.limit, 'snapshot')} within the hour, which is the limit for one person. Nothing was taken. Again from ${time(limit.again)}.`;
    case 'server':
      return `\`${outside(name)}\` already has ${plural(limit.limit, 'snapshot')} running, which is the limit for one server. Nothing was taken. Again when the first of them is complete${limit.again === null ? '' : `, at about ${time(limit.again)}`}.`;
  }
}
