import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { World } from '../../src/sandbox/world.ts';
import { createWorld } from '../../src/sandbox/world.ts';
import type { BotRun } from '../stage/bot-command.ts';
import { runBot } from '../stage/bot-command.ts';

const signingSecret = '0123456789abcdef0123456789abcdef';

let world: World;
let folder: string;
let port: number;
const runs: BotRun[] = [];

beforeEach(async () => {
  world = await createWorld({ realTime: true });
  folder = mkdtempSync(join(tmpdir(), 'snapkeeper-http-'));
  const server = await listen();
  port = portOf(server);
  server.close();
  await once(server, 'close');
  world.slack.deliverTo({ url: `http://127.0.0.1:${port}/slack/events`, signingSecret });
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
  const run = runBot(folder, {
    ...world.env,
    SLACK_SIGNING_SECRET: signingSecret,
    SNAPKEEPER_PORT: String(port),
    ...env,
  });
  runs.push(run);
  return run;
}

it('serves Slack on its port without an app token, and never writes its secret', async () => {
  const run = start({ SLACK_APP_TOKEN: '', SNAPKEEPER_LOG: 'debug' });
  await run.says('listening for Slack');
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  const { ack, payload = {} } = await world.slack.command({
    as: 'alice',
    in: 'ops',
    text: '/snapshot prod-web',
  });
  expect(ack).toMatchObject({ ok: true });
  await run.says('snapshot started');
  expect(await world.slack.forge(payload, 'wrong_secret')).toMatchObject({ status: 401 });
  await run.says('a request without a valid signature of Slack was refused');
  expect(run.output()).not.toContain(signingSecret);
});

it('opens no socket although it has an app token too', async () => {
  const run = start();
  await run.says('listening for Slack');
  expect(world.slack.calls.map(({ method }) => method)).not.toContain('apps.connections.open');
});

it.each([
  [
    'the port is taken',
    () => ({}),
    /^SNAPKEEPER_PORT: another program listens on port \d+ of 127\.0\.0\.1 already\. Stop that one, or set SNAPKEEPER_PORT to a free port/u,
  ],
  [
    'the port is a privileged one',
    () => ({ SNAPKEEPER_PORT: '80' }),
    /^SNAPKEEPER_PORT must be a port from 1024 to 65535/u,
  ],
  [
    'the address is of another machine',
    () => ({ SNAPKEEPER_HOST: '192.0.2.1' }),
    /^SNAPKEEPER_HOST: 192\.0\.2\.1 is no address of this machine \(EADDRNOTAVAIL\)\. Set it to one that is/u,
  ],
  [
    'the secret is a token',
    () => ({ SLACK_SIGNING_SECRET: world.env['SLACK_BOT_TOKEN'] ?? '' }),
    /^SLACK_SIGNING_SECRET does not look like one: copy it from your Slack app, Basic Information/u,
  ],
])('ends with one line that names the setting when %s', async (_what, env, line) => {
  const other = await listen(port);
  try {
    const run = start({ SNAPKEEPER_LOG: 'warn', ...env() });
    expect(await run.ended()).toBe(1);
    const lines = run.output().trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(line);
  } finally {
    other.close();
  }
});

it('ends within ten seconds of SIGTERM although somebody holds a connection, and frees the port', async () => {
  const run = start();
  await run.says('listening for Slack');
  const held = connect(port, '127.0.0.1').on('error', () => {});
  await once(held, 'ready');
  held.write('POST /slack/events HTTP/1.1\r\nhost: x\r\n');
  const asked = performance.now();
  run.signal('SIGTERM');
  expect(await run.ended()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
  const next = start();
  await next.says('listening for Slack');
});

async function listen(on = 0): Promise<Server> {
  const server = createServer().listen(on, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
