import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Forgery } from '../../../src/sandbox/slack/forge.ts';
import { approve, hello, signingSecret, startBoltHttp, startStage, type Stage } from './stage.ts';

let stage: Stage;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  stage = await startStage();
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await stage.close();
});

async function run(register: (app: App) => void): Promise<App> {
  const app = await startBoltHttp(stage.slack, register);
  closing.push(() => app.stop());
  return app;
}

/** A workspace that does not wait long, for tests in which it waits in vain. */
async function hurry(): Promise<void> {
  await stage.close();
  stage = await startStage({ ackMs: 100 });
}

/** A server of the bare protocol, which the simulator delivers to; answers each request as told. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then(body => {
      seen.push({ headers: request.headers, body });
      answer(request, response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const target = { url: `http://127.0.0.1:${port}/`, signingSecret };
  stage.slack.deliverTo(target);
  return { seen, target };
}

const type = (typed = '/snapshot prod-web') => stage.slack.command({ as: 'alice', in: 'ops', text: typed });

test('Bolt takes commands, clicks and events over signed requests, and its answers are shown', async () => {
  const events: string[] = [];
  await run(app => {
    app.command('/snapshot', async ({ ack, command }) =>
      ack({ text: command.text, blocks: [hello, approve] }),
    );
    app.action('approve', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'replaced' });
    });
    app.event('app_home_opened', async ({ event }) => void events.push(event.user));
  });
  const { slack } = stage;
  const { ack, shown } = await type('/snapshot 100 % of @bob & "ümlaut"');
  expect(ack).toMatchObject({ ok: true });
  expect(shown[0]?.text).toBe('100 % of <@U07BOB00000|bob> &amp; "ümlaut"');
  const [message] = shown;
  if (message === undefined) throw new Error('nothing was shown');
  const edited = new Promise<string>(resolve => slack.onChange(change => resolve(change.message.text)));
  expect((await slack.click({ as: 'alice', message, button: 'Approve' })).ack).toMatchObject({ ok: true });
  expect(await edited).toBe('replaced');
  const event = { type: 'app_home_opened', user: 'U07ALICE000', channel: 'D1', tab: 'home', event_ts: '1.2' };
  await slack.redeliver({ type: 'event_callback', event_id: 'Ev1', team_id: slack.teamId, event });
  expect(events).toEqual(['U07ALICE000']);
  expect(slack.envelopes.map(({ type: kind, outcome }) => [kind, outcome])).toEqual([
    ['slash_commands', 'acked'],
    ['interactive', 'acked'],
    ['events_api', 'acked'],
  ]);
  expect(slack.surprises).toEqual([]);
});

test('an acknowledgement can be bare text, and an app without a socket hears nothing over one', async () => {
  await run(app => app.command('/snapshot', async ({ ack }) => ack('on its way')));
  expect((await type()).ack).toMatchObject({ payload: { text: 'on its way' } });
  expect((await type()).shown[0]?.text).toBe('on its way');
  stage.slack.deliverTo('socket');
  expect((await type()).ack).toEqual({ ok: false, why: 'dispatch_failed' });
});

test('requests look like Slack’s to the letter', async () => {
  const { seen } = await serve((_request, response) => response.end());
  await type();
  await stage.post({ channel: 'ops', text: 'x', blocks: [approve] });
  const [message] = stage.slack.messages({ in: 'ops', as: 'bob' });
  if (message === undefined) throw new Error('no message');
  const { payload } = await stage.slack.click({ as: 'bob', message });
  await stage.slack.redeliver({ type: 'event_callback', event_id: 'Ev1' });
  expect(seen.map(({ headers }) => headers['content-type'])).toEqual([
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded',
    'application/json',
  ]);
  for (const { headers } of seen) {
    expect(headers['x-slack-signature']).toMatch(/^v0=[0-9a-f]{64}$/);
    // Wire time, in seconds: apps compare it with their own clock.
    expect(Math.abs(Number(headers['x-slack-request-timestamp']) - Date.now() / 1000)).toBeLessThan(10);
  }
  const [command, click, event] = seen.map(({ body }) => body);
  expect(Object.fromEntries(new URLSearchParams(command))).toMatchObject({
    command: '/snapshot',
    text: 'prod-web',
    is_enterprise_install: 'false',
  });
  expect([...new URLSearchParams(click)]).toEqual([['payload', JSON.stringify(payload)]]);
  expect(JSON.parse(event ?? '')).toEqual({ type: 'event_callback', event_id: 'Ev1' });
});

describe('an app that does not acknowledge', () => {
  test('in time is told nothing, and its late answer is not shown', async () => {
    await hurry();
    await serve(() => {});
    const { ack, shown } = await type();
    expect(ack).toEqual({ ok: false, why: 'operation_timeout' });
    expect(shown[0]?.text).toBe('/snapshot failed with the error "operation_timeout"');
    expect(stage.surprises()).toEqual(['no acknowledgement of slash_commands within 100 ms']);
  });

  test.each([
    [404, 'http_client_error'],
    [302, 'http_client_error'],
    [500, 'http_service_error'],
  ])('but answers HTTP %i: the person reads %s', async (status, why) => {
    await serve((_request, response) => response.writeHead(status, { location: '/elsewhere' }).end());
    expect((await type()).shown[0]?.text).toBe(`/snapshot failed with the error "${why}"`);
    expect(stage.surprises()).toEqual([`slash_commands was answered with HTTP ${status}`]);
  });

  test('because it is stopped, or stops just then, is not to blame', async () => {
    await serve(request => request.socket.resetAndDestroy());
    expect((await type()).ack).toEqual({ ok: false, why: 'dispatch_failed' });
    const app = await run(() => {});
    closing.pop();
    await app.stop();
    expect((await type()).ack).toEqual({ ok: false, why: 'dispatch_failed' });
    expect(stage.surprises()).toEqual([]);
  });

  test('or whose listener never does, gets Slack’s three seconds and not Bolt’s', async () => {
    await hurry();
    await run(app => app.command('/snapshot', async () => {}));
    expect((await type()).ack).toEqual({ ok: false, why: 'operation_timeout' });
  });
});

describe('a request that is not Slack’s', () => {
  test.each<[Forgery, number]>([
    ['unsigned', 401],
    ['wrong_secret', 401],
    ['tampered', 401],
    ['old_timestamp', 401],
    // Bolt looks for old timestamps only.
    ['future_timestamp', 200],
  ])('%s: Bolt answers %i', async (forgery, status) => {
    let heard = 0;
    await run(app =>
      app.command('/snapshot', async ({ ack }) => {
        heard += 1;
        await ack();
      }),
    );
    const { payload = {} } = await type();
    expect(await stage.slack.forge(payload, forgery)).toMatchObject({ kind: 'answer', status });
    expect(heard).toBe(status === 401 ? 1 : 2);
    expect(stage.slack.envelopes).toHaveLength(1);
    expect(stage.surprises()).toEqual([]);
  });

  test('fails the run when an app believes it', async () => {
    const { seen } = await serve((_request, response) => response.end());
    const { payload = {} } = await type();
    for (const forgery of [
      'unsigned',
      'wrong_secret',
      'tampered',
      'old_timestamp',
      'future_timestamp',
    ] as const)
      await stage.slack.forge(payload, forgery);
    expect(stage.surprises()).toEqual(
      ['unsigned', 'wrong_secret', 'tampered', 'old_timestamp'].map(
        forgery => `a forged request was accepted: ${forgery}`,
      ),
    );
    expect(seen[1]?.headers).not.toHaveProperty('x-slack-signature');
    expect(new URLSearchParams(seen[3]?.body).get('user_id')).toBe('U07MALLORY0');
  });

  test('cannot be sent in Socket Mode', () => {
    expect(() => stage.slack.forge({}, 'unsigned')).toThrow('nothing to forge');
  });
});

test('the transport can be given at the start, and then nobody has to connect', async () => {
  const { seen, target } = await serve((_request, response) => response.end());
  const other = await startStage({ http: target });
  expect(other.slack.connected()).toBe(true);
  await other.slack.whenConnected();
  await other.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  expect(seen).toHaveLength(1);
  await other.close();
});
