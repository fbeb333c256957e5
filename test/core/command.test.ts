import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { CommandFault, Parsed } from '../../src/core/command.ts';
import { parseCommand, retype } from '../../src/core/command.ts';

/** A command as one line: the verb, its words, its flags. A fault as its kind and what it proposes. */
function read(slash: string, text: string): string {
  const parsed = parseCommand(slash, text);
  return parsed.kind === 'fault' ? faultLine(parsed.fault) : commandLine(parsed);
}

function commandLine({ command }: Parsed & { kind: 'command' }): string {
  if (command.kind === 'help') return `help ${command.topic ?? 'overview'}`;
  if (command.kind === 'whoami' || command.kind === 'policies') return command.kind;
  if (command.kind === 'form') return `form ${command.form}`;
  if ('subject' in command) return `${command.kind} ${command.subject ?? ''}`.trim();
  if (command.kind === 'release') return `release ${command.set}`;
  if ('request' in command) return `${command.kind} ${command.request}`;
  if (command.kind === 'confirm') return `confirm ${command.adoption ?? ''}`.trim();
  const words = command.words.map(word => `[${word.text}]`).join('');
  if (command.kind === 'hold') return `hold ${command.set} ${words}`;
  if (command.kind === 'unschedule') return `unschedule ${words}${command.sure ? ' sure' : ''}`;
  return `${command.kind} ${words}${command.kind === 'snapshot' && command.dryRun ? ' dry' : ''}`;
}

function faultLine(fault: CommandFault): string {
  return [fault.kind, ...('near' in fault ? fault.near : [])].join(' | ');
}

const near = (parsed: Parsed): readonly string[] =>
  parsed.kind === 'fault' && 'near' in parsed.fault ? parsed.fault.near : [];

function again(command: string): Parsed {
  const [slash = '', ...words] = command.split(' ');
  return parseCommand(slash, words.join(' '));
}

