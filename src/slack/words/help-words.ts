import type { KnownBlock } from '@slack/web-api';
import type { CommandRow, Flag, Verb } from '../../core/command-table.ts';
import { commandTable, typed } from '../../core/command-table.ts';
import { escape, header, section } from '../message.ts';

type VerbWords = { readonly summary: string; readonly more: string; readonly example: string };

const verbWords: Readonly<Record<Verb, VerbWords>> = {
  snapshot: {
    summary: 'takes a snapshot of a server: all its EBS volumes at the same instant',
    more: 'The server is named by its Name tag, its instance id or its private DNS name. What follows the name is kept as a note. The server keeps running.',
    example: '/snapshot prod-web before the 14:30 deploy',
  },
  list: {
    summary: 'lists the servers and their newest snapshot, or the snapshots of one server',
    more: 'For one server the beginning of its name is enough. Servers that are gone are found by the name they had.',
    example: '/snapkeeper list prod-web',
  },
  help: {
    summary: 'shows what you can do here, or tells more about one command',
    more: 'It shows only the commands that you may use.',
    example: '/snapkeeper help snapshot',
  },
  whoami: {
    summary: 'shows what you may do, and how much of it you have used',
    more: 'Rights come from your Slack account: full members of this workspace may take snapshots.',
    example: '/snapkeeper whoami',
  },
};

const flagWords: Readonly<Record<Flag, string>> = {
  'dry-run': 'shows what would be taken and takes nothing',
};

const argumentWords: Readonly<Record<CommandRow['argument'], string>> = {
  server: '<server>',
  'server and note': '<server> [note]',
  'optional server': '[server]',
  'optional topic': '[command]',
  none: '',
};

/** `/snapshot <server> [note] [--dry-run]` */
export function usage(verb: Verb): string {
  const row: CommandRow = commandTable[verb];
  const parts = [typed(verb), argumentWords[row.argument], ...row.flags.map(flag => `[--${flag}]`)];
  return parts.filter(part => part !== '').join(' ');
}

/** Everything the reader may run, a line each. */
export function overview(verbs: readonly Verb[]): readonly KnownBlock[] {
  const lines = verbs.map(verb => `\`${escape(usage(verb))}\`\n${verbWords[verb].summary}`);
  return [
    header('What Snapkeeper does here'),
    section(lines.join('\n\n')),
    section(`More about one of them: \`${escape(usage('help'))}\``),
  ];
}

/** One command in full. */
export function detail(verb: Verb): readonly KnownBlock[] {
  const row: CommandRow = commandTable[verb];
  const { summary, more, example } = verbWords[verb];
  const flags = row.flags.map(flag => `\`--${flag}\` ${flagWords[flag]}.`);
  return [
    header(typed(verb)),
    section([`\`${escape(usage(verb))}\``, `${typed(verb)} ${summary}. ${more}`, ...flags].join('\n')),
    section(`Example: \`${example}\``),
  ];
}
