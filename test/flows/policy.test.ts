import { expect, it } from 'vitest';
import type { PlaceId } from '../../src/core/ids.ts';
import { createPolicyStage, none, nothingWithin } from '../stage/policy-stage.ts';
import type { Stage } from '../stage/stage.ts';
import { hours, minutes } from '../stage/stage.ts';

const takenTags = (stage: Stage, key: string): readonly (string | undefined)[] =>
  stage.taken().map(id => stage.cloud.region.snapshots.get(id)?.tags.find(tag => tag.Key === key)?.Value);

it('takes a snapshot of each server of a policy when its time comes, and tells of it on one card', async () => {
  const { stage, policy, store } = await createPolicyStage();
  await stage.pass(minutes(50));
  expect(stage.taken()).toEqual([]);
  await stage.pass(minutes(30));
  expect(stage.taken()).toHaveLength(1);
  expect(takenTags(stage, 'snapkeeper:policy')).toEqual(['hourly']);
  expect(stage.cards()).toHaveLength(1);
  expect(stage.card()).toMatch(/hourly · complete[\s\S]*1 server · 1 complete/u);
  await stage.pass(hours(3));
  expect(stage.taken()).toHaveLength(4);
  expect((await store().slots(policy.id, 10)).map(({ outcome }) => outcome)).toEqual(
    Array.from({ length: 4 }, () => 'run'),
  );
});

it('runs once, late, after the bot was away, and says what was missed', async () => {
  const { stage, policy, store } = await createPolicyStage();
  await stage.stop();
  stage.clock.set(stage.clock.now() + hours(5));
  await stage.start();
  await stage.pass(minutes(30));
  expect(stage.taken()).toHaveLength(1);
  expect(stage.card()).toMatch(/Late: it was due .*[\s\S]*Not taken in between: 4 slots/u);
  const slots = await store().slots(policy.id, 10);
  expect(slots.map(({ outcome, count }) => [outcome, count])).toEqual([
    ['run', 1],
    ['missed', 4],
  ]);
});

it('does not run while it is paused, nor the slot that is skipped, and both are on record', async () => {
  const { stage, policy, save, store } = await createPolicyStage();
  const until = stage.clock.now() + hours(2);
  await save({ ...policy, version: 2, pause: { by: policy.owner, at: stage.clock.now(), until } });
  await stage.pass(hours(2));
  expect(stage.taken()).toEqual([]);
  const saved = await store().policy(policy.id);
  if (saved === null) throw new Error('the policy is gone');
  await save({ ...saved, version: saved.version + 1, skip: '2026-11-23T17:00Z' });
  await stage.pass(hours(2));
  expect(stage.taken()).toHaveLength(1);
  const slots = await store().slots(policy.id, 10);
  expect(slots.map(({ outcome }) => outcome)).toEqual(['run', 'skipped', 'paused', 'paused']);
});

it('tries a failed snapshot twice more within the hour, and then says which server has none', async () => {
  const { stage } = await createPolicyStage({
    servers: { kind: 'tag', key: 'Name', value: 'prod-web' },
    schedule: { cron: '15 14 * * *', zone: 'UTC' },
  });
  stage.cloud.mishap = call =>
    call.action === 'CreateSnapshots' ? { error: { code: 'SnapshotLimitExceeded', status: 400 } } : undefined;
  await stage.pass(hours(2));
  const asked = stage.cloud.calls.filter(({ action }) => action === 'CreateSnapshots');
  expect(asked).toHaveLength(3);
  expect(stage.card()).toMatch(
    /hourly · 1 failed[\s\S]*prod-web: The limit of snapshots in this Region is reached\. Tried 3 times\.[\s\S]*\[Retry prod-web\]/u,
  );
});

it('prunes what the policy does not keep once its snapshots are complete, and says how many', async () => {
  const { stage, store } = await createPolicyStage({
    retention: { counts: { ...none, last: 5 }, within: nothingWithin },
  });
  await stage.pass(hours(6) + minutes(30));
  expect(stage.taken()).toHaveLength(5);
  expect(stage.card()).toMatch(/Pruned 1 of 1 old snapshot, kept 5\./u);
  const sets = await store().setsOfPolicy('eu-west-1' as PlaceId, 'hourly');
  expect(sets.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'good'));
});

