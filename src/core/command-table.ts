/**
 * Every command, as data: the parser, help and the permission check read this one table.
 * `changes` marks verbs that change EC2 or what may be deleted there; `server` and `note` say which arguments
 * follow the verb; `who` may use it at all.
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
    | 'optional adoption'
    | 'request'
    | 'optional policy or server'
    | 'policy'
    | 'policy and until'
    | 'none';
  readonly flags: readonly Flag[];
  readonly changes: boolean;
  readonly who: 'everyone' | 'admins' | 'approvers';
};

export type Flag = 'dry-run' | 'yes';

export const commandTable = {
  snapshot: {
    slash: '/snapshot',
    word: null,
    argument: 'server and note',
    flags: ['dry-run'],
    changes: true,
    who: 'everyone',
  },
  list: {
    slash: '/snapkeeper',
    word: 'list',
    argument: 'optional server',
    flags: [],
    changes: false,
    who: 'everyone',
  },
  status: {
    slash: '/snapkeeper',
    word: 'status',
    argument: 'optional operation',
    flags: [],
    changes: false,
    who: 'everyone',
  },
  policy: {
    slash: '/snapkeeper',
    word: 'policy',
    argument: 'optional policy or server',
    flags: [],
    changes: true,
    who: 'everyone',
  },
  policies: {
    slash: '/snapkeeper',
    word: 'policies',
    argument: 'none',
    flags: [],
    changes: false,
    who: 'everyone',
  },
  why: {
    slash: '/snapkeeper',
    word: 'why',
    argument: 'policy',
    flags: [],
    changes: false,
    who: 'everyone',
  },
  run: {
    slash: '/snapkeeper',
    word: 'run',
    argument: 'policy',
    flags: [],
    changes: true,
    who: 'everyone',
  },
  pause: {
    slash: '/snapkeeper',
    word: 'pause',
    argument: 'policy and until',
    flags: [],
    changes: true,
    who: 'everyone',
  },
  resume: {
    slash: '/snapkeeper',
    word: 'resume',
    argument: 'policy',
    flags: [],
    changes: true,
    who: 'everyone',
  },
  skip: {
    slash: '/snapkeeper',
    word: 'skip',
    argument: 'policy',
    flags: [],
    changes: true,
    who: 'everyone',
  },
  unschedule: {
    slash: '/snapkeeper',
    word: 'unschedule',
    argument: 'policy',
    flags: ['yes'],
    changes: true,
    who: 'everyone',
  },
  retry: {
    slash: '/snapkeeper',
    word: 'retry',
    argument: 'operation',
    flags: [],
    changes: true,
    who: 'everyone',
  },
  cancel: {
    slash: '/snapkeeper',
    word: 'cancel',
    argument: 'operation',
    flags: [],
    changes: true,
    who: 'everyone',
  },
  hold: {
    slash: '/snapkeeper',
    word: 'hold',
    argument: 'snapshot and reason',
    flags: [],
    changes: true,
    who: 'everyone',
  },
  release: {
    slash: '/snapkeeper',
    word: 'release',
    argument: 'snapshot',
    flags: [],
    changes: true,
    who: 'everyone',
  },
  confirm: {
    slash: '/snapkeeper',
    word: 'confirm',
    argument: 'optional adoption',
    flags: [],
    changes: true,
    who: 'admins',
  },
  approve: {
    slash: '/snapkeeper',
    word: 'approve',
    argument: 'request',
    flags: [],
    changes: true,
    who: 'approvers',
  },
  deny: {
    slash: '/snapkeeper',
    word: 'deny',
    argument: 'request',
    flags: [],
    changes: false,
    who: 'approvers',
  },
  help: {
    slash: '/snapkeeper',
    word: 'help',
    argument: 'optional topic',
    flags: [],
    changes: false,
    who: 'everyone',
  },
  whoami: {
    slash: '/snapkeeper',
    word: 'whoami',
    argument: 'none',
    flags: [],
    changes: false,
    who: 'everyone',
  },
} as const satisfies Record<string, CommandRow>;

export type Verb = keyof typeof commandTable;

/** The command as a person types it, without arguments. */
export function typed(verb: Verb): string {
  const row: CommandRow = commandTable[verb];
  return row.word === null ? row.slash : `${row.slash} ${row.word}`;
}
