import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { approve, hello, manifest, outcome, startStage, type Stage, webClient } from './stage.ts';

const frame = z.looseObject({ envelope_id: z.string().optional() });

let stage: Stage;
let socket: WebSocket | undefined;

beforeEach(async () => {
  stage = await startStage();
});

afterEach(async () => {
  socket?.terminate();
  await stage.close();
});

/** A client of the bare protocol: answers every envelope with the same payload. */
async function connect(ack: object = {}): Promise<WebSocket> {
  const { url } = await webClient(stage.slack, stage.slack.env.SLACK_APP_TOKEN).apps.connections.open({});
  const opened = new WebSocket(url ?? '');
  opened.on('message', (data: Buffer) => {
    const { envelope_id } = frame.parse(JSON.parse(data.toString()));
    if (envelope_id !== undefined) opened.send(JSON.stringify({ envelope_id, payload: ack }));
  });
  socket = opened;
  await once(opened, 'open');
  return opened;
}

async function respond(url: string, body: object): Promise<number> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.status;
}

async function commandUrl(): Promise<string> {
  const { payload } = await stage.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  return String(payload?.['response_url']);
}

test('a ticket opens one connection', async () => {
  const { url = '' } = await webClient(stage.slack, stage.slack.env.SLACK_APP_TOKEN).apps.connections.open(
    {},
  );
  const first = new WebSocket(url);
  await once(first, 'open');
  const second = new WebSocket(url);
  const refused = await new Promise<string>(resolve => second.on('error', error => resolve(error.message)));
  expect(refused).toContain('401');
  first.terminate();
});

test('the manifest and the installed workspace decide what is a command', async () => {
  await connect();
  const { slack } = stage;
  const unknown = await slack.command({ as: 'alice', in: 'ops', text: '/snap prod-web' });
  expect(unknown.shown[0]?.text).toBe('`/snap` is not a valid command.');
  const foreign = await slack.command({ as: 'mallory', in: 'ops', text: '/snapshot prod-web' });
  expect(foreign.ack).toEqual({ ok: false, why: 'not_a_command' });
  expect(slack.envelopes).toEqual([]);
  await expect(slack.command({ as: 'exdev', in: 'ops', text: '/snapshot x' })).rejects.toThrow('deactivated');
  await expect(slack.command({ as: 'alice', in: 'approvals', text: '/snapshot x' })).rejects.toThrow(
    'not in approvals',
  );
});

test('command text arrives escaped, with ids for mentions', async () => {
  await connect();
  const text =
    '/snapshot a&b <x> for @alice in #ops see https://x.y/z and web.example.com not ip-10-0-0-1.ec2.internal';
  const { payload } = await stage.slack.command({ as: 'bob', in: 'approvals', text });
  expect(payload).toMatchObject({
    channel_name: 'privategroup',
    text:
      'a&amp;b &lt;x&gt; for <@U07ALICE000|alice> in <#C07OPS00000|ops> see <https://x.y/z> ' +
      'and <http://web.example.com|web.example.com> not ip-10-0-0-1.ec2.internal',
  });
});

test('somebody of another workspace clicks with their own team', async () => {
  await connect();
  const { slack } = stage;
  await stage.post({ channel: 'ops', text: 'x', blocks: [hello, approve] });
  const [message] = slack.messages({ in: 'ops', as: 'mallory' });
  if (message === undefined) throw new Error('no message');
  const { payload } = await slack.click({ as: 'mallory', message, actionId: 'approve' });
  expect(payload).toMatchObject({ user: { team_id: 'T07PARTNER0' }, team: { id: slack.teamId } });
  await expect(slack.click({ as: 'bob', message, button: 'Deny' })).rejects.toThrow('[Approve] approve');
});

test('with interactivity off in the manifest no click reaches the app', async () => {
  const other = await startStage({ manifest: { ...manifest, settings: { socket_mode_enabled: true } } });
  await other.post({ channel: 'ops', text: 'x', blocks: [approve] });
  const [message] = other.slack.messages({ in: 'ops', as: 'bob' });
  if (message === undefined) throw new Error('no message');
  expect((await other.slack.click({ as: 'bob', message })).ack).toEqual({
    ok: false,
    why: 'interactivity_off',
  });
  expect(other.slack.surprises).toHaveLength(1);
  await other.close();
});

test('an acknowledgement can be public', async () => {
  await connect({ response_type: 'in_channel', text: 'for all' });
  await commandUrl();
  expect(stage.slack.messages({ in: 'ops', as: 'gus' }).map(({ text }) => text)).toEqual(['for all']);
});

