import { parseArgs } from 'node:util';
import { nearest } from '../core/nearest.ts';
import { BadInput } from './bad-input.ts';

/** One word after `npm run cli --`. Offline, or it only reads. */
export type CliCommand = {
  readonly name: string;
  /** One line of the list of commands. */
  readonly summary: string;
  readonly help: string;
  /** Throws BadInput for what the person can mend. */
  run(args: readonly string[]): Promise<void>;
};

type Options = Readonly<Record<string, 'text' | 'flag'>>;

type Values<Given extends Options> = {
  readonly [Name in keyof Given]: Given[Name] extends 'flag' ? boolean : string | null;
};

/** `--name value`, `--name=value` and `--flag`, nothing else, each at most once. */
export function readOptions<const Given extends Options>(
  args: readonly string[],
  options: Given,
): Values<Given> {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, kind]) => [name, { type: kind === 'flag' ? 'boolean' : 'string' }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string | boolean | null> = Object.fromEntries(
    Object.entries(options).map(([name, kind]) => [name, kind === 'flag' ? false : null]),
  );
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') throw new BadInput(`"${token.value}" is one word too many.`);
    const kind = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (kind === undefined) throw new BadInput(unknownOption(token.rawName, Object.keys(options)));
    if (seen.has(token.name)) throw new BadInput(`--${token.name} is given twice.`);
    seen.add(token.name);
    values[token.name] = kind === 'flag' ? flagOf(token.name, token.value) : textOf(token.name, token.value);
  }
  return values as Values<Given>;
}

export function required(name: string, value: string | null): string {
  if (value === null) throw new BadInput(`--${name} is missing.`);
  return value;
}

function flagOf(name: string, value: string | undefined): true {
  if (value !== undefined) throw new BadInput(`--${name} takes no value.`);
  return true;
}

function textOf(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new BadInput(`--${name} needs a value.`);
  return value;
}

function unknownOption(rawName: string, known: readonly string[]): string {
  const [meant] = nearest(rawName.replace(/^-+/u, ''), known, 1);
  return `${rawName} is not understood. ${meant === undefined ? `Known are ${known.map(name => `--${name}`).join(', ')}.` : `Did you mean --${meant}?`}`;
}
