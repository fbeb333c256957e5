import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wireTime } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Forgery } from '../../src/sandbox/slack/forge.ts';
import { deliverOverHttp, signingSecret } from '../stage/http-delivery.ts';
import type { Stage, StageOptions } from '../stage/stage.ts';
import { createStage, minutes } from '../stage/stage.ts';

type HttpStage = Stage & { readonly port: number; readonly address: string };

/** The stage, with Slack sending signed requests to a port of the bot. */
async function createHttpStage(options: StageOptions = {}): Promise<HttpStage> {
  const stage = await createStage({ ...options, bot: false });
  const { env, port, address } = await deliverOverHttp(stage.slack);
  await stage.start(env);
  return { ...stage, port, address, start: () => stage.start(env) };
}

/** The payload of a `/snapshot prod-web` that was never sent. */
async function freshCommand(stage: Stage) {
  const { payload } = await stage.slack.command({ as: 'alice', in: 'ops', text: '/snapkeeper whoami' });
  await settled(stage);
  const trigger_id = '1111111111.2222222222.0123456789abcdef';
  return { ...payload, command: '/snapshot', text: 'prod-web', trigger_id };
}

const settled = (stage: Stage): Promise<void> => stage.pass(0);

/** A database that takes its time over a new operation. */
function slowly(ms: number, begun = (): unknown => undefined): NonNullable<StageOptions['wrapStore']> {
  return store => ({
    ...store,
    async commit(changes, expected) {
      if (changes.some(({ kind }) => kind === 'operation')) {
        begun();
        await wireTime(ms);
      }
      return store.commit(changes, expected);
    },
  });
}

it('takes commands and clicks over signed requests, without an app token or a socket', async () => {
  const stage = await createHttpStage();
  expect(await stage.say('alice', 'ops', '/snapkeeper whoami')).toContain('alice');
  await stage.say('alice', 'ops', '/snapshot prod-web --dry-run');
  expect(stage.taken()).toEqual([]);
  await stage.press('alice', 'ops', 'Take it now');
  await stage.pass(minutes(25));
  expect(stage.cards()).toHaveLength(1);
  expect(stage.card()).toContain('Snapshot of prod-web · complete');
  expect(stage.taken()).toHaveLength(2);
  expect(stage.slack.envelopes.map(({ outcome }) => outcome)).toEqual(['acked', 'acked', 'acked']);
  expect(stage.slack.calls.map(({ method }) => method)).not.toContain('apps.connections.open');
});

it('opens a dialog, lists servers, takes what is submitted and shows Home over signed requests', async () => {
  const stage = await createHttpStage();
  const alice = stage.slack.client('alice');
  await alice.openHome();
  await settled(stage);
  const home = alice.home();
  if (home === undefined) throw new Error('no Home');
  await alice.press(home, { label: 'Take a snapshot' });
  await settled(stage);
  const [modal] = alice.modals();
  if (modal === undefined) throw new Error('no modal');
  await alice.search(modal, { blockId: 'server' }, 'grafana');
  await alice.enter(modal, { blockId: 'server' }, stage.cloud.region.serverNamed('grafana').id);
  expect(await alice.submit()).toMatchObject({ ack: { ok: true } });
  await stage.pass(minutes(25));
  expect(alice.modals()).toEqual([]);
  expect(stage.card()).toContain('Snapshot of grafana · complete');
  const shown = alice.home();
  expect(shown === undefined ? '' : stage.view(shown)).toMatch(
    /grafana · running\n1 snapshot · last one complete/u,
  );
});

describe('a request that is not Slack’s, or not now', () => {
  it.each<Forgery>(['unsigned', 'wrong_secret', 'tampered', 'old_timestamp', 'future_timestamp'])(
    '%s: is refused with 401 and nothing is done',
    async forgery => {
      const stage = await createHttpStage();
      const payload = await freshCommand(stage);
      const callsBefore = stage.cloud.calls.length;
      const seenBefore = stage.slack.calls.length;
      const answer = await stage.slack.forge(payload, forgery);
      expect(answer).toEqual({ kind: 'answer', status: 401, body: '' });
      await settled(stage);
      expect(stage.cards()).toEqual([]);
      expect(stage.cloud.calls).toHaveLength(callsBefore);
      expect(stage.slack.calls).toHaveLength(seenBefore);
      // The same payload from Slack: it was the signature alone that stood in the way.
      expect(await stage.slack.redeliver(payload)).toMatchObject({ ok: true });
      await settled(stage);
      expect(stage.taken()).toHaveLength(2);
      expect(stage.cards()).toHaveLength(1);
    },
  );

  it('is told of once an hour, and without secrets', async () => {
    const stage = await createHttpStage();
    const payload = await freshCommand(stage);
    const warnings = () => stage.log.filter(({ message }) => message.includes('SLACK_SIGNING_SECRET'));
    await stage.slack.forge(payload, 'wrong_secret');
    await stage.slack.forge(payload, 'future_timestamp');
    expect(warnings()).toHaveLength(1);
    await stage.pass(minutes(61));
    await stage.slack.forge(payload, 'unsigned');
    expect(warnings()).toHaveLength(2);
    expect(JSON.stringify(stage.log)).not.toContain(signingSecret);
  });

  it('is refused by its size, whoever signed it', async () => {
    const stage = await createHttpStage();
    const body = `payload=${'x'.repeat(2_000_000)}`;
    const { status } = await fetch(`${stage.address}/slack/events`, { method: 'POST', body });
    expect(status).toBe(413);
    expect(await stage.say('alice', 'ops', '/snapkeeper whoami')).toContain('alice');
  });

  it('brings nothing in with the check that Slack does not sign', async () => {
    const stage = await createHttpStage();
    const payload = await freshCommand(stage);
    const body = new URLSearchParams({ ssl_check: '1', ...(payload as Record<string, string>) });
    expect((await fetch(`${stage.address}/slack/events`, { method: 'POST', body })).status).toBeLessThan(500);
    await settled(stage);
    expect(stage.taken()).toEqual([]);
  });
});