test('anything but one acknowledgement per envelope is a surprise', async () => {
  const client = await connect();
  await commandUrl();
  const [envelope] = stage.slack.envelopes;
  client.send('Ping');
  client.send(JSON.stringify({ envelope_id: 'never-sent', payload: {} }));
  client.send(JSON.stringify({ envelope_id: envelope?.id, payload: {} }));
  await commandUrl();
  expect(stage.surprises()).toEqual([
    'not an acknowledgement: Ping',
    'acknowledgement of an unknown envelope never-sent',
    `second acknowledgement of slash_commands ${envelope?.id}`,
  ]);
  expect(envelope).toMatchObject({ outcome: 'acked', ackMs: expect.any(Number), ack: {} });
});

test('an app that dies before it acknowledges is no surprise, and the person is told', async () => {
  const { url = '' } = await webClient(stage.slack, stage.slack.env.SLACK_APP_TOKEN).apps.connections.open(
    {},
  );
  const dying = new WebSocket(url);
  await once(dying, 'open');
  const typed = stage.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  dying.terminate();
  expect((await typed).shown[0]?.text).toBe('/snapshot failed with the error "operation_timeout"');
  expect(stage.slack.connected()).toBe(false);
  expect(stage.surprises()).toEqual([]);
});

test('a payload can be delivered a second time, and shows nothing then', async () => {
  await connect({ text: 'done' });
  const { payload = {} } = await stage.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  expect(await stage.slack.redeliver(payload)).toMatchObject({ ok: true, payload: { text: 'done' } });
  const [first, second] = stage.slack.envelopes;
  expect(second).toMatchObject({ type: 'slash_commands', payload: first?.payload });
  expect(second?.id).not.toBe(first?.id);
  expect(stage.slack.messages({ in: 'ops', as: 'alice' })).toHaveLength(1);
});

test('payloads are shared out among the connections, up to ten of them', async () => {
  const sockets = [];
  for (let count = 0; count < 10; count += 1) sockets.push(await connect());
  const eleventh = await connect();
  await once(eleventh, 'close');
  await commandUrl();
  await commandUrl();
  expect(stage.slack.envelopes.map(({ outcome: how }) => how)).toEqual(['acked', 'acked']);
  expect(stage.surprises()).toEqual(['an eleventh Socket Mode connection']);
  for (const one of sockets) one.terminate();
});

test('a response_url takes five posts within thirty virtual minutes', async () => {
  await connect();
  const url = await commandUrl();
  const statuses: number[] = [];
  for (const text of ['1', '2', '3', '4', '5', '6']) statuses.push(await respond(url, { text }));
  expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  const fresh = await commandUrl();
  stage.advance(30 * 60_000 + 1);
  expect(await respond(fresh, { text: 'late' })).toBe(404);
  expect(stage.surprises()).toEqual([
    'response_url R000001: 404 used_url',
    'response_url R000002: 404 expired_url',
  ]);
});

test('a response_url refuses what Slack would', async () => {
  await connect();
  const url = await commandUrl();
  expect(await respond(url, { blocks: [{ type: 'section' }] })).toBe(400);
  expect(await respond(url, { text: 'x', colour: 'red' })).toBe(400);
  expect(await respond(url, {})).toBe(400);
  expect(await respond(`${stage.slack.url}/response/R999999`, { text: 'x' })).toBe(404);
  expect(stage.surprises()).toHaveLength(4);
});

test('after a command replace_original does nothing: the answer is one more message, which chat.update cannot edit', async () => {
  await connect();
  const { slack, client } = stage;
  const url = await commandUrl();
  await respond(url, { text: 'one', response_type: 'in_channel' });
  await respond(url, { text: 'two', response_type: 'in_channel', replace_original: true });
  const seen = slack.messages({ in: 'ops', as: 'bob' });
  expect(seen.map(({ text }) => text)).toEqual(['one', 'two']);
  const update = client.chat.update({ channel: seen[0]?.channel ?? '', ts: seen[0]?.ts ?? '', text: 'x' });
  expect(await outcome(update)).toBe('cant_update_message');
});

test('after a click the answer replaces the message, stands beside it, or deletes it', async () => {
  await connect();
  const { slack } = stage;
  await stage.post({ channel: 'ops', text: 'x', blocks: [approve] });
  const texts = (as: string) => slack.messages({ in: 'ops', as }).map(({ text }) => text);
  const [message] = slack.messages({ in: 'ops', as: 'bob' });
  if (message === undefined) throw new Error('no message');
  const { payload } = await slack.click({ as: 'bob', message });
  const url = String(payload?.['response_url']);
  await respond(url, { text: 'beside', response_type: 'ephemeral' });
  expect([texts('bob'), texts('carol')]).toEqual([['x', 'beside'], ['x']]);
  await respond(url, { text: 'instead' });
  expect(texts('carol')).toEqual(['instead']);
  await respond(url, { delete_original: true });
  expect(texts('carol')).toEqual([]);
  expect(await respond(url, { text: 'gone', replace_original: true })).toBe(404);
});
