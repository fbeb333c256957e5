import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SeenChannel } from '../../../src/sandbox/slack/client/client.ts';
import { approve, hello, manifest, startBolt, startStage, type Stage } from './stage.ts';

let stage: Stage;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  stage = await startStage();
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await stage.close();
});

const names = (channels: readonly SeenChannel[]) =>
  channels.map(({ name, isMember }) => (isMember ? name : `(${name})`));

test('each person sees the channels that Slack would show', () => {
  const { slack } = stage;
  expect(names(slack.client('alice').channels())).toEqual(['ops', 'random', 'war-room']);
  expect(names(slack.client('carol').channels())).toEqual(['ops', 'approvals', 'random']);
  // A single-channel guest: this one and nothing else.
  expect(names(slack.client('gus').channels())).toEqual(['ops']);
  slack.kick('alice', 'random');
  expect(names(slack.client('alice').channels())).toEqual(['ops', '(random)', 'war-room']);
});

test('commands and shortcuts are those of the manifest, and none for people of other workspaces', async () => {
  const { slack } = stage;
  const alice = slack.client('alice');
  expect(alice.commands().map(({ command }) => command)).toEqual(['/snapshot']);
  expect(alice.shortcuts('global').map(({ name }) => name)).toEqual(['Take a snapshot']);
  const mallory = slack.client('mallory');
  expect([mallory.commands(), mallory.shortcuts('global')]).toEqual([[], []]);
  await expect(mallory.shortcut('Take a snapshot')).rejects.toThrow('no global shortcut');
  await expect(alice.shortcut('Make coffee')).rejects.toThrow('there are: Take a snapshot');
  await expect(slack.client('exdev').shortcut('Take a snapshot')).rejects.toThrow('deactivated');
});

test('shortcuts bring a trigger, and those of messages the message and a response_url', async () => {
  const heard: string[] = [];
  const app = await startBolt(stage.slack, one => {
    one.shortcut('take', async ({ ack, shortcut }) => {
      await ack();
      heard.push(shortcut.type);
    });
    one.shortcut({ type: 'message_action', callback_id: 'take_this' }, async ({ ack, shortcut, respond }) => {
      await ack();
      await respond({ text: `about: ${shortcut.message.text ?? ''}` });
    });
  });
  closing.push(() => app.stop());
  const alice = stage.slack.client('alice');
  const { payload } = await alice.shortcut('Take a snapshot');
  expect(payload).toMatchObject({
    type: 'shortcut',
    callback_id: 'take',
    trigger_id: expect.any(String),
    action_ts: expect.any(String),
  });
  expect(payload).not.toHaveProperty('channel');
  expect(payload).not.toHaveProperty('response_url');
  const { ts, channel } = await stage.post({ channel: 'ops', text: 'disk full' });
  await alice.messageShortcut('Snapshot this', { channel, ts });
  await expect
    .poll(() => alice.messages('ops').map(({ text }) => text))
    .toEqual(['disk full', 'about: disk full']);
  expect(heard).toEqual(['shortcut']);
  expect(stage.slack.client('bob').messages('ops')).toHaveLength(1);
  expect(stage.surprises()).toEqual([]);
});

test('elements on messages act at once, with what the person chose on that message before', async () => {
  const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });
  const elements = [
    {
      type: 'static_select',
      action_id: 'which',
      placeholder: { type: 'plain_text', text: 'Which' },
      options: [option('a'), option('b')],
    },
    { type: 'overflow', action_id: 'more', options: [option('hide'), option('show')] },
    {
      type: 'button',
      action_id: 'go',
      text: { type: 'plain_text', text: 'Go' },
      value: 'v',
      confirm: confirm(),
    },
  ];
  const message = await stage.post({
    channel: 'ops',
    text: 'x',
    blocks: [{ type: 'actions', block_id: 'acts', elements }],
  });
  const alice = stage.slack.client('alice');
  const chosen = await alice.enter(message, { label: 'Which' }, 'b');
  expect(chosen.payload).toMatchObject({
    type: 'block_actions',
    actions: [
      { type: 'static_select', action_id: 'which', block_id: 'acts', selected_option: { value: 'b' } },
    ],
  });
  const overflow = await alice.enter(message, { actionId: 'more' }, 'show');
  expect(overflow.payload).toMatchObject({
    actions: [{ type: 'overflow', selected_option: { value: 'show' } }],
  });
  const { payload } = await alice.press(message, { label: 'Go' });
  expect(payload).toMatchObject({
    message: { ts: message.ts },
    response_url: expect.any(String),
    state: { values: { acts: { which: { type: 'static_select', selected_option: { value: 'b' } } } } },
    actions: [{ type: 'button', action_id: 'go', value: 'v' }],
  });
  const bobs = await stage.slack.client('bob').press(message, { label: 'Go' });
  expect(bobs.payload).toMatchObject({ state: { values: { acts: { which: { selected_option: null } } } } });
});

