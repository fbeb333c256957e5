import { CreateSnapshotsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, it, onTestFinished } from 'vitest';
import { usualGuard } from '../../src/core/retention.ts';
import type { ChannelId, OperationId, SetId } from '../../src/core/ids.ts';
import { tagKeys } from '../../src/core/tags.ts';
import { createTracker } from '../../src/jobs/tracker.ts';
import { createLog } from '../../src/log.ts';
import { createEngine } from '../../src/operations/engine.ts';
import { settle } from '../../src/sandbox/virtual-clock.ts';
import { createAwsStage, plansFor } from '../aws/stage.ts';
import { operationOf, place } from '../core/samples.ts';
import { createStage, minutes } from '../stage/stage.ts';
import { openStore } from '../store/stage.ts';

it('makes 150 snapshots that were asked for at once, and EC2 turns no call away', async () => {
  const { aws, clock, cloud } = await createAwsStage({ servers: 200 });
  const plans = await plansFor(cloud, 150);
  const { store } = openStore();
  const log = createLog('silent');
  const { track, idle } = createTracker(log);
  const engine = createEngine({ store, cloud, clock, track, log }, place, {
    guard: usualGuard,
    approvals: 'C07APPROVE' as ChannelId,
  });
  onTestFinished(engine.stop);
  await engine.start();
  const createdAt = clock.now();
  const asked = plans.map((plan, index) => {
    const id = `o-${index}` as OperationId;
    const set = `s-${index}` as SetId;
    const tags = [{ key: tagKeys.operation, value: id }];
    return operationOf({}, { id, version: 0, createdAt, plan: { ...plan, set, tags } });
  });
  await store.commit(asked.map(operation => ({ kind: 'operation', operation })));
  await settle(clock, idle);
  const end = createdAt + minutes(3);
  for (let next = clock.next(); next !== null && next <= end; next = clock.next()) {
    clock.set(next);
    await settle(clock, idle);
  }
  const made = await Promise.all(asked.map(async ({ id }) => (await store.operation(id))?.facts.call.kind));
  expect(made.filter(kind => kind === 'answered')).toHaveLength(150);
  const calls = aws.calls.filter(({ action }) => action === 'CreateSnapshots');
  expect(calls).toHaveLength(150);
  expect(Math.max(...calls.map(({ at }) => at)) - createdAt).toBe(10_000);
  expect(aws.turnedAway()).toBe(0);
}, 60_000);

it('takes the snapshot a little later when somebody else has used up the account', async () => {
  const stage = await createStage();
  stage.cloud.buckets = true;
  const other = new EC2Client({ region: 'eu-west-1', maxAttempts: 1 });
  onTestFinished(() => other.destroy());
  const InstanceSpecification = { InstanceId: stage.cloud.region.serverNamed('grafana').id };
  const dry = () => other.send(new CreateSnapshotsCommand({ InstanceSpecification, DryRun: true }));
  await Promise.allSettled(Array.from({ length: 100 }, dry));
  await stage.say('alice', 'ops', '/snapshot grafana');
  expect(stage.taken()).toEqual([]);
  expect(stage.cloud.turnedAway()).toBe(1);
  await stage.pass(minutes(30));
  expect(stage.card()).toContain('· complete');
  expect(stage.cloud.turnedAway()).toBe(1);
});
