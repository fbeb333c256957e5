import { expect, it } from 'vitest';
import { minutes, seconds } from '../stage/stage.ts';
import { createCutStage } from './cut-points.ts';
import { commandCommit, snapshotScenario } from './scenarios.ts';

it('leaves no trace of a bot whose power is cut, whatever it is asked, and lets the next one begin at once', async () => {
  const { stage, books, restart } = await createCutStage();
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(seconds(10));
  stage.cut();
  const before = books();
  const effects = (): number => stage.cloud.calls.filter(({ effect }) => effect).length;
  const called = effects();
  // Nobody will acknowledge it.
  void stage.slack.command({ as: 'alice', in: 'ops', text: '/snapshot grafana' });
  await stage.pass(minutes(10));
  expect(books()).toEqual(before);
  expect(effects()).toBe(called);
  await restart();
  expect(stage.slack.envelopes.at(-1)?.outcome).not.toBe('acked');
  await stage.pass(minutes(30));
  expect(books().operations.map(({ state }) => state)).toEqual(['finished']);
});

it('acknowledges no command that is not on the disk yet, so that Slack tells whoever typed it', async () => {
  const { stage, cutAt, restart } = await createCutStage();
  const point = await cutAt(
    ({ name }) => name === commandCommit(snapshotScenario),
    'before',
    async () => void (await stage.say('alice', 'ops', '/snapshot prod-web')),
  );
  expect(point).not.toBeNull();
  // Closing the socket brings along whatever was sent on it before.
  await restart();
  expect(stage.slack.envelopes.map(({ outcome }) => outcome)).not.toContain('acked');
  expect(stage.taken()).toEqual([]);
});