const confirm = () => ({
  title: { type: 'plain_text', text: 'Sure' },
  text: { type: 'plain_text', text: 'Really' },
  confirm: { type: 'plain_text', text: 'Yes' },
  deny: { type: 'plain_text', text: 'No' },
});

test('people and conversations to choose from are those that the person knows', async () => {
  const elements = [
    { type: 'users_select', action_id: 'who' },
    { type: 'conversations_select', action_id: 'where', filter: { include: ['private'] } },
  ];
  const message = await stage.post({ channel: 'ops', text: 'x', blocks: [{ type: 'actions', elements }] });
  const labels = (who: string, actionId: string) =>
    stage.slack
      .client(who)
      .choices(message, { actionId })
      .map(({ label }) => label);
  expect(labels('bob', 'where')).toEqual(['approvals', 'war-room']);
  expect(labels('gus', 'where')).toEqual([]);
  expect(labels('alice', 'who')).not.toContain('exdev');
  stage.slack.kick('bob', 'ops');
  expect(labels('alice', 'who')).toContain('bob');
  expect(labels('gus', 'who')).not.toContain('bob');
});

test('nobody acts on what they do not see', async () => {
  const message = await stage.post({ channel: 'approvals', text: 'x', blocks: [approve] });
  await expect(stage.slack.client('alice').press(message, { label: 'Approve' })).rejects.toThrow(
    'does not see',
  );
  await expect(stage.slack.client('bob').press(message, { label: 'Deny' })).rejects.toThrow(
    'no such element',
  );
  await expect(stage.slack.client('bob').press({ view: 'V0' }, {})).rejects.toThrow('has no view');
});

test('people write in channels they are in, and to the app only where its Messages tab is open', async () => {
  const { slack } = stage;
  slack.client('alice').post('ops', 'hello');
  expect(slack.client('bob').messages('ops')).toMatchObject([
    { text: 'hello', user: slack.people['alice']?.id },
  ]);
  expect(() => slack.client('alice').post('approvals', 'hello')).toThrow('not in approvals');
  expect(() => slack.client('alice').post('@snapkeeper', 'hello')).toThrow('Messages tab');
  const app_home = { messages_tab_enabled: true, messages_tab_read_only_enabled: false };
  const open = await startStage({ manifest: { ...manifest, features: { ...manifest.features, app_home } } });
  closing.push(() => open.close());
  open.slack.client('alice').post('@snapkeeper', 'hello');
  expect(open.slack.client('alice').messages('@snapkeeper')).toHaveLength(1);
});

test('a page hears of everything that may look different', async () => {
  const { slack, client } = stage;
  let touches = 0;
  const stop = slack.onTouch(() => (touches += 1));
  const touched = async (act: () => unknown) => {
    const before = touches;
    await act();
    return touches > before;
  };
  expect(await touched(() => stage.post({ channel: 'ops', text: 'x', blocks: [hello] }))).toBe(true);
  expect(await touched(() => slack.kick('bob', 'ops'))).toBe(true);
  expect(await touched(() => client.auth.test())).toBe(true);
  expect(await touched(() => slack.client('alice').shortcut('Take a snapshot'))).toBe(true);
  stop();
  expect(await touched(() => slack.invite('bob', 'ops'))).toBe(false);
});
