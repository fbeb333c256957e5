import { expect, it } from 'vitest';
import type { OperationId, PlaceId } from '../../src/core/ids.ts';
import type { Store } from '../../src/ports.ts';
import { createPolicyStage, none, nothingWithin } from '../stage/policy-stage.ts';
import { hours, minutes } from '../stage/stage.ts';

const keepLast = (last: number) => ({ counts: { ...none, last }, within: nothingWithin });

/** Settles when this operation has ended. */
async function endOf(store: Store, id: OperationId): Promise<void> {
  const ended = new Promise<void>(resolve => {
    store.onCommit(changes => {
      for (const change of changes) {
        if (change.kind !== 'operation-update' || change.operation.id !== id) continue;
        if (change.operation.state !== 'running') resolve();
      }
    });
  });
  if ((await store.operation(id))?.state === 'running') await ended;
}

it('ends a run whose last deletion ends just while the run looks whether any is under way', async () => {
  const { stage, store } = await createPolicyStage(
    { retention: keepLast(5) },
    {
      wrapStore: opened => ({
        ...opened,
        async childrenOf(id) {
          const children = await opened.childrenOf(id);
          const deletions = children.filter(({ kind, state }) => kind === 'delete' && state === 'running');
          // Answered, and on its way to whoever asked, while what it tells of goes on.
          for (const { id: child } of deletions) await endOf(opened, child);
          return children;
        },
      }),
    },
  );
  await stage.pass(hours(6) + minutes(30));
  expect(stage.taken()).toHaveLength(5);
  expect(await store().runningOperations('eu-west-1' as PlaceId)).toEqual([]);
  expect(stage.card()).toMatch(/hourly · complete[\s\S]*Pruned 1 of 1 old snapshot/u);
});

it('prunes by the policy as it was saved while AWS was being asked', async () => {
  const { stage, policy, save, store } = await createPolicyStage({ retention: keepLast(5) });
  await stage.pass(hours(5) + minutes(30));
  const saved: Promise<void>[] = [];
  stage.cloud.mishap = ({ action }) => {
    if (action === 'DescribeImages' && saved.length === 0) saved.push(saveKeepingMore());
    return undefined;
  };
  await stage.pass(hours(1));
  await Promise.all(saved);
  expect(saved).toHaveLength(1);
  expect(stage.taken()).toHaveLength(6);
  expect(stage.card()).toMatch(/hourly · complete/u);

  async function saveKeepingMore(): Promise<void> {
    const now = await store().policy(policy.id);
    if (now === null) throw new Error('the policy is gone');
    await save({ ...now, version: now.version + 1, retention: keepLast(20) });
  }
});

it('deletes nothing of a policy that was deleted while AWS was being asked', async () => {
  const { stage, policy, store } = await createPolicyStage({ retention: keepLast(5) });
  await stage.pass(hours(5) + minutes(30));
  let gone: Promise<unknown> | null = null;
  stage.cloud.mishap = ({ action }) => {
    if (action === 'DescribeImages') gone ??= store().commit([{ kind: 'policy-gone', policy: policy.id }]);
    return undefined;
  };
  await stage.pass(hours(1));
  expect(gone).not.toBeNull();
  expect(stage.taken()).toHaveLength(6);
});

it('counts as deleted what somebody has deleted in AWS before', async () => {
  const { stage, store } = await createPolicyStage({ retention: keepLast(5) });
  await stage.pass(hours(5) + minutes(30));
  const [oldest = ''] = stage.taken();
  stage.cloud.region.snapshots.delete(oldest);
  await stage.pass(hours(1));
  expect(stage.card()).toMatch(/hourly · complete[\s\S]*Pruned 1 of 1 old snapshot/u);
  const sets = await store().setsOfPolicy('eu-west-1' as PlaceId, 'hourly');
  expect(sets.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'good'));
});

it('deletes what was agreed to a little later when AWS does not tell at once what its images need', async () => {
  const { stage } = await createPolicyStage({ retention: keepLast(2) });
  await stage.pass(hours(3) + minutes(30));
  const request = /q-\w{8}/u.exec(stage.cards().join('\n'))?.[0] ?? '';
  let refused = 0;
  stage.cloud.mishap = ({ action }) => {
    if (action !== 'DescribeImages' || refused === 2) return undefined;
    refused += 1;
    return { error: { code: 'RequestLimitExceeded', status: 503 } };
  };
  await stage.say('bob', 'ops', `/snapkeeper approve ${request}`);
  expect(stage.taken()).toHaveLength(3);
  await stage.pass(minutes(1));
  expect(stage.card()).toMatch(/Pruning of hourly · running[\s\S]*Nothing is deleted yet/u);
  await stage.pass(minutes(15));
  expect(stage.taken()).toHaveLength(2);
  expect(stage.card()).toMatch(/Pruning of hourly · done[\s\S]*Pruned 1 of 1 old snapshot/u);
});
