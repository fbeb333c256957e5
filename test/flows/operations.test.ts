import { expect, it } from 'vitest';
import { createStage, minutes } from '../stage/stage.ts';

const operationId = (text: string): string => /o-\w{8}/u.exec(text)?.[0] ?? '';

it('shows what runs and one operation in full', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(3));
  const all = await stage.say('bob', 'ops', '/snapkeeper status');
  expect(all).toMatch(/o-\w{8} · Snapshot of prod-web · running, \d+ % · @alice · today 14:05/u);
  const one = await stage.say('bob', 'ops', `/snapkeeper status ${operationId(all)}`);
  expect(one).toMatch(
    /Snapshot of prod-web · running[\s\S]*AWS took it today 14:05 \(call 1\)\.\nsnap-\w+ of vol-\w+ pending \d+ %/u,
  );
  expect(await stage.say('bob', 'ops', '/snapkeeper status o-nosuchid')).toContain(
    'There is no operation o-nosuchid',
  );
});

it('takes a failed snapshot once more, and only once', async () => {
  const stage = await createStage();
  stage.cloud.mishap = ({ action }) =>
    action === 'CreateSnapshots'
      ? { error: { code: 'ConcurrentSnapshotLimitExceeded', status: 400 } }
      : undefined;
  await stage.say('alice', 'ops', '/snapshot grafana before the update');
  await stage.pass(minutes(1));
  expect(stage.card()).toMatch(/failed, nothing was taken[\s\S]*\[Take it again\]/u);
  stage.cloud.mishap = undefined;
  const card = stage.slack.messages({ in: 'ops', as: 'bob' }).findLast(message => message.via === 'api');
  if (card === undefined) throw new Error('no card');
  await stage.slack.click({ as: 'bob', message: card, button: 'Take it again' });
  await stage.slack.click({ as: 'alice', message: card, button: 'Take it again' });
  await stage.pass(minutes(30));
  expect(stage.taken()).toHaveLength(1);
  expect(stage.card()).toMatch(/complete[\s\S]*asked by @bob[\s\S]*Note: before the update/u);
});

it('calls off what AWS does not have yet, for its requester and admins only', async () => {
  const stage = await createStage();
  stage.cloud.mishap = ({ action }) =>
    action === 'CreateSnapshots' ? { error: { code: 'RequestLimitExceeded', status: 503 } } : undefined;
  await stage.say('alice', 'ops', '/snapshot grafana');
  const id = operationId(await stage.say('alice', 'ops', '/snapkeeper status'));
  expect(await stage.say('carol', 'ops', `/snapkeeper cancel ${id}`)).toContain(
    'only they or an admin can cancel it',
  );
  await stage.say('alice', 'ops', `/snapkeeper cancel ${id}`);
  await stage.pass(minutes(2));
  stage.cloud.mishap = undefined;
  await stage.pass(minutes(10));
  expect(stage.card()).toMatch(/Snapshot of grafana · cancelled, nothing was taken\nStopped by @alice/u);
  expect(stage.taken()).toEqual([]);
});

it('does not pretend to stop what AWS is already taking', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot grafana');
  await stage.pass(minutes(1));
  const id = operationId(await stage.say('alice', 'ops', '/snapkeeper status'));
  expect(await stage.say('alice', 'ops', `/snapkeeper cancel ${id}`)).toContain('AWS is already taking');
  await stage.pass(minutes(30));
  expect(stage.card()).toContain('· complete');
});

it('finds out what a lost call did before it says that it was called off', async () => {
  const stage = await createStage();
  let left = 1;
  stage.cloud.mishap = ({ action }) => {
    if (action !== 'CreateSnapshots' || left === 0) return undefined;
    left -= 1;
    return { drop: true, after: true };
  };
  stage.cloud.lagMs = 30_000;
  await stage.say('alice', 'ops', '/snapshot grafana');
  const id = operationId(await stage.say('alice', 'ops', '/snapkeeper status'));
  await stage.say('alice', 'ops', `/snapkeeper cancel ${id}`);
  await stage.pass(minutes(30));
  expect(stage.taken()).toHaveLength(1);
  expect(stage.card()).toMatch(/· complete[\s\S]*It was to be stopped, but AWS had it already/u);
});
