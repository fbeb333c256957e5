import { readFileSync } from 'node:fs';
import type { Document } from 'yaml';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { ChannelId, GroupId, UserId } from './core/ids.ts';
import { nearest } from './core/nearest.ts';
import type { RoleHolders } from './core/roles.ts';
import type { DeletionGuard } from './core/retention.ts';
import { usualGuard } from './core/retention.ts';
import { readZone } from './core/zone.ts';
import { StartRefused } from './core/start-refused.ts';

/** What may stand in snapkeeper.yaml. Null where it says nothing, so that the environment or a default does. */
export type FileSettings = {
  readonly admins: RoleHolders | null;
  readonly approvers: RoleHolders | null;
  readonly approvals: 'required' | 'off';
  readonly approvalsChannel: ChannelId | null;
  readonly guards: DeletionGuard;
  readonly zone: string;
};

const member = z.string().regex(/^[UWS][A-Z0-9]{4,}$/u, {
  error:
    'must be a Slack user id like U07ABCDE123 (profile, three dots, Copy member ID) or a user group id like S07ABCDE123 (user group, three dots, Copy group ID)',
});

const holders = z
  .array(member, { error: 'must be a list of ids' })
  .min(1, { error: 'is an empty list: name somebody, or take the line out' })
  .transform(ids => ({
    users: ids.filter(id => !id.startsWith('S')) as UserId[],
    groups: ids.filter(id => id.startsWith('S')) as GroupId[],
  }));

const whole = (from: number, to: number) =>
  z
    .int({ error: `must be a whole number from ${from} to ${to}` })
    .min(from)
    .max(to);

/** A section, whose unknown keys are told by themselves. */
const shape = (example: string) => ({
  error: (issue: { readonly code?: string }) =>
    issue.code === 'invalid_type' ? `must hold settings, like ${example}` : undefined,
});

const file = z.strictObject(
  {
    roles: z
      .strictObject(
        { admins: holders.optional(), approvers: holders.optional() },
        shape('admins: [U07ABCDE123]'),
      )
      .prefault({})
      .transform(({ admins = null, approvers = null }) => ({ admins, approvers })),
    approvals: z.enum(['required', 'off'], { error: 'must be required or off' }).default('required'),
    approvalsChannel: z
      .string()
      .regex(/^[CG][A-Z0-9]{4,}$/u, { error: 'must be the id of a channel, like C07ABCDE123' })
      .optional(),
    guards: z
      .strictObject(
        {
          sets: whole(1, 100_000).default(usualGuard.count),
          percent: whole(1, 100).default(usualGuard.percent),
        },
        shape('percent: 20'),
      )
      .prefault({})
      .transform(({ sets: count, percent }) => ({ count, percent })),
    zone: z
      .string({ error: 'must be a time zone like Europe/Berlin' })
      .refine(name => readZone(name).kind === 'zone', {
        error: 'must be a time zone of the IANA database, like Europe/Berlin',
      })
      .default('UTC'),
  },
  shape('approvals: required'),
);

/** Reads the file; with no path there is none, and everything has its default. Throws StartRefused. */
export function readConfigFile(path: string | null): FileSettings {
  return parseConfigFile(path === null ? '' : readText(path), path ?? 'snapkeeper.yaml');
}

/** `name` is what the messages call it. Throws StartRefused naming the first wrong setting and its line. */
export function parseConfigFile(text: string, name: string): FileSettings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: false });
  const [broken] = [...document.errors, ...document.warnings];
  if (broken !== undefined) {
    const [what = ''] = broken.message.split(/ at line|\n/u);
    throw new StartRefused(`${name}, line ${lines.linePos(broken.pos[0]).line}, is not YAML: ${what}.`);
  }
  const parsed = file.safeParse(valueOf(document, name) ?? {});
  if (!parsed.success) {
    const { path, problem } = firstProblem(parsed.error.issues);
    const range = document.getIn(path, true);
    throw new StartRefused(`${name}${lineOf(range, lines)}: ${problem}`);
  }
  const { roles, approvals, approvalsChannel, guards, zone } = parsed.data;
  return { ...roles, approvals, approvalsChannel: (approvalsChannel as ChannelId) ?? null, guards, zone };
}

/** Without aliases, which could make a small file huge. */
function valueOf(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw new StartRefused(`${name} must not use YAML aliases (&name, *name).`, { cause: error });
  }
}

type Problem = { readonly path: readonly (string | number)[]; readonly problem: string };

function firstProblem(issues: readonly z.core.$ZodIssue[]): Problem {
  const [issue] = issues;
  const path = (issue?.path ?? []).map(part => (typeof part === 'number' ? part : String(part)));
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const known = knownAt(path);
    const [meant] = nearest(key, known, 1);
    const remedy = meant === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean ${meant}?`;
    return { path: [...path, key], problem: `${dotted([...path, key])} is not a setting. ${remedy}` };
  }
  const where = path.length === 0 ? 'the file' : dotted(path);
  return { path, problem: `${where} ${sentence(issue?.message ?? 'is wrong')}` };
}

/** The settings that may stand at this path. */
function knownAt(path: readonly (string | number)[]): readonly string[] {
  const parts = { roles: ['admins', 'approvers'], guards: ['sets', 'percent'] };
  const [section] = path;
  if (section === 'roles' || section === 'guards') return parts[section];
  return Object.keys(file.shape);
}

function sentence(message: string): string {
  const worded = /^(?:must|is) /u.test(message) ? message : `is not right: ${message}`;
  return `${worded}.`;
}

const dotted = (path: readonly (string | number)[]): string => path.join('.');

function lineOf(node: unknown, lines: LineCounter): string {
  const range = (node as { range?: readonly number[] } | undefined)?.range;
  return range?.[0] === undefined ? '' : `, line ${lines.linePos(range[0]).line}`;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartRefused(
      `SNAPKEEPER_CONFIG names ${path}, which cannot be read (${code}). Correct the path, or leave it out.`,
    );
  }
}
