import type { KnownBlock } from '@slack/web-api';
import type { CommandRow, Flag, Verb } from '../../core/command-table.ts';
import { commandTable, typed } from '../../core/command-table.ts';
import { escape, header, section } from '../message.ts';

type VerbWords = { readonly summary: string; readonly more: string; readonly example: string };

const verbWords: Readonly<Record<Verb, VerbWords>> = {
  snapshot: {
    summary: 'takes a snapshot of a server: all its EBS volumes at the same instant',
    more: 'The server is named by its Name tag, its instance id or its private DNS name. What follows the name is kept as a note. The server keeps running. Without a name, a dialog opens with the servers to choose from.',
    example: '/snapshot prod-web before the 14:30 deploy',
  },
  list: {
    summary: 'lists the servers and their newest snapshot, or the snapshots of one server',
    more: 'For one server the beginning of its name is enough. Servers that are gone are found by the name they had.',
    example: '/snapkeeper list prod-web',
  },
  status: {
    summary: 'shows what is running and what ran last, or one operation in full',
    more: 'An operation is named by its id (`o-` and eight characters) or by the snapshot that it made.',
    example: '/snapkeeper status s-7k2m9qxa',
  },
  policy: {
    summary: 'makes a policy that takes snapshots on a schedule and deletes old ones, or changes one',
    more: 'A dialog asks for the servers, the schedule and what to keep, and shows what that means before anything is saved. With the name of a policy it opens that one, with the name of a server a new one for it.',
    example: '/snapkeeper policy prod-web',
  },
  policies: {
    summary: 'lists the policies with their last and next run',
    more: 'Buttons edit, run, pause or delete each.',
    example: '/snapkeeper policies',
  },
  why: {
    summary: 'tells what became of the last runs of a policy: run, late, missed, skipped or paused',
    more: '`/snapkeeper status` with the id of a run shows that run in full.',
    example: '/snapkeeper why nightly',
  },
  run: {
    summary: 'runs a policy now, once more than its schedule says',
    more: 'The schedule stays as it is. While a run is under way or due, there is no second one.',
    example: '/snapkeeper run nightly',
  },
  pause: {
    summary: 'pauses a policy, until it is resumed or until a time',
    more: 'After the name may stand how long: `until 2026-12-24` (to the end of that day in the time zone of the policy), `until 2026-12-24T08:00` or `for 3 days`. For whoever saved it, and for admins.',
    example: '/snapkeeper pause nightly until 2026-12-24',
  },
  resume: {
    summary: 'ends the pause of a policy',
    more: 'What came due meanwhile is not made up for. For whoever saved it, and for admins.',
    example: '/snapkeeper resume nightly',
  },
  skip: {
    summary: 'leaves out the next run of a policy',
    more: 'Only that one. For whoever saved it, and for admins.',
    example: '/snapkeeper skip nightly',
  },
  unschedule: {
    summary: 'deletes a policy, and none of its snapshots',
    more: 'It asks first. A new policy of the same name takes the snapshots over. For whoever saved it, and for admins.',
    example: '/snapkeeper unschedule nightly',
  },
  retry: {
    summary: 'takes a snapshot that failed once more',
    more: 'It is taken of the server as it is now, with the same note. A failure can be retried once.',
    example: '/snapkeeper retry o-7k2m9qxa',
  },
  cancel: {
    summary: 'stops an operation that has not reached AWS yet',
    more: 'For whoever asked for it, and for admins. A snapshot that AWS is already taking cannot be stopped.',
    example: '/snapkeeper cancel o-7k2m9qxa',
  },
  hold: {
    summary: 'protects a snapshot from being deleted',
    more: 'At the end may stand how long: `until 2026-12-24` (to the end of that day, UTC) or `for 30 days`. Otherwise it holds until somebody releases it.',
    example: '/snapkeeper hold s-7k2m9qxa audit of 2026 until 2027-03-31',
  },
  release: {
    summary: 'ends the hold on a snapshot',
    more: 'For whoever holds it, and for admins.',
    example: '/snapkeeper release s-7k2m9qxa',
  },
  confirm: {
    summary: 'confirms that sets found in AWS by their tags belong here',
    more: 'For admins. Where the database was lost, Snapkeeper makes its rows again from the tags, and nothing deletes those sets until an admin has confirmed. Without an id it shows what waits.',
    example: '/snapkeeper confirm a-7k2m9qxa',
  },
  approve: {
    summary: 'agrees to what waits for approval',
    more: 'For approvers, and never for whoever asked. Exactly what the card shows is done, as far as it still can be.',
    example: '/snapkeeper approve q-7k2m9qxa',
  },
  deny: {
    summary: 'says no to what waits for approval',
    more: 'For approvers. Nothing of it is done.',
    example: '/snapkeeper deny q-7k2m9qxa',
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
  yes: 'does it without asking again',
};

const argumentWords: Readonly<Record<CommandRow['argument'], string>> = {
  'server and note': '<server> [note]',
  'optional server': '[server]',
  'optional topic': '[command]',
  operation: '<operation>',
  'optional operation': '[operation]',
  snapshot: '<snapshot>',
  'optional adoption': '[id]',
  request: '<request>',
  'optional policy or server': '[policy or server]',
  policy: '<policy>',
  'policy and until': '<policy> [until]',
  'snapshot and reason': '<snapshot> [reason] [until]',
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
