import { expect, it } from 'vitest';
import type { MishapHook } from '../../src/sandbox/slack/mishap.ts';
import type { Stage } from '../stage/stage.ts';
import { createStage, minutes } from '../stage/stage.ts';

it('puts the card of a public channel without the bot into the reporting channel, and links it', async () => {
  const stage = await createStage();
  const reply = await stage.say('alice', 'random', '/snapshot grafana');
  expect(reply).toMatch(
    /cannot post here, so its card is in #ops: open it \(https:\/\/example-ops\.slack\.com\/archives\/C\w+\/p\d{16}\)/u,
  );
  expect(stage.card('ops')).toContain('Snapshot of grafana');
});

it('never shows the reporting channel what was asked in a private one', async () => {
  const stage = await createStage();
  const reply = await stage.say('bob', 'war-room', '/snapshot grafana');
  expect(reply).toContain('its card is in our direct messages');
  expect(stage.cards('ops')).toEqual([]);
  expect(stage.card('@snapkeeper', 'bob')).toContain('Snapshot of grafana');
  await stage.pass(minutes(30));
  expect(stage.card('@snapkeeper', 'bob')).toContain('· complete');
});

it('keeps the card in the private channel that the bot is in', async () => {
  const stage = await createStage();
  expect(await stage.say('bob', 'approvals', '/snapshot grafana')).toBe('');
  expect(stage.card('approvals', 'bob')).toContain('Snapshot of grafana');
});

it('tells by direct message where the card stands when the reply can no longer be given', async () => {
  const stage = await createStage();
  stage.slack.mishap = ({ method }) =>
    method === 'chat.postMessage' ? { http: 429, retryAfter: 60 } : undefined;
  expect(await stage.say('alice', 'random', '/snapshot grafana')).toBe('');
  await stage.stop();
  stage.slack.mishap = undefined;
  await stage.start();
  await stage.pass(minutes(30));
  expect(stage.cards('ops')).toEqual([expect.stringContaining('Snapshot of grafana · complete')]);
  expect(stage.cards('@snapkeeper')).toEqual([
    expect.stringMatching(
      /Snapshot of grafana · [\s\S]*Snapkeeper cannot post in #random, so its card is in #ops: open it \(https:\/\/example-ops\.slack\.com\/archives\/C\w+\/p\d{16}\)\. To have cards there, type \/invite @snapkeeper there\./u,
    ),
  ]);
});

it('tells it once, also over a restart', async () => {
  const stage = await createStage();
  await stage.say('alice', 'random', '/snapshot grafana');
  await stage.pass(minutes(1));
  await stage.stop();
  await stage.start();
  await stage.pass(minutes(30));
  const notices = stage.slack
    .messages({ in: 'random', as: 'alice' })
    .filter(message => message.ephemeral_to !== undefined);
  expect(notices).toHaveLength(1);
  expect(stage.cards('@snapkeeper')).toEqual([]);
});

