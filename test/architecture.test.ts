import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

// Who may import whom, and what may be used where. A room is a folder of src, or a file beside them.

const root = fileURLToPath(new URL('..', import.meta.url));

const adapters = ['slack', 'aws', 'store'] as const;
const all = [
  'config',
  'clock',
  'bot',
  'ports',
  'log',
  'core',
  'commands',
  'operations',
  'jobs',
  'pictures',
  ...adapters,
];

const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ports: ['core', 'log'],
  clock: ['ports', 'log'],
  pictures: ['core', 'log'],
  config: ['core', 'log', 'config-file'],
  'config-file': ['core', 'log'],
  commands: ['core', 'ports', 'log'],
  operations: ['core', 'ports', 'log'],
  bot: ['core', 'ports', 'commands', 'log'],
  jobs: ['core', 'ports', 'bot', 'operations', 'log'],
  slack: ['core', 'ports', 'bot', 'pictures', 'log'],
  aws: ['core', 'ports', 'log'],
  store: ['core', 'ports', 'db', 'log'],
  app: all,
  main: ['app', 'config', 'clock', 'log'],
  cli: all,
  log: [],
  'sandbox/main': ['sandbox', 'app', 'config', 'ports'],
  'sandbox/bot': ['sandbox', 'app', 'config', 'ports'],
  sandbox: ['manifest'],
  db: [],
};

/** Packages that only one room may touch. Everything else from npm is for the sandbox and the tests. */
const packageRooms: Readonly<Record<string, readonly string[]>> = {
  leven: ['core'],
  'temporal-polyfill': ['core'],
  zod: ['config', 'config-file', 'slack', 'cli', 'sandbox'],
  '@slack/bolt': ['slack'],
  '@slack/web-api': ['slack'],
  '@aws-sdk/client-ec2': ['aws', 'sandbox'],
  '@aws-sdk/client-service-quotas': ['aws', 'sandbox'],
  '@aws-sdk/client-ssm': ['aws', 'sandbox'],
  '@aws-sdk/client-sts': ['aws', 'sandbox'],
  '@smithy/core': ['sandbox'],
  '@smithy/types': ['sandbox'],
  ws: ['sandbox'],
  preact: ['sandbox'],
  esbuild: ['sandbox'],
  yaml: ['config-file'],
  'better-sqlite3': ['store'],
  'drizzle-orm': ['store', 'db'],
  'node-cron': ['clock'],
  pino: ['log'],
};

/** The wall clock and timers are for these alone; everybody else waits on the Clock. */
const timekeepers = ['clock', 'sandbox', 'sandbox/main', 'sandbox/bot'];

type Source = { readonly path: string; readonly text: string };

function sources(folder: string): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/u.test(name))
    .map(name => join(folder, name))
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function roomOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top !== 'src') return top;
  const room = second.replace(/\.ts$/u, '');
  const exact = path.slice('src/'.length).replace(/\.ts$/u, '');
  return exact === 'sandbox/main' || exact === 'sandbox/bot' ? exact : room;
}

function importsOf(text: string): readonly string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+[\w\s{},*$]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gu;
  return [...text.matchAll(pattern)].map(([, named, bare, dynamic]) => named ?? bare ?? dynamic ?? '');
}

/** Everything in these files that breaks a rule, one line each. */
function leaks(files: readonly Source[]): readonly string[] {
  return files.flatMap(file => [...importLeaks(file), ...wordLeaks(file)]);
}

