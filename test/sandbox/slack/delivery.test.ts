import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { App } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { silence, startBolt, startBoltHttp, startStage, type Stage, webClient } from './stage.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function openStage(options: Parameters<typeof startStage>[0] = {}): Promise<Stage> {
  const stage = await startStage(options);
  closing.push(() => stage.close());
  return stage;
}

/** Bolt that answers commands with how often it heard of that trigger. */
function counting(): { readonly register: (app: App) => void; readonly heard: string[] } {
  const heard: string[] = [];
  const register = (app: App) =>
    app.command('/snapshot', async ({ ack, command }) => {
      heard.push(command.trigger_id);
      await ack(`heard ${heard.filter(id => id === command.trigger_id).length}`);
    });
  return { register, heard };
}

const type = ({ slack }: Stage) => slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });

test.each([
  ['a socket', startBolt],
  ['HTTP', startBoltHttp],
])(
  'over %s a payload can come twice at once, with one trigger, and shows one answer',
  async (_how, start) => {
    const stage = await openStage();
    const { register, heard } = counting();
    const app = await start(stage.slack, register);
    closing.push(() => app.stop());
    stage.slack.deliveryMishap = delivery => ({ twice: delivery.type === 'slash_commands' });
    const { shown, payload } = await type(stage);
    expect(heard).toEqual([payload?.['trigger_id'], payload?.['trigger_id']]);
    expect(shown).toHaveLength(1);
    expect(stage.slack.messages({ in: 'ops', as: 'alice' })).toHaveLength(1);
    const [first, second] = stage.slack.envelopes;
    expect([first?.outcome, second?.outcome]).toEqual(['acked', 'acked']);
    expect(second?.payload).toBe(first?.payload);
    expect(second?.id).not.toBe(first?.id);
    stage.slack.deliveryMishap = undefined;
    await type(stage);
    expect(heard).toHaveLength(3);
    expect(stage.surprises()).toEqual([]);
  },
);

// The client would print that its socket was reset.
const startQuietBolt: typeof startBolt = (slack, register) => startBolt(slack, register, silence);

test.each([
  ['a socket', startQuietBolt],
  ['HTTP', startBoltHttp],
])('over %s an acknowledgement can be lost, after the app acted', async (how, start) => {
  const stage = await openStage();
  const { register, heard } = counting();
  const app = await start(stage.slack, register);
  closing.push(() => app.stop());
  stage.slack.deliveryMishap = () => ({ loseAck: true });
  const { ack, shown } = await type(stage);
  expect(heard).toHaveLength(1);
  expect(ack).toEqual({ ok: false, why: 'operation_timeout' });
  expect(shown[0]?.text).toBe('/snapshot failed with the error "operation_timeout"');
  expect(stage.slack.connected()).toBe(how === 'HTTP');
  expect(stage.surprises()).toEqual([]);
});

async function connect({ slack }: Stage): Promise<WebSocket> {
  const { url = '' } = await webClient(slack, slack.env.SLACK_APP_TOKEN).apps.connections.open({});
  return new WebSocket(url);
}

test('a socket can be cut without a close frame, also between a payload and its acknowledgement', async () => {
  const stage = await openStage({ ackMs: 100 });
  const socket = await connect(stage);
  const reset = new Promise<unknown>(resolve => {
    socket.once('upgrade', ({ socket: tcp }: IncomingMessage) => tcp.once('error', resolve));
  });
  const closed = new Promise<number>(resolve => socket.once('close', resolve));
  // The first frame is the greeting.
  socket.once('message', () => socket.once('message', () => stage.slack.cutSocket()));
  await stage.slack.whenConnected();
  const { ack } = await type(stage);
  expect(await reset).toMatchObject({ code: 'ECONNRESET' });
  // Abnormal closure: no frame said so.
  expect(await closed).toBe(1006);
  expect(ack).toEqual({ ok: false, why: 'operation_timeout' });
  expect(stage.slack.connected()).toBe(false);
  expect((await type(stage)).ack).toEqual({ ok: false, why: 'dispatch_failed' });
  expect(stage.surprises()).toEqual([]);
});

/** A client that speaks the least: it opens the socket, says goodbye, and leaves the TCP connection to the server. */
async function sayGoodbye({ slack }: Stage): Promise<Socket> {
  const { url = '' } = await webClient(slack, slack.env.SLACK_APP_TOKEN).apps.connections.open({});
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  };
  const socket = await new Promise<Socket>(resolve => {
    get(url.replace('ws:', 'http:'), { headers }).once('upgrade', (_response, tcp: Socket) => resolve(tcp));
  });
  // A close frame without a reason, masked with zeros.
  socket.write(Buffer.from([0x88, 0x80, 0, 0, 0, 0]));
  return socket.resume();
}

test('the server ends the TCP connection after the close handshake, unless it lingers as Slack’s does', async () => {
  const brief = await openStage();
  await once(await sayGoodbye(brief), 'end');
  const stage = await openStage({ linger: true });
  let ended = false;
  const socket = await sayGoodbye(stage);
  socket.once('end', () => (ended = true));
  // Round trips instead of a wait: the goodbye above needs no more than one.
  for (let trips = 0; trips < 20 || stage.slack.connected(); trips += 1) await stage.client.auth.test();
  expect(ended).toBe(false);
  // Nothing is sent to an app that has taken its leave.
  expect((await type(stage)).ack).toEqual({ ok: false, why: 'dispatch_failed' });
  // It lets go when the client does.
  socket.end();
  await once(socket, 'close');
  expect(stage.surprises()).toEqual([]);
});

test('Bolt can stop, and start again, with a server that lingers', async () => {
  const stage = await openStage({ linger: true });
  const { register } = counting();
  await (await startBolt(stage.slack, register)).stop();
  while (stage.slack.connected()) await stage.client.auth.test();
  const app = await startBolt(stage.slack, register);
  closing.push(() => app.stop());
  expect((await type(stage)).shown[0]?.text).toBe('heard 1');
  expect(stage.surprises()).toEqual([]);
});
