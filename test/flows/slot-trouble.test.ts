import { expect, it } from 'vitest';
import type { PolicyId } from '../../src/core/ids.ts';
import { createPolicyStage } from '../stage/policy-stage.ts';
import { hours, minutes } from '../stage/stage.ts';

it('runs the other policies when one of them is in trouble', async () => {
  const { stage, policy, save } = await createPolicyStage(
    {},
    {
      wrapStore: opened => ({
        ...opened,
        async commit(changes, expected) {
          const broken = changes.some(
            change => change.kind === 'slot' && change.slot.policy === 'p-22222222',
          );
          if (broken) throw new Error('a row that nobody understands');
          return opened.commit(changes, expected);
        },
      }),
    },
  );
  stage.expectSurprises(/a row that nobody understands/u);
  const other = { kind: 'tag', key: 'Name', value: 'prod-web' } as const;
  await save({ ...policy, id: 'p-33333333' as PolicyId, name: 'other', servers: other });
  await stage.pass(hours(1) + minutes(30));
  expect(stage.cards().map(card => card.split('\n')[0])).toEqual([
    expect.stringContaining('other · complete'),
  ]);
});

it('uses up no slot while it never was known which servers there are, and runs it late when AWS tells', async () => {
  const { stage, policy, store } = await createPolicyStage({}, { bot: false });
  stage.cloud.mishap = ({ action }) => (action === 'DescribeInstances' ? { drop: true } : undefined);
  await stage.start();
  expect(await store().commit([{ kind: 'policy', policy }])).toBe('done');
  await stage.pass(hours(1) + minutes(10));
  expect(await store().slots(policy.id, 10)).toEqual([]);
  stage.cloud.mishap = () => undefined;
  await stage.pass(minutes(40));
  expect(stage.taken()).toHaveLength(1);
  expect(stage.card()).toMatch(/hourly · complete[\s\S]*Late: it was due/u);
});

it('goes on after a clock that was set back, also when the policy was saved meanwhile, and doubles nothing', async () => {
  const { stage, policy, save, store } = await createPolicyStage();
  await stage.pass(hours(2) + minutes(30));
  expect(stage.taken()).toHaveLength(2);
  const saved = await store().policy(policy.id);
  if (saved === null) throw new Error('the policy is gone');
  // As if it had been saved at a time that comes once more.
  await save({ ...saved, version: saved.version + 1, lastSlot: policy.lastSlot });
  await stage.pass(hours(2));
  expect(stage.taken()).toHaveLength(4);
  const keys = (await store().slots(policy.id, 10)).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toHaveLength(4);
});

it('runs the other policies, and starts, when the schedule of one cannot be read any more', async () => {
  const { stage, policy, save } = await createPolicyStage();
  stage.expectSurprises(/its schedule cannot be read/u);
  const schedule = { cron: '0 * * * *', zone: 'Europe/Atlantis' };
  await save({ ...policy, id: 'p-33333333' as PolicyId, name: 'sunk', schedule });
  await stage.stop();
  await stage.start();
  await stage.pass(hours(1) + minutes(30));
  expect(stage.cards().map(card => card.split('\n')[0])).toEqual([
    expect.stringContaining('hourly · complete'),
  ]);
});
