import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { World } from '../../src/sandbox/world.ts';
import { createWorld } from '../../src/sandbox/world.ts';
import type { BotRun } from '../stage/bot-command.ts';
import { runBot, runNpmStart } from '../stage/bot-command.ts';

const readsNothing = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['ec2:DescribeInstanceTypes'], Resource: ['*'] }],
};

let world: World;
let folder: string;
const runs: BotRun[] = [];

beforeEach(async () => {
  world = await createWorld({ realTime: true });
  folder = mkdtempSync(join(tmpdir(), 'snapkeeper-start-'));
});
afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.signal('SIGKILL');
    await run.ended();
  }
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(env: Readonly<Record<string, string>> = {}): BotRun {
  const run = runBot(folder, { ...world.env, SNAPKEEPER_LOG: 'warn', ...env });
  runs.push(run);
  return run;
}

it.each([
  [
    'a token is missing',
    { SLACK_BOT_TOKEN: '' },
    /^SLACK_BOT_TOKEN is not right: is missing|^SLACK_BOT_TOKEN is missing: copy it from your Slack app/u,
  ],
  [
    'a token is of the wrong kind',
    { SLACK_APP_TOKEN: 'xoxb-1' },
    /^SLACK_APP_TOKEN does not begin with xapp-/u,
  ],
  [
    'the channel is a name',
    { SNAPKEEPER_CHANNEL: '#ops' },
    /^SNAPKEEPER_CHANNEL .*give the id of the channel/u,
  ],
  [
    'a setting is misspelt',
    { SNAPKEEPER_ADMIN: 'U07BOB0000' },
    /^SNAPKEEPER_ADMIN is not a setting of Snapkeeper\. Did you mean SNAPKEEPER_ADMINS\?$/u,
  ],
  [
    'Slack refuses the bot token',
    { SLACK_BOT_TOKEN: 'xoxb-wrong' },
    /^SLACK_BOT_TOKEN is refused by Slack \(invalid_auth\)\. Copy the Bot User OAuth Token again/u,
  ],
  [
    'Slack refuses the app token',
    { SLACK_APP_TOKEN: 'xapp-wrong' },
    /^SLACK_APP_TOKEN is refused by Slack \(invalid_auth\)\. Copy it again/u,
  ],
  [
    'AWS refuses the credentials',
    { AWS_ACCESS_KEY_ID: 'AKIANOBODY0000000000' },
    /^The AWS credentials \(AWS_ACCESS_KEY_ID.* are refused by AWS \(InvalidClientTokenId: .*\)\. Correct them/u,
  ],
  [
    'there are no credentials',
    { AWS_ACCESS_KEY_ID: '' },
    /^No AWS credentials were found \(.*\)\. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/u,
  ],
  [
    'http leads away from this machine',
    { SLACK_API_URL: 'http://example.com/api/' },
    /^SLACK_API_URL must begin with https:\/\//u,
  ],
  [
    'the database cannot be written',
    { SNAPKEEPER_DB: '/proc/snapkeeper.db' },
    /^SNAPKEEPER_DB: the database .* cannot be opened for writing/u,
  ],
])('ends with one sentence that names the setting when %s', async (_what, env, sentence) => {
  const run = start(env);
  expect(await run.ended()).toBe(1);
  const lines = run.output().trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(sentence);
});

it('ends with one sentence when its permissions do not allow to read servers', async () => {
  await world.close();
  world = await createWorld({ realTime: true, policy: readsNothing });
  const run = start();
  expect(await run.ended()).toBe(1);
  expect(run.output().trim()).toMatch(
    /^The AWS credentials .* may not read servers and snapshots \(UnauthorizedOperation\)\. Attach manifest\/iam-policy\.json to them\.$/u,
  );
});

it('refuses a database that belongs to another account', async () => {
  const first = start({ SNAPKEEPER_LOG: 'info' });
  await first.says('connected to Slack');
  first.signal('SIGTERM');
  expect(await first.ended()).toBe(0);
  await world.close();
  world = await createWorld({ realTime: true, accountId: '999988887777' });
  const second = start();
  expect(await second.ended()).toBe(1);
  expect(second.output()).toMatch(
    /^This database belongs to the AWS account 111122223333, but .* now leads to 999988887777\. Put the old value back, or set SNAPKEEPER_DB to a new file\.\n$/u,
  );
});

it('refuses a database that a newer Snapkeeper has written, and leaves it as it was', async () => {
  const first = start({ SNAPKEEPER_LOG: 'info' });
  await first.says('connected to Slack');
  first.signal('SIGTERM');
  expect(await first.ended()).toBe(0);
  const file = new Database(join(folder, 'data', 'snapkeeper.db'));
  file.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of tomorrow', 9999999999999)");
  const all = (): unknown => file.prepare('SELECT * FROM settings').all();
  const before = all();
  const second = start();
  expect(await second.ended()).toBe(1);
  expect(second.output()).toMatch(
    /^SNAPKEEPER_DB: the database .* was written by a newer Snapkeeper\. Update this one, or give it a file of its own\.\n$/u,
  );
  expect(all()).toEqual(before);
  file.close();
});

it('lets no second bot near its database, and frees it when it is killed', async () => {
  const first = start({ SNAPKEEPER_LOG: 'info' });
  await first.says('connected to Slack');
  const second = start();
  expect(await second.ended()).toBe(1);
  expect(second.output()).toMatch(
    /^SNAPKEEPER_DB: another Snapkeeper is running on .*\. Stop it first, or give this one a file of its own\.\n$/u,
  );
  first.signal('SIGKILL');
  await first.ended();
  const third = start({ SNAPKEEPER_LOG: 'info' });
  await third.says('connected to Slack');
});

it('starts without AWS, says so once, and takes nothing', async () => {
  const port = await freePort();
  const run = start({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, SNAPKEEPER_LOG: 'info' });
  await run.says('connected to Slack');
  expect(
    run.output().match(/AWS cannot be reached; Snapkeeper starts without and keeps trying/gu),
  ).toHaveLength(1);
  const { shown } = await world.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  expect(shown[0]?.text).toContain('Snapkeeper has not reached AWS since it was started');
});

it('starts without Slack, says so once, and stops when it is told to', async () => {
  const port = await freePort();
  const run = start({ SLACK_API_URL: `http://127.0.0.1:${port}/api/` });
  await run.says('Slack cannot be reached; Snapkeeper starts without and keeps trying');
  run.signal('SIGTERM');
  expect(await run.ended()).toBe(0);
});

it('reads its settings from a .env file beside it', async () => {
  writeFileSync(join(folder, '.env'), `SNAPKEEPER_CHANNEL=general\n`);
  const { SNAPKEEPER_CHANNEL: _, ...env } = world.env as Record<string, string>;
  const run = runBot(folder, { ...env, SNAPKEEPER_LOG: 'warn' });
  expect(await run.ended()).toBe(1);
  expect(run.output()).toMatch(/^SNAPKEEPER_CHANNEL .*give the id of the channel/u);
});

it('ends with exit code 0 within ten seconds of SIGTERM, and the next start finishes the snapshot', async () => {
  const first = start({ SNAPKEEPER_LOG: 'info' });
  await first.says('connected to Slack');
  await world.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  await first.says('snapshot started');
  const asked = performance.now();
  first.signal('SIGTERM');
  expect(await first.ended()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
  const second = start({ SNAPKEEPER_LOG: 'info' });
  await second.says('picking up unfinished operations');
});

it('finishes what it is doing although it is told to stop twice', async () => {
  world.cloud.mishap = ({ action }) => (action === 'CreateSnapshots' ? { delay: 1_000 } : undefined);
  const run = start({ SNAPKEEPER_LOG: 'info' });
  await run.says('connected to Slack');
  await world.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  run.signal('SIGTERM');
  run.signal('SIGTERM');
  expect(await run.ended()).toBe(0);
  expect(run.output()).toMatch(/snapshot started[\s\S]*Snapkeeper has stopped/u);
});

it('knows its database also under another name', async () => {
  const first = start({ SNAPKEEPER_LOG: 'info' });
  await first.says('connected to Slack');
  symlinkSync(join(folder, 'data', 'snapkeeper.db'), join(folder, 'other.db'));
  const second = start({ SNAPKEEPER_DB: 'other.db' });
  expect(await second.ended()).toBe(1);
  expect(second.output()).toContain('another Snapkeeper is running on');
});

it('ends in order when npm start itself is told to stop', async () => {
  const run = runNpmStart(folder, { ...world.env, SNAPKEEPER_DB: join(folder, 'npm.db') });
  runs.push(run);
  await run.says('connected to Slack');
  run.signal('SIGTERM');
  expect(await run.ended()).toBe(0);
  expect(run.output()).toContain('Snapkeeper has stopped');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