describe('parseCommand', () => {
  test.each([
    ['prod-web', 'snapshot [prod-web]'],
    ['  prod-web \t before   deploy ', 'snapshot [prod-web][before][deploy]'],
    ['prod-web --dry-run', 'snapshot [prod-web] dry'],
    ['--dry-run prod-web', 'snapshot [prod-web] dry'],
    ['prod-web —dry-run', 'snapshot [prod-web] dry'],
    ['prod-web –dry-run', 'snapshot [prod-web] dry'],
    ['prod-web -Dry-Run', 'snapshot [prod-web] dry'],
    ['prod–web', 'snapshot [prod-web]'],
    ['“billing box” it’s fine', "snapshot [billing box][it's][fine]"],
    ["prod-web don't 'til alice's back", "snapshot [prod-web][don't]['til][alice's][back]"],
    ['prod-web -- --dry-run', 'snapshot [prod-web][--dry-run]'],
    ['prod-web "--dry-run"', 'snapshot [prod-web][--dry-run]'],
    ['prod-web - 5 -7', 'snapshot [prod-web][-][5][-7]'],
    ['help', 'snapshot [help]'],
    ['', 'form snapshot'],
    [' \u200B ', 'form snapshot'],
    ['--dry-run', 'argument-missing'],
    ['prod-web --dry-rum now', 'unknown-flag | /snapshot prod-web --dry-run now | /snapshot prod-web now'],
    ['prod-web --force "a b"', 'unknown-flag | /snapshot prod-web "a b"'],
  ])('/snapshot %s', (text, expected) => {
    expect(read('/snapshot', text)).toBe(expected);
  });

  test.each([
    ['', 'help overview'],
    ['HELP', 'help overview'],
    ['help snapshot', 'help snapshot'],
    ['help /snapshot', 'help snapshot'],
    ['help /snapkeeper list', 'help list'],
    ['help lsit', 'extra-words | /snapkeeper help list'],
    ['list', 'list '],
    ['List billing box', 'list [billing][box]'],
    ['whoami', 'whoami'],
    ['whoami please', 'extra-words | /snapkeeper whoami'],
    ['policy', 'policy '],
    ['policy “night ly”', 'policy [night ly]'],
    ['policies', 'policies'],
    ['policies all', 'extra-words | /snapkeeper policies'],
    ['why nightly', 'why [nightly]'],
    ['why', 'argument-missing'],
    ['pause nightly until 2026-12-24', 'pause [nightly][until][2026-12-24]'],
    ['run p-22222222', 'run [p-22222222]'],
    ['unschedule nightly', 'unschedule [nightly]'],
    ['unschedule nightly —yes', 'unschedule [nightly] sure'],
    ['lst prod-web', 'unknown-verb | /snapkeeper list prod-web'],
    ['snapshot prod-web before "the deploy"', 'unknown-verb | /snapshot prod-web before "the deploy"'],
    ['constructor', 'unknown-verb'],
    ['__proto__ x', 'unknown-verb'],
  ])('/snapkeeper %s', (text, expected) => {
    expect(read('/snapkeeper', text)).toBe(expected);
  });

  test('a thousand characters are a command, one more is not', () => {
    expect(read('/snapshot', 'x'.repeat(1_000))).toBe(`snapshot [${'x'.repeat(1_000)}]`);
    expect(parseCommand('/snapshot', 'x'.repeat(70_000))).toEqual({
      kind: 'fault',
      fault: { kind: 'too-long', length: 70_000, limit: 1_000 },
    });
    expect(read('/snapshot', 'x'.repeat(1_001))).toBe('too-long');
  });

  test('what a slash command of another app would send is answered, not understood', () => {
    expect(read('/snapshoot', 'prod-web')).toBe('unknown-verb');
  });

  const typing = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(' ', '--', '—', '"', "'", '-x', '--dry-run', 'list', 'help', 'snapshot', '“', '\u202E'),
    ),
  );

  test('any text at all is either a command or a fault', () => {
    const slash = fc.constantFrom('/snapshot', '/snapkeeper');
    fc.assert(
      fc.property(slash, typing, (verb, parts) => {
        expect(['command', 'fault']).toContain(parseCommand(verb, parts.join('')).kind);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('a proposed command is understood when it is run, whatever else was typed', () => {
    const slip = fc.constantFrom(
      ['/snapkeeper', 'lst'],
      ['/snapkeeper', 'lits'],
      ['/snapkeeper', 'snapshot prod-web'],
      ['/snapshot', 'prod-web --dry-rum'],
      ['/snapshot', 'prod-web --force'],
    );
    // No dashes: one slip at a time.
    const words = fc.array(fc.stringMatching(/^[a-z"'&<>|_.:0-9]{1,12}$/u), { maxLength: 6 });
    fc.assert(
      fc.property(slip, words, ([slash = '', typed = ''], rest) => {
        const proposals = near(parseCommand(slash, [typed, ...rest].join(' ')));
        expect(proposals.length).toBeGreaterThan(0);
        for (const proposal of proposals) expect(again(proposal)).toMatchObject({ kind: 'command' });
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

it.each([
  ['/snapshot', 'a --foo --bar', ['/snapshot a']],
  ['/snapshot', '--dry-rum', ['/snapshot']],
  ['/snapkeeper', 'snapshot', ['/snapshot']],
  ['/snapkeeper', 'whoam I', ['/snapkeeper whoami']],
  ['/snapkeeper', 'lst --foo', ['/snapkeeper list']],
  ['/snapkeeper', 'list --foo', ['/snapkeeper list']],
  ['/snapkeeper', 'snapshto prod-web', ['/snapshot prod-web']],
])('proposes for %s %s only what can be run', (slash, text, proposed) => {
  expect(parseCommand(slash, text)).toMatchObject({ kind: 'fault' });
  expect(near(parseCommand(slash, text))).toEqual(proposed);
});

it.each([
  ['prod-web', 'use "--force" now'],
  ['prod-web', '-- --dry-run'],
  ['prod-web', '-- --later'],
  ['prod-web', "don't -- stop"],
])('types a command again so that it means the same: %s %s', (server, note) => {
  const parsed = parseCommand('/snapshot', `${server} ${note}`);
  if (parsed.kind !== 'command' || parsed.command.kind !== 'snapshot') throw new Error('not understood');
  const typed = retype('snapshot', ['dry-run'], parsed.command.words);
  expect(parseCommand('/snapshot', typed.slice('/snapshot '.length))).toEqual({
    kind: 'command',
    command: { ...parsed.command, dryRun: true },
  });
});

it('takes --help for a question about the command', () => {
  expect(parseCommand('/snapshot', 'prod-web --help')).toEqual({
    kind: 'command',
    command: { kind: 'help', topic: 'snapshot' },
  });
});