it('does what is delivered twice once', async () => {
  const stage = await createHttpStage();
  stage.slack.deliveryMishap = () => ({ twice: true });
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(25));
  expect(stage.taken()).toHaveLength(2);
  expect(stage.cards()).toHaveLength(1);
});

it('says on /healthz that it listens, and knows no other address', async () => {
  const { address } = await createHttpStage();
  const status = async (path: string, method = 'GET') => (await fetch(address + path, { method })).status;
  expect([await status('/healthz'), await status('/healthz', 'HEAD')]).toEqual([200, 200]);
  expect([await status('/'), await status('/slack/events'), await status('/slack/install')]).toEqual([
    404, 404, 404,
  ]);
  expect([await status('/healthz', 'POST'), await status('//')]).toEqual([404, 404]);
});

it('survives whoever hangs up in the midst of a request', async () => {
  const stage = await createHttpStage();
  const socket = connect(stage.port, '127.0.0.1');
  socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\npayload=');
  await new Promise(resolve => socket.once('ready', resolve));
  socket.resetAndDestroy();
  expect(await stage.say('alice', 'ops', '/snapkeeper whoami')).toContain('alice');
});

it('goes on with what it committed when its acknowledgement comes too late for Slack', async () => {
  const stage = await createHttpStage({ wrapStore: slowly(3_200) });
  stage.expectSurprises(/no acknowledgement of slash_commands within 3000 ms/u);
  await stage.say('alice', 'ops', '/snapshot prod-web');
  expect(stage.slack.envelopes.map(({ outcome }) => outcome)).toEqual(['operation_timeout']);
  await stage.pass(minutes(25));
  expect(stage.card()).toContain('Snapshot of prod-web · complete');
  expect(stage.log.filter(({ level }) => level === 'error')).toEqual([]);
});

it('lets what runs end when it is stopped, and then leaves the port', async () => {
  let asking = false;
  const stage = await createHttpStage({ wrapStore: slowly(300, () => (asking = true)) });
  const idle = connect(stage.port, '127.0.0.1');
  idle.write('POST /slack/events HTTP/1.1\r\n');
  await once(idle, 'ready');
  const idleEnds = once(idle, 'close');
  const asked = stage.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  await expect.poll(() => asking).toBe(true);
  const began = performance.now();
  await stage.stop();
  expect(performance.now() - began).toBeLessThan(2_000);
  expect((await asked).ack).toMatchObject({ ok: true });
  await idleEnds;
  await expect(fetch(`${stage.address}/healthz`)).rejects.toThrow('fetch failed');
  const { ack } = await stage.slack.command({ as: 'alice', in: 'ops', text: '/snapkeeper whoami' });
  expect(ack).toEqual({ ok: false, why: 'dispatch_failed' });
  await stage.start();
  await stage.pass(minutes(25));
  expect(stage.taken()).toHaveLength(2);
});

it('has a manifest that differs from the other one in the transport alone', () => {
  const url = 'https://snapkeeper.example.com/slack/events';
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../manifest/${name}`, import.meta.url), 'utf8'));
  const socket = read('manifest.json') as {
    features: { slash_commands: object[] };
    settings: { interactivity: object; event_subscriptions: object };
  };
  expect(read('manifest-http.json')).toEqual({
    ...socket,
    features: {
      ...socket.features,
      slash_commands: socket.features.slash_commands.map(command => ({ ...command, url })),
    },
    settings: {
      ...socket.settings,
      interactivity: {
        ...socket.settings.interactivity,
        request_url: url,
        message_menu_options_url: url,
      },
      event_subscriptions: { ...socket.settings.event_subscriptions, request_url: url },
      socket_mode_enabled: false,
    },
  });
});
