import { expect, it } from 'vitest';
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

it('finishes the snapshot although Slack lets it post nowhere', async () => {
  const stage = await createStage();
  stage.expectSurprises(/cannot be shown anywhere/u);
  stage.slack.mishap = ({ method }) =>
    method === 'chat.postMessage' ? { error: 'channel_not_found' } : undefined;
  await stage.say('alice', 'ops', '/snapshot grafana');
  await stage.pass(minutes(30));
  stage.slack.mishap = undefined;
  expect(await stage.say('alice', 'ops', '/snapkeeper list grafana')).toMatch(
    /s-\w{8} · today 14:05 · complete/u,
  );
});