it('takes the card of a public channel that is archived on to the reporting channel, and says so', async () => {
  const stage = await createStage({ bot: false });
  stage.slack.invite('snapkeeper', 'random');
  await stage.start({ SNAPKEEPER_CHANNEL: stage.slack.channels['random']?.id ?? '' });
  await stage.say('alice', 'ops', '/snapshot grafana');
  await stage.pass(minutes(1));
  stage.slack.setChannel('ops', { is_archived: true });
  await stage.pass(minutes(30));
  expect(stage.cards('random')).toEqual([expect.stringContaining('Snapshot of grafana · complete')]);
  expect(stage.cards('@snapkeeper')).toEqual([
    expect.stringMatching(/#ops is archived, so its card is in #random: open it/u),
  ]);
});

it('takes the card of a private channel that is archived on to the direct messages', async () => {
  const stage = await createStage();
  await stage.say('bob', 'approvals', '/snapshot grafana');
  await stage.pass(minutes(1));
  stage.slack.setChannel('approvals', { is_archived: true });
  await stage.pass(minutes(30));
  expect(stage.cards('@snapkeeper', 'bob')).toEqual([
    expect.stringContaining('Snapshot of grafana · complete'),
  ]);
  expect(stage.cards('ops')).toEqual([]);
});

it('leads no card of a private channel that is gone to the reporting channel', async () => {
  const stage = await createStage();
  await stage.say('bob', 'approvals', '/snapshot grafana');
  await stage.pass(minutes(1));
  stage.slack.kick('snapkeeper', 'approvals');
  await stage.pass(minutes(30));
  expect(stage.cards('ops')).toEqual([]);
  expect(stage.card('@snapkeeper', 'bob')).toContain('· complete');
});

it('finishes the snapshot although Slack lets it post nowhere, and says where to ask', async () => {
  const stage = await createStage();
  stage.expectSurprises(/cannot be shown anywhere/u);
  stage.slack.mishap = ({ method }) =>
    method === 'chat.postMessage' ? { error: 'channel_not_found' } : undefined;
  const reply = await stage.say('alice', 'ops', '/snapshot grafana');
  const [, id = ''] = /status (o-\w{8}) tells how it goes/u.exec(reply) ?? [];
  expect(reply).toContain(
    'Slack lets Snapkeeper post neither here nor in our direct messages, so there is no card',
  );
  await stage.pass(minutes(30));
  // Asked once at the beginning and once at the end, in each place: progress is worth no look.
  expect(stage.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(4);
  expect(await stage.say('alice', 'ops', `/snapkeeper status ${id}`)).toContain('Snapshot of grafana · done');
});

it('shows the end of what could be shown nowhere at first', async () => {
  const stage = await createStage();
  stage.expectSurprises(/cannot be shown anywhere/u);
  stage.slack.mishap = ({ method }) =>
    method === 'chat.postMessage' ? { error: 'channel_not_found' } : undefined;
  await stage.say('alice', 'ops', '/snapshot grafana');
  stage.slack.mishap = undefined;
  await stage.pass(minutes(30));
  expect(stage.cards()).toEqual([expect.stringContaining('Snapshot of grafana · complete')]);
});

it('goes on although the requester is gone and their channel too', async () => {
  const stage = await createStage();
  stage.expectSurprises(/cannot be shown anywhere/u);
  await stage.say('bob', 'war-room', '/snapshot grafana');
  await stage.pass(minutes(1));
  expect(stage.card('@snapkeeper', 'bob')).toContain('Snapshot of grafana');
  stage.slack.setPerson('bob', { deleted: true });
  stage.slack.mishap = ({ method }) =>
    method === 'chat.update' ? { error: 'channel_not_found' } : undefined;
  await stage.pass(minutes(30));
  expect(await stage.say('alice', 'ops', '/snapkeeper list grafana')).toMatch(
    /s-\w{8} · today 14:05 · complete/u,
  );
});

it.each(['before', 'after'] as const)(
  'posts a card into direct messages once although the answer to its post is lost, %s the effect',
  async side => {
    const stage = await createStage();
    dropPosts(stage, side, 2);
    await stage.say('bob', 'war-room', '/snapshot grafana');
    await stage.pass(minutes(30));
    expect(stage.cards('@snapkeeper', 'bob')).toHaveLength(1);
    expect(stage.card('@snapkeeper', 'bob')).not.toContain('Posted again');
    expect(stage.card('@snapkeeper', 'bob')).toContain('· complete');
  },
);

it('says that it posted again into direct messages that it may not open beforehand', async () => {
  const stage = await createStage();
  dropPosts(stage, 'after', 2, ({ method }) =>
    method === 'conversations.open' ? { error: 'missing_scope' } : undefined,
  );
  await stage.say('bob', 'war-room', '/snapshot grafana');
  await stage.pass(minutes(30));
  expect(stage.cards('@snapkeeper', 'bob')).toHaveLength(2);
  expect(stage.card('@snapkeeper', 'bob')).toMatch(/· complete[\s\S]*Posted again after an interruption/u);
});

/** Loses the answer to the `nth` post; the first one is refused, for it is to a channel that the bot is not in. */
function dropPosts(
  stage: Stage,
  side: 'before' | 'after',
  nth: number,
  other: MishapHook = () => undefined,
): void {
  let posts = 0;
  stage.slack.mishap = call => {
    if (call.method !== 'chat.postMessage') return other(call);
    posts += 1;
    return posts === nth ? { drop: side } : undefined;
  };
}
