import type { KnownBlock } from '@slack/web-api';
import { typed } from '../../core/command-table.ts';
import type { ListAge, Reply, ServerRow } from '../../core/reply.ts';
import { totalGib } from '../../core/server.ts';
import type { Hold, SnapshotSet } from '../../core/snapshot-set.ts';
import { isUnconfirmed } from '../../core/snapshot-set.ts';
import { context, header, outside, section } from '../message.ts';
import { unconfirmedWords } from './adoption-words.ts';
import { dateAndTime, mention, plural, volumes } from './phrases.ts';

/** Slack's limit is 3,000. */
const charactersPerSection = 2_900;

/** All servers with their newest snapshot. */
export function serverLines({ place, rows, more, list }: Reply & { kind: 'servers' }): readonly KnownBlock[] {
  if (rows.length === 0) {
    const none =
      list.readAt === null
        ? 'The list of servers has not been read from AWS yet.'
        : `There are no servers in ${place}.`;
    return [section(`${none} Please try again in a minute.`)];
  }
  return [
    header(`Servers in ${place}`),
    ...sections(rows.map(serverLine)),
    ...(more > 0
      ? [
          section(
            `And ${more.toLocaleString('en')} more. Name one: \`${typed('list')} ${outside(rows[0]?.title ?? '')}\``,
          ),
        ]
      : []),
    ...listAge(list),
  ];
}

function serverLine({ id, title, ambiguous, state, newest, count }: ServerRow): string {
  const name = `*${outside(title, 60)}*${ambiguous ? ` \`${id}\`` : ''} · ${outside(state)}`;
  if (newest === null) return `${name} · no snapshot`;
  return `${name} · ${setStateWords(newest.state)} ${dateAndTime(newest.at)} · ${plural(count, 'snapshot')}`;
}

/** The snapshots of one server. */
export function setBlocks({
  server,
  sets,
  more,
  others,
  list,
}: Reply & { kind: 'sets' }): readonly KnownBlock[] {
  const name = outside(server);
  const foreign =
    others > 0
      ? ` ${plural(others, 'EBS snapshot')} of its volumes ${others === 1 ? 'was' : 'were'} made by something else.`
      : '';
  if (sets.length === 0) {
    return [
      section(
        `Snapkeeper has no snapshot of \`${name}\`. Take one: \`${typed('snapshot')} ${name}\`.${foreign}`,
      ),
      ...listAge(list),
    ];
  }
  return [
    header(`Snapshots of ${server}`),
    ...sections(sets.map(setLine)),
    ...(more > 0 ? [section(`And ${more.toLocaleString('en')} older ones.`)] : []),
    ...(foreign === '' ? [] : [context(foreign.trim())]),
    ...listAge(list),
  ];
}

function setLine(set: SnapshotSet): string {
  const facts = [
    `\`${set.id}\``,
    dateAndTime(set.takenAt),
    setState(set),
    volumes(set.members.length, totalGib(set.members)),
  ];
  const by = [
    set.consistency,
    `by ${mention(set.by)}`,
    ...(set.hold === null ? [] : [heldInList(set.hold)]),
    ...(isUnconfirmed(set) ? [unconfirmedWords] : []),
    ...(set.note === '' ? [] : [`note: ${outside(set.note, 80)}`]),
  ];
  return `${facts.join(' · ')}\n${by.join(' · ')}`;
}

const heldInList = ({ until }: Hold): string =>
  until === null ? 'held' : `held until ${dateAndTime(until)}`;

/** Its state, unless AWS does not have it any more. */
export function setState({ state, missingSince }: Pick<SnapshotSet, 'state' | 'missingSince'>): string {
  return missingSince === null
    ? setStateWords(state)
    : `not whole in AWS any more, noticed ${dateAndTime(missingSince)}`;
}

export function setStateWords(state: SnapshotSet['state']): string {
  switch (state) {
    case 'good':
      return 'complete';
    case 'pending':
      return 'being taken';
    case 'failed':
      return 'failed';
    case 'deleting':
      return 'being deleted';
    case 'deleted':
      return 'deleted';
  }
}

function listAge({ readAt, stale }: ListAge): readonly KnownBlock[] {
  if (readAt === null) return [];
  const age = `As of ${dateAndTime(readAt)}.`;
  return [context(stale ? `${age} AWS did not answer just now.` : age)];
}

/** As many lines in a section as its limit of characters takes: names may be long, and escaping makes them longer. */
function sections(lines: readonly string[]): readonly KnownBlock[] {
  const parts: string[] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last === undefined || last.length + line.length >= charactersPerSection) parts.push(line);
    else parts[parts.length - 1] = `${last}\n${line}`;
  }
  return parts.map(section);
}
