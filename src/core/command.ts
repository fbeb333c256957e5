import type { CommandRow, Flag, Verb } from './command-table.ts';
import { commandTable, typed } from './command-table.ts';
import { nearest } from './nearest.ts';
import type { Word } from './typed-text.ts';
import { foldTyping, splitWords } from './typed-text.ts';

/**
 * A command understood. `server` holds all words after the verb: names may have blanks, so only the list of
 * servers can tell where the name ends and the note begins (`core/server-name`).
 */
export type Command =
  | { readonly kind: 'snapshot'; readonly words: readonly Word[]; readonly dryRun: boolean }
  /** Typed without what the modal then asks for. */
  | { readonly kind: 'form'; readonly form: 'snapshot' }
  | { readonly kind: 'list'; readonly words: readonly Word[] }
  /** `subject`: the id of an operation, or of the snapshot that it made. */
  | { readonly kind: 'status'; readonly subject: string | null }
  /** `words`: a policy or a server; none for a new policy. */
  | { readonly kind: 'policy'; readonly words: readonly Word[] }
  | { readonly kind: 'policies' }
  | ({ readonly kind: 'why' | 'run' | 'pause' | 'resume' | 'skip' } & NamesPolicy)
  /** `sure`: it has been shown what that means. */
  | { readonly kind: 'unschedule'; readonly words: readonly Word[]; readonly sure: boolean }
  | { readonly kind: 'retry'; readonly subject: string }
  | { readonly kind: 'cancel'; readonly subject: string }
  | { readonly kind: 'hold'; readonly set: string; readonly words: readonly Word[] }
  | { readonly kind: 'release'; readonly set: string }
  /** Null: what there is to confirm. */
  | { readonly kind: 'confirm'; readonly adoption: string | null }
  | { readonly kind: 'approve' | 'deny'; readonly request: string }
  | { readonly kind: 'help'; readonly topic: Verb | null }
  | { readonly kind: 'whoami' };

/** The name of a policy, and after that perhaps until when. */
export type NamesPolicy = { readonly words: readonly Word[] };

/** What could not be understood; `near` holds whole corrected commands, ready to run. */
export type CommandFault =
  | {
      readonly kind: 'unknown-verb';
      readonly slash: string;
      readonly given: string;
      readonly near: readonly string[];
    }
  | {
      readonly kind: 'unknown-flag';
      readonly verb: Verb;
      readonly given: string;
      readonly near: readonly string[];
    }
  | { readonly kind: 'argument-missing'; readonly verb: Verb }
  | {
      readonly kind: 'extra-words';
      readonly verb: Verb;
      readonly given: string;
      readonly near: readonly string[];
    }
  | { readonly kind: 'too-long'; readonly length: number; readonly limit: number };

export type Parsed =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'fault'; readonly fault: CommandFault };

/** Longer than any real command; a paste of a log file is answered, not searched for a server. */
const textLimit = 1_000;

const fault = (value: CommandFault): Parsed => ({ kind: 'fault', fault: value });
const understood = (command: Command): Parsed => ({ kind: 'command', command });

/** Parses the text of a slash command. Slack's own escapes must already be undone. Never throws. */
export function parseCommand(slash: string, text: string): Parsed {
  const folded = foldTyping(text.slice(0, textLimit * 4));
  if (folded.length > textLimit) return fault({ kind: 'too-long', length: text.length, limit: textLimit });
  const words = splitWords(folded);
  const rows = (Object.keys(commandTable) as Verb[]).filter(verb => commandTable[verb].slash === slash);
  const whole = rows.find(verb => commandTable[verb].word === null);
  if (whole !== undefined) return parseVerb(whole, words);
  const [first, ...rest] = words;
  if (first === undefined) return understood({ kind: 'help', topic: null });
  const given = first.text.toLowerCase();
  const verb = rows.find(row => commandTable[row].word === given);
  return verb === undefined ? unknownVerb(slash, first, rest) : parseVerb(verb, rest);
}

function unknownVerb(slash: string, first: Word, rest: readonly Word[]): Parsed {
  const near = nearest(first.text, Object.keys(commandTable)).map(name => withWords(name as Verb, rest));
  return fault({ kind: 'unknown-verb', slash, given: first.text, near: runnable(near) });
}

/** A proposal that would fail again is no help: each is parsed, and replaced by what it would propose itself. */
function runnable(candidates: readonly string[]): readonly string[] {
  const checked = candidates.flatMap(candidate => {
    const [slash = '', ...words] = candidate.split(' ');
    const parsed = parseCommand(slash, words.join(' '));
    if (parsed.kind === 'command') return [candidate];
    return 'near' in parsed.fault ? parsed.fault.near : [];
  });
  return [...new Set(checked)].slice(0, 3);
}