it('deletes nothing that is held, locked or under an image', async () => {
  const { stage } = await createPolicyStage({
    retention: { counts: { ...none, last: 5 }, within: nothingWithin },
  });
  await stage.pass(hours(1) + minutes(30));
  const id = /s-\w{8}/u.exec(await stage.say('alice', 'ops', '/snapkeeper list grafana'))?.[0] ?? '';
  const [first] = stage.taken();
  await stage.say('alice', 'ops', `/snapkeeper hold ${id} for the audit`);
  await stage.pass(hours(7));
  expect(stage.taken()).toContain(first);
  expect(stage.taken()).toHaveLength(6);
});

it('asks before it deletes unusually many, and deletes nothing meanwhile', async () => {
  const { stage } = await createPolicyStage({
    retention: { counts: { ...none, last: 2 }, within: nothingWithin },
  });
  await stage.pass(hours(3) + minutes(30));
  expect(stage.taken()).toHaveLength(3);
  expect(stage.cards().join('\n')).toMatch(/Not pruned: 1 of 3 snapshots would go, which is unusually many/u);
});

const requestOf = (stage: Stage): string => /q-\w{8}/u.exec(stage.cards().join('\n'))?.[0] ?? '';
const quickly = { retention: { counts: { ...none, last: 2 }, within: nothingWithin } };

it('deletes what an approver has agreed to, and nobody else can agree', async () => {
  const { stage } = await createPolicyStage(quickly);
  await stage.pass(hours(3) + minutes(30));
  expect(stage.cards().at(-1)).toMatch(
    /Pruning of hourly · waits for approval[\s\S]*would delete 1 snapshot of 3[\s\S]*\[Approve\] \[Deny\]/u,
  );
  const id = requestOf(stage);
  expect(await stage.say('alice', 'ops', `/snapkeeper approve ${id}`)).toMatch(/Only approvers/u);
  expect(stage.taken()).toHaveLength(3);
  const card = stage.slack
    .messages({ in: 'ops', as: 'bob' })
    .findLast(({ text }) => text.includes('[Approve]'));
  if (card === undefined) throw new Error('no card');
  await stage.slack.click({ as: 'bob', message: card, button: 'Approve' });
  await stage.pass(minutes(5));
  expect(stage.taken()).toHaveLength(2);
  expect(stage.cards().join('\n')).toMatch(/Pruning of hourly · approved[\s\S]*Approved by @bob/u);
  expect(stage.card()).toMatch(/Pruning of hourly · done[\s\S]*Pruned 1 of 1 old snapshot/u);
  expect(await stage.say('bob', 'ops', `/snapkeeper deny ${id}`)).toMatch(/@bob has approved this already/u);
});

it('deletes nothing that was denied, or that nobody decided in time', async () => {
  const { stage } = await createPolicyStage(quickly);
  await stage.pass(hours(3) + minutes(30));
  const id = requestOf(stage);
  await stage.say('bob', 'ops', `/snapkeeper deny ${id}`);
  await stage.pass(hours(2));
  const cards = stage.cards().join('\n');
  expect(cards).toMatch(/Denied by @bob[\s\S]*Nothing was deleted/u);
  await stage.pass(hours(9));
  expect(stage.cards().join('\n')).toMatch(/Pruning of hourly · not decided in time/u);
  expect(stage.taken().length).toBeGreaterThan(10);
});

it('spares at the last moment what was held after it was agreed to', async () => {
  const { stage } = await createPolicyStage(quickly);
  await stage.pass(hours(3) + minutes(30));
  const text = stage.cards().join('\n');
  const id = requestOf(stage);
  const set = /s-\w{8}/u.exec(text)?.[0] ?? '';
  await stage.say('alice', 'ops', `/snapkeeper hold ${set} evidence`);
  await stage.pass(minutes(1));
  await stage.say('bob', 'ops', `/snapkeeper approve ${id}`);
  await stage.pass(minutes(5));
  expect(stage.taken()).toHaveLength(3);
  expect(stage.card()).toMatch(/Nothing of what was approved would still go/u);
});
