import { expect, it } from 'vitest';
import type { Stage } from '../stage/stage.ts';
import { createStage, hours, minutes } from '../stage/stage.ts';

it('finishes the same card after a restart in the middle of a snapshot', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(3));
  await stage.stop();
  stage.clock.set(stage.clock.now() + minutes(30));
  await stage.start();
  await stage.pass(minutes(1));
  expect(stage.cards()).toHaveLength(1);
  expect(stage.card()).toMatch(/Snapshot of prod-web · complete/u);
  expect(stage.taken()).toHaveLength(2);
});

it.each([
  ['the connection is cut after the call took effect', { drop: true, after: true }],
  ['the connection is cut before it took effect', { drop: true }],
  [
    'AWS answers 500 although it took the set',
    { error: { code: 'InternalError', status: 500 }, after: true },
  ],
  ['AWS is asked too often', { error: { code: 'RequestLimitExceeded', status: 503 } }],
])('makes one set, not two, when %s', async (_what, mishap) => {
  const stage = await createStage();
  let left = 1;
  stage.cloud.mishap = ({ action }) => {
    if (action !== 'CreateSnapshots' || left === 0) return undefined;
    left -= 1;
    return mishap;
  };
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(40));
  expect(stage.taken()).toHaveLength(2);
  expect(stage.cards()).toHaveLength(1);
  expect(stage.card()).toContain('· complete');
});

it('says while it looks for the set that it does so, and why', async () => {
  const stage = await createStage();
  stage.cloud.mishap = ({ action }) => (action === 'CreateSnapshots' ? { drop: true } : undefined);
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(1));
  expect(stage.card()).toContain(
    "AWS's answer was lost. Snapkeeper looks whether the snapshot exists before it asks again",
  );
  await stage.pass(minutes(10));
  expect(stage.card()).toMatch(
    /failed, nothing was taken\nAWS never answered[\s\S]*Nothing on the server changed/u,
  );
  expect(stage.taken()).toEqual([]);
});

it('posts the card once although the reply of Slack is lost', async () => {
  const stage = await createStage();
  let left = 1;
  stage.slack.mishap = ({ method }) => {
    if (method !== 'chat.postMessage' || left === 0) return undefined;
    left -= 1;
    return { drop: 'after' };
  };
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(30));
  expect(stage.cards()).toHaveLength(1);
  expect(stage.card()).toContain('· complete');
});

it('waits as long as Slack asks it to', async () => {
  const stage = await createStage();
  const refuseUntil = stage.clock.now() + minutes(2);
  stage.slack.mishap = ({ method }) => {
    return method === 'chat.postMessage' && stage.clock.now() < refuseUntil
      ? { http: 429, retryAfter: 30 }
      : undefined;
  };
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(1));
  expect(stage.cards()).toEqual([]);
  await stage.pass(minutes(30));
  expect(stage.cards()).toHaveLength(1);
  const posts = stage.slack.calls.filter(call => call.method === 'chat.postMessage');
  expect(posts.length).toBeLessThanOrEqual(6);
});

it('takes the same envelope only once', async () => {
  const stage = await createStage();
  const { payload } = await stage.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
  await stage.pass(minutes(1));
  expect(payload).toBeDefined();
  await stage.slack.redeliver(payload ?? {});
  await stage.pass(minutes(30));
  expect(stage.cards()).toHaveLength(1);
  expect(stage.taken()).toHaveLength(2);
});

it('waits for all members when their tags show up one after the other', async () => {
  const stage = await createStage();
  stage.cloud.tagLagMs = id => (stage.taken().indexOf(id) === 1 ? minutes(3) : 0);
  cutOnce(stage);
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(40));
  expect(stage.taken()).toHaveLength(2);
  expect(stage.card()).toMatch(/· complete[\s\S]*2 volumes, 120 GiB/u);
  expect(stage.card()).not.toContain('Not in it');
});

it('names the volume that was no longer attached when AWS took the set', async () => {
  const stage = await createStage();
  const volume = stage.cloud.region.volumesOf(stage.cloud.region.serverNamed('prod-web').id)[1];
  if (volume !== undefined) volume.attachment = undefined;
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(40));
  expect(stage.card()).toMatch(
    /· complete[\s\S]*1 volume, 8 GiB[\s\S]*Not in it: data \/dev\/sdf 112 GiB \(vol-\w+\)/u,
  );
});

it('tells of a second set that a lost call made after all', async () => {
  const stage = await createStage();
  stage.cloud.lagMs = minutes(2);
  cutOnce(stage);
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(95_000);
  stage.cloud.lagMs = 0;
  await stage.pass(minutes(40));
  expect(stage.taken()).toHaveLength(4);
  expect(stage.card()).toMatch(/· complete[\s\S]*it has made a second set after all: snap-\w+, snap-\w+/u);
});

it('does not take days later what was wanted at once', async () => {
  const stage = await createStage();
  stage.cloud.mishap = ({ action }) => (action === 'CreateSnapshots' ? { drop: true } : undefined);
  await stage.say('alice', 'ops', '/snapshot prod-web before the deploy');
  await stage.stop();
  stage.cloud.mishap = undefined;
  stage.clock.set(stage.clock.now() + hours(72));
  await stage.start();
  await stage.pass(minutes(10));
  expect(stage.taken()).toEqual([]);
  expect(stage.card()).toMatch(/failed, nothing was taken\nSnapkeeper could not ask AWS within an hour/u);
});

it('says when the disks are of a later moment than the request', async () => {
  const stage = await createStage();
  const until = stage.clock.now() + minutes(50);
  stage.cloud.mishap = ({ action }) => {
    const busy = action === 'CreateSnapshots' && stage.clock.now() < until;
    return busy ? { error: { code: 'RequestLimitExceeded', status: 503 } } : undefined;
  };
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(20));
  expect(stage.card()).toContain('AWS has too many requests just now');
  await stage.pass(minutes(60));
  expect(stage.card()).toMatch(/taken today 14:5\d · took \d+ min · asked by @alice at 14:05/u);
  const [id = ''] = stage.taken();
  const taken = stage.cloud.region.snapshots.get(id)?.tags.find(tag => tag.Key === 'snapkeeper:taken')?.Value;
  expect(taken).toMatch(/T14:5\d/u);
});

it('says when AWS does not tell any more how it goes, and does not wait for ever', async () => {
  const stage = await createStage();
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(2));
  stage.cloud.mishap = ({ action }) =>
    action === 'DescribeSnapshots' ? { error: { code: 'UnauthorizedOperation' } } : undefined;
  await stage.pass(minutes(10));
  expect(stage.card()).toMatch(/AWS has not told how it goes since 14:\d\d; Snapkeeper keeps asking/u);
  await stage.pass(hours(49));
  expect(stage.card()).toMatch(/· failed\nAWS has been working on it for two days without an end/u);
});

it('shows the end on the card although the token was refused for a while', async () => {
  const stage = await createStage();
  stage.expectSurprises(/Slack refuses SLACK_BOT_TOKEN/u);
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(2));
  stage.slack.mishap = ({ method }) => (method.startsWith('chat.') ? { error: 'token_revoked' } : undefined);
  await stage.pass(minutes(30));
  stage.slack.mishap = undefined;
  await stage.pass(minutes(6));
  expect(stage.cards()).toHaveLength(1);
  expect(stage.card()).toContain('· complete');
});

function cutOnce(stage: Stage): void {
  let left = 1;
  stage.cloud.mishap = ({ action }) => {
    if (action !== 'CreateSnapshots' || left === 0) return undefined;
    left -= 1;
    return { drop: true, after: true };
  };
}