function parseVerb(verb: Verb, words: readonly Word[]): Parsed {
  const row: CommandRow = commandTable[verb];
  const { flags, unknown, rest } = takeFlags(row, words);
  if (unknown !== null && /^-+help$/iu.test(unknown.text)) return understood({ kind: 'help', topic: verb });
  if (unknown !== null) return unknownFlag(verb, unknown, words);
  switch (verb) {
    case 'snapshot':
      // What the modal takes is taken in earnest, so a dry run without a server is asked for its server.
      if (rest.length === 0 && flags.has('dry-run')) return missing(verb);
      if (rest.length === 0) return understood({ kind: 'form', form: 'snapshot' });
      return understood({ kind: 'snapshot', words: rest, dryRun: flags.has('dry-run') });
    case 'list':
      return understood({ kind: 'list', words: rest });
    case 'policy':
      return understood({ kind: 'policy', words: rest });
    case 'why':
    case 'run':
    case 'pause':
    case 'resume':
    case 'skip':
      return rest.length === 0 ? missing(verb) : understood({ kind: verb, words: rest });
    case 'unschedule':
      return rest.length === 0
        ? missing(verb)
        : understood({ kind: verb, words: rest, sure: flags.has('yes') });
    case 'status':
      return rest.length > 1 ? extraWords(verb, rest) : understood({ kind: 'status', subject: idIn(rest) });
    case 'confirm':
      return rest.length > 1 ? extraWords(verb, rest) : understood({ kind: verb, adoption: idIn(rest) });
    case 'approve':
    case 'deny':
      return withId(verb, rest, request => ({ kind: verb, request }));
    case 'retry':
    case 'cancel':
      return withId(verb, rest, subject => ({ kind: verb, subject }));
    case 'release':
      return withId(verb, rest, set => ({ kind: verb, set }));
    case 'hold': {
      const set = idIn(rest);
      return set === null ? missing(verb) : understood({ kind: verb, set, words: rest.slice(1) });
    }
    case 'help':
      return parseTopic(rest);
    case 'policies':
    case 'whoami':
      return rest.length === 0 ? understood({ kind: verb }) : extraWords(verb, rest);
  }
}

const missing = (verb: Verb): Parsed => fault({ kind: 'argument-missing', verb });

/** Ids are lower case; a phone may have begun the line with a capital. */
const idIn = ([first]: readonly Word[]): string | null => first?.text.toLowerCase() ?? null;

function withId(verb: Verb, words: readonly Word[], command: (id: string) => Command): Parsed {
  const id = idIn(words);
  if (id === null) return missing(verb);
  return words.length > 1 ? extraWords(verb, words.slice(1), id) : understood(command(id));
}

/** `help snapshot`, `help /snapshot` and `help list` all name a verb. */
function parseTopic(words: readonly Word[]): Parsed {
  const [first, ...more] = words;
  if (first === undefined) return understood({ kind: 'help', topic: null });
  const given = first.text.replace(/^\//u, '').toLowerCase();
  if (given === 'snapkeeper' && more.length > 0) return parseTopic(more);
  const verbs = Object.keys(commandTable) as Verb[];
  const topic = verbs.find(verb => verb === given);
  if (topic !== undefined) return understood({ kind: 'help', topic });
  const near = nearest(given, verbs).map(verb => `${typed('help')} ${verb}`);
  return fault({ kind: 'extra-words', verb: 'help', given: first.text, near });
}

function extraWords(verb: Verb, rest: readonly Word[], kept = ''): Parsed {
  const near = [`${typed(verb)} ${kept}`.trim()];
  return fault({ kind: 'extra-words', verb, given: rest.map(word => word.raw).join(' '), near });
}

function unknownFlag(verb: Verb, given: Word, words: readonly Word[]): Parsed {
  const row: CommandRow = commandTable[verb];
  const name = given.text.replace(/^-+/u, '');
  const meant = nearest(name, row.flags).map(flag =>
    words.map(word => (word === given ? flagWord(flag) : word)),
  );
  const near = [...meant, words.filter(word => word !== given)].map(list => withWords(verb, list));
  return fault({ kind: 'unknown-flag', verb, given: given.text, near: runnable(near) });
}

const flagWord = (flag: string): Word => ({ raw: `--${flag}`, text: `--${flag}`, quoted: false });

const flagPattern = /^--?([a-z][a-z-]+)$/iu;

/** Flags may stand anywhere until a lone `--`; one dash is enough, phones eat the second. */
function takeFlags(row: CommandRow, words: readonly Word[]) {
  const flags = new Set<Flag>();
  const rest: Word[] = [];
  let literal = false;
  for (const word of words) {
    const match = literal || word.quoted ? null : flagPattern.exec(word.text);
    const flag = row.flags.find(candidate => candidate === match?.[1]?.toLowerCase());
    if (!literal && word.raw === '--') literal = true;
    else if (flag !== undefined) flags.add(flag);
    else if (match !== null) return { flags, unknown: word, rest };
    else rest.push(word);
  }
  return { flags, unknown: null, rest };
}

/** The command as it would have to be typed to mean this: words that look like flags are kept from being read as such. */
export function retype(verb: Verb, flags: readonly Flag[], words: readonly Word[]): string {
  const literal = words.some(word => !word.quoted && (word.raw === '--' || flagPattern.test(word.text)));
  const parts = [typed(verb), ...flags.map(flag => `--${flag}`), ...(literal ? ['--'] : [])];
  return [...parts, ...words.map(word => word.raw)].join(' ');
}

function withWords(verb: Verb, words: readonly Word[]): string {
  return [typed(verb), ...words.map(word => word.raw)].join(' ');
}