function importLeaks({ path, text }: Source): readonly string[] {
  const room = roomOf(path);
  return importsOf(text).flatMap(name => {
    if (name.startsWith('.')) {
      const target = roomOf(relative(root, join(root, dirname(path), name)));
      const inside = target === room || (room.startsWith('sandbox/') && target === 'sandbox');
      if (room === 'cli' && /\/slack\/(?!words\/)/u.test(name))
        return [`${path} imports ${name}: the terminal has Slack's words, not Slack`];
      return inside || mayImport[room]?.includes(target) === true
        ? []
        : [`${path} imports ${name}: ${room} must not use ${target}`];
    }
    if (name.startsWith('node:'))
      return room === 'core' && name !== 'node:crypto' ? [`${path} imports ${name}: core is pure`] : [];
    const rooms = Object.entries(packageRooms).find(
      ([known]) => name === known || name.startsWith(`${known}/`),
    )?.[1];
    return rooms?.includes(room) === true ? [] : [`${path} imports ${name}: that package is not for ${room}`];
  });
}

function wordLeaks({ path, text }: Source): readonly string[] {
  const room = roomOf(path);
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/gu, '');
  const found: string[] = [];
  const forbid = (pattern: RegExp, where: boolean, why: string): void => {
    if (!where && pattern.test(code)) found.push(`${path}: ${why}`);
  };
  forbid(
    /\bprocess\.env\b/u,
    room === 'config' || room.startsWith('sandbox'),
    'only config reads the environment',
  );
  forbid(
    /\bsetTimeout\b|\bsetInterval\b|\bDate\.now\b|\bnew Date\(\)/u,
    timekeepers.includes(room),
    'only clock.ts tells the time',
  );
  forbid(
    /\bauthorize\(/u,
    room === 'bot' || path === 'src/core/permission.ts',
    'authorize is called in one place',
  );
  forbid(/^export default\b/mu, false, 'no default exports');
  forbid(/^export \* from\b/mu, false, 'no barrels');
  forbid(/\benum\s+\w+\s*\{/u, false, 'no enums');
  if (text.split('\n').length > 400) found.push(`${path}: more than 400 lines`);
  if (!/^[a-z0-9-]+\.tsx?$/u.test(path.split('/').at(-1) ?? '')) found.push(`${path}: not in kebab-case`);
  return found;
}

it('holds in every file of src and db', () => {
  const files = [...sources('src'), ...sources('db')];
  expect(files.length).toBeGreaterThan(50);
  expect(leaks(files)).toEqual([]);
});

it('knows every room there is', () => {
  const rooms = new Set(sources('src').map(({ path }) => roomOf(path)));
  expect([...rooms].filter(room => mayImport[room] === undefined)).toEqual([]);
});

it.each([
  ['src/core/x.ts', `import { Clock } from '../ports.ts';`],
  ['src/core/x.ts', `import { readFile } from 'node:fs/promises';`],
  ['src/core/x.ts', `import type { Instance } from '@aws-sdk/client-ec2';`],
  ['src/commands/x.ts', `import { createEngine } from '../operations/engine.ts';`],
  ['src/operations/x.ts', `export { createSlack } from '../slack/slack.ts';`],
  ['src/slack/x.ts', `import { createStore } from '../store/store.ts';`],
  ['src/slack/words/x.ts', `import {\n  createCloud,\n} from '../../aws/cloud.ts';`],
  ['src/aws/x.ts', `const { db } = await import('../store/database.ts');`],
  ['src/store/x.ts', `import { z } from 'zod';`],
  ['src/bot.ts', `import '../src/app.ts';`],
  ['src/jobs/x.ts', `import { startSlack } from '../sandbox/slack/slack.ts';`],
  ['src/sandbox/slack/x.ts', `import { commandTable } from '../../core/command-table.ts';`],
  ['src/cli/x.ts', `import { createListeners } from '../slack/listeners.ts';`],
  ['src/main.ts', `import { createStore } from './store/store.ts';`],
  ['src/jobs/x.ts', `const now = Date.now();`],
  ['src/slack/x.ts', `setTimeout(() => {}, 5);`],
  ['src/aws/x.ts', `const region = process.env.AWS_REGION;`],
  ['src/commands/x.ts', `authorize(actor, verb, facts);`],
  ['src/core/x.ts', `export default function x() {}`],
])('turns red on a leak planted in %s: %s', (path, text) => {
  expect(leaks([{ path, text }])).toHaveLength(1);
});
