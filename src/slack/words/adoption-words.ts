import type { KnownBlock } from '@slack/web-api';
import type { ProblemReason } from '../../core/adoptable-set.ts';
import type { AdoptedSets, Adoption, AdoptionProblem } from '../../core/adoption.ts';
import { typed } from '../../core/command-table.ts';
import { groupBy } from '../../core/group-by.ts';
import type { Reply } from '../../core/reply.ts';
import { buttons, cardButtons, header, outside, section } from '../message.ts';
import { dateAndTime, mention, plural } from './phrases.ts';

type Of<Kind extends Reply['kind']> = Reply & { kind: Kind };

const subjectsShown = 5;
const reasonsShown = 12;
const waitingShown = 15;

export const unconfirmedWords = "waits for an admin's confirmation";

/** What was found by its tags, what that means, and who has confirmed it. */
export function adoptionBlocks(adoption: Adoption): readonly KnownBlock[] {
  const { sets, problems, confirmed } = adoption;
  return [
    header(title(adoption)),
    ...(sets === null ? [] : [section([foundWords(sets), standing(sets, confirmed)].join('\n'))]),
    ...(problems.length === 0 ? [] : [section(problemWords(problems))]),
    ...(sets === null || confirmed !== null ? [] : [confirmButton(adoption, sets)]),
  ];
}

function title({ sets, problems, confirmed }: Adoption): string {
  if (sets === null) return `${plural(problems.length, 'set')} in AWS not readable`;
  return `${plural(sets.count, 'set')} found in AWS · ${confirmed === null ? 'to be confirmed' : 'confirmed'}`;
}

function confirmButton({ id }: Adoption, { count }: AdoptedSets): KnownBlock {
  return cardButtons([{ verb: 'confirm', label: `Confirm ${plural(count, 'set')}`, subject: id }]);
}

function foundWords(sets: AdoptedSets): string {
  return `Taken by Snapkeeper, as the tags say, but missing in its database: ${extent(sets)}. Snapkeeper lists ${them(sets)} again.`;
}

const them = ({ count }: AdoptedSets): string => (count === 1 ? 'it' : 'them');

function extent({ count, servers, oldest, newest }: AdoptedSets): string {
  const when =
    oldest === newest
      ? `taken ${dateAndTime(oldest)}`
      : `the oldest of ${dateAndTime(oldest)}, the newest of ${dateAndTime(newest)}`;
  return `${plural(count, 'set')} of ${plural(servers, 'server')}, ${when}`;
}

function standing(sets: AdoptedSets, confirmed: Adoption['confirmed']): string {
  return confirmed === null
    ? `Nothing deletes ${them(sets)} until an admin has confirmed that ${sets.count === 1 ? 'it belongs' : 'they belong'} here.`
    : `Confirmed by ${mention(confirmed.by)} ${dateAndTime(confirmed.at)}. Policies and people may delete ${them(sets)} again.`;
}

function problemWords(problems: readonly AdoptionProblem[]): string {
  const groups = [...groupBy(problems, ({ why }) => reasonWords(why))];
  const lines = groups.slice(0, reasonsShown).map(([reason, alike]) => {
    const shown = alike.slice(0, subjectsShown).map(({ subject }) => `\`${subject}\``);
    const more = alike.length - shown.length;
    return `${[...shown, ...(more > 0 ? [`${more.toLocaleString('en')} more`] : [])].join(', ')}: ${reason}`;
  });
  const more = groups.length - lines.length;
  return [
    `${plural(problems.length, 'set')} not taken over. Nothing deletes ${problems.length === 1 ? 'it' : 'them'}; look in the EC2 console whether ${problems.length === 1 ? 'it is' : 'they are'} still needed.`,
    ...lines,
    ...(more > 0 ? [`and ${plural(more, 'more reason')}`] : []),
  ].join('\n');
}

function reasonWords(why: ProblemReason): string {
  switch (why.kind) {
    case 'tag-missing':
      return `the tag ${key(why)} is missing`;
    case 'tag-unreadable':
      return `the tag ${key(why)} is not as Snapkeeper writes it`;
    case 'tags-differ':
      return `its EBS snapshots differ in the tag ${key(why)}`;
    case 'incomplete':
      return `not whole, ${why.there} of ${plural(why.planned, 'volume')}`;
    case 'failed':
      return 'AWS could not complete it';
    case 'unfinished':
      return 'AWS has not completed it for two days';
    case 'second-set':
      return 'taken twice because an answer of AWS was lost; only one of them is used';
  }
}

const key = (why: { readonly key: string }): string => `\`${outside(why.key, 60)}\``;

export function toConfirmBlocks({ adoptions, offers }: Of<'to-confirm'>): readonly KnownBlock[] {
  if (adoptions.length === 0) return [section('Nothing waits to be confirmed.')];
  const lines = adoptions.slice(0, waitingShown).map(({ id, at, sets }) => {
    return `\`${id}\` · found ${dateAndTime(at)}${sets === null ? '' : ` · ${extent(sets)}`}`;
  });
  const more = adoptions.length - lines.length;
  return [
    section(
      [
        'Known from their tags alone; nothing deletes them until an admin has confirmed that they belong here.',
        ...lines,
        ...(more > 0 ? [`and ${more} more`] : []),
      ].join('\n'),
    ),
    buttons(offers.slice(0, waitingShown)),
  ];
}

export function confirmedWords({ count }: Of<'confirmed'>): string {
  return `${plural(count, 'set')} confirmed. Policies and people may delete ${count === 1 ? 'it' : 'them'} again.`;
}

export function notConfirmedWords({ id, sets, confirmed }: Adoption): string {
  if (sets === null) return `\`${id}\` has no set that could be confirmed. Nothing was done.`;
  if (confirmed === null)
    return `\`${id}\` could not be confirmed just now. Nothing was done; try \`${typed('confirm')}\`.`;
  return `\`${id}\` was confirmed by ${mention(confirmed.by)} ${dateAndTime(confirmed.at)} already. Nothing was done.`;
}
