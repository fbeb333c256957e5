/**
 * Every command, as data: the parser, help and the permission check read this one table.
 * `changes` marks verbs that change EC2; `server` and `note` say which arguments follow the verb.
 */
export type CommandRow = {
  readonly slash: '/snapshot' | '/snapkeeper';
  /** The word after the slash command; null when the slash command alone is the verb. */
  readonly word: string | null;
  readonly argument:
    | 'server and note'
    | 'optional server'
    | 'optional topic'
    | 'operation'
    | 'optional operation'
    | 'snapshot'
    | 'snapshot and reason'
    | 'none';
  readonly flags: readonly Flag[];
  readonly changes: boolean;
};

export type Flag = 'dry-run';

export const commandTable = {
  snapshot: {
    slash: '/snapshot',
    word: null,
    argument: 'server and note',
    flags: ['dry-run'],
    changes: true,
  },
  list: { slash: '/snapkeeper', word: 'list', argument: 'optional server', flags: [], changes: false },
  status: { slash: '/snapkeeper', word: 'status', argument: 'optional operation', flags: [], changes: false },
  retry: { slash: '/snapkeeper', word: 'retry', argument: 'operation', flags: [], changes: true },
  cancel: { slash: '/snapkeeper', word: 'cancel', argument: 'operation', flags: [], changes: true },
  hold: { slash: '/snapkeeper', word: 'hold', argument: 'snapshot and reason', flags: [], changes: true },
  release: { slash: '/snapkeeper', word: 'release', argument: 'snapshot', flags: [], changes: true },
  help: { slash: '/snapkeeper', word: 'help', argument: 'optional topic', flags: [], changes: false },
  whoami: { slash: '/snapkeeper', word: 'whoami', argument: 'none', flags: [], changes: false },
} as const satisfies Record<string, CommandRow>;

export type Verb = keyof typeof commandTable;

/** The command as a person types it, without arguments. */
export function typed(verb: Verb): string {
  const row: CommandRow = commandTable[verb];
  return row.word === null ? row.slash : `${row.slash} ${row.word}`;
}
