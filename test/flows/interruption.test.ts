import { expect, it } from 'vitest';
import { createStage, minutes } from '../stage/stage.ts';

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
