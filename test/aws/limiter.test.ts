import { CreateSnapshotsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import type { SnapshotId } from '../../src/core/ids.ts';
import type { SnapshotPlan } from '../../src/core/snapshot.ts';
import { createTracker } from '../../src/jobs/tracker.ts';
import { createLog } from '../../src/log.ts';
import type { Outcome } from '../../src/ports.ts';
import { settle } from '../../src/sandbox/virtual-clock.ts';
import { place } from '../core/samples.ts';
import { createAwsStage, plansFor } from './stage.ts';

const taken = { key: 'snapkeeper:taken', value: 'U07ALICE' };
const ids = (count: number): readonly SnapshotId[] =>
  Array.from({ length: count }, (_, index) => `snap-${String(index).padStart(17, '0')}` as SnapshotId);
const kinds = (outcomes: readonly Outcome<unknown>[]) =>
  outcomes.map(outcome => (outcome.kind === 'ok' ? 'ok' : outcome.fault.kind));
const count = (outcomes: readonly Outcome<unknown>[], kind: string) =>
  kinds(outcomes).filter(each => each === kind).length;
const times = <Value>(howOften: number, call: () => Promise<Value>) =>
  Promise.all(Array.from({ length: howOften }, call));

test('150 snapshots at once are all taken in order, and EC2 turns none away', async () => {
  const { aws, clock, cloud } = await createAwsStage({ servers: 200 });
  const { track, idle } = createTracker(createLog('silent'));
  const plans = await plansFor(cloud, 150);
  expect(plans).toHaveLength(150);
  const start = clock.now();
  const done: { readonly set: string; readonly after: number; readonly tries: number }[] = [];

  const take = (plan: SnapshotPlan, tries: number): void =>
    void track('snapshot', async () => {
      const outcome = await cloud.createSnapshots(plan, taken, false);
      if (outcome.kind === 'ok') return void done.push({ set: plan.set, after: clock.now() - start, tries });
      if (outcome.fault.kind !== 'throttled' || outcome.fault.retryAfterMs === undefined) {
        throw new Error(JSON.stringify(outcome.fault));
      }
      clock.at(clock.now() + outcome.fault.retryAfterMs, () => take(plan, tries + 1));
    });

  for (const plan of plans) take(plan, 1);
  await settle(clock, idle);
  for (let next = clock.next(); next !== null; next = clock.next()) {
    clock.set(next);
    await settle(clock, idle);
  }
  expect(done).toHaveLength(150);
  expect(done.slice(0, 100).every(({ after, tries }) => after === 0 && tries === 1)).toBe(true);
  expect(done.slice(100)).toEqual(
    plans.slice(100).map(({ set }, index) => ({ set, after: (index + 1) * 200, tries: 2 })),
  );
  expect(aws.calls.filter(({ action }) => action === 'CreateSnapshots')).toHaveLength(150);
  expect(aws.turnedAway()).toBe(0);
});

test('a call without a token is not made and says when there will be one', async () => {
  const { aws, cloud } = await createAwsStage();
  const [snapshot] = aws.region.snapshots.keys();
  const untag = () => cloud.untagSnapshots(place, [snapshot as SnapshotId], 'a');
  expect(count(await times(100, untag), 'ok')).toBe(100);
  const refused = (retryAfterMs: number) => ({
    kind: 'fault',
    fault: { kind: 'throttled', code: 'LocalBucketEmpty', retryAfterMs },
  });
  expect([await untag(), await untag()]).toEqual([refused(100), refused(200)]);
  expect(aws.calls).toHaveLength(100);
  // Every action has a bucket of its own.
  expect((await cloud.tagSnapshots(place, [snapshot as SnapshotId], taken)).kind).toBe('ok');
});

test('every page takes a token, and a list without tokens fails without a promise', async () => {
  const { aws, cloud } = await createAwsStage();
  // 200 ids fit into one call: three each time.
  const outcomes = await times(33, () => cloud.snapshotsById(place, ids(401)));
  expect(count(outcomes, 'ok')).toBe(33);
  expect(await cloud.snapshotsById(place, ids(401))).toEqual({
    kind: 'fault',
    fault: { kind: 'throttled', code: 'LocalBucketEmpty' },
  });
  expect([aws.calls.length, aws.turnedAway()]).toEqual([100, 0]);
});

test('reads behind the scenes leave tokens to those that are waited for', async () => {
  const { aws, clock, cloud } = await createAwsStage();
  const behind = await times(150, () => cloud.ownedSnapshots(place, 'all'));
  expect([count(behind, 'ok'), count(behind, 'throttled')]).toEqual([80, 70]);
  expect(count(await times(25, () => cloud.pendingSnapshots(place)), 'ok')).toBe(20);
  clock.set(clock.now() + 1_000);
  expect(kinds([await cloud.ownedSnapshots(place, 'all'), await cloud.pendingSnapshots(place)])).toEqual([
    'throttled',
    'ok',
  ]);
  clock.set(clock.now() + 60_000);
  expect(kinds([await cloud.ownedSnapshots(place, 'all'), await cloud.servers(place)])).toEqual(['ok', 'ok']);
  expect(aws.turnedAway()).toBe(0);
});

/** Somebody else who uses the same account, without doing anything. */
async function useUp(calls: number): Promise<void> {
  const ec2 = new EC2Client({ region: 'eu-west-1', maxAttempts: 1 });
  onTestFinished(() => ec2.destroy());
  const InstanceSpecification = { InstanceId: 'i-00000000000000000' };
  const dry = () => ec2.send(new CreateSnapshotsCommand({ InstanceSpecification, DryRun: true }));
  await Promise.allSettled(Array.from({ length: calls }, dry));
}

test('when somebody else has used up the account, one call finds out and the others wait', async () => {
  const { aws, clock, cloud } = await createAwsStage();
  const plans = await plansFor(cloud, 7);
  await useUp(100);
  const take = async (index: number) => {
    const plan = plans[index];
    if (plan === undefined) throw new Error('too few servers');
    return cloud.createSnapshots(plan, taken, false);
  };
  expect(await take(0)).toEqual({
    kind: 'fault',
    fault: { kind: 'throttled', code: 'RequestLimitExceeded' },
  });
  expect(await take(1)).toMatchObject({ fault: { code: 'LocalBucketEmpty', retryAfterMs: 200 } });
  clock.set(clock.now() + 1_000);
  const later = await Promise.all([0, 1, 2, 3, 4, 5].map(take));
  expect(kinds(later)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'throttled']);
  expect(aws.turnedAway()).toBe(1);
});

test.each(['SnapshotCreationPerVolumeRateExceeded', 'PriorRequestNotComplete', 'SnapshotLimitExceeded'])(
  '%s says nothing about the account: others go on',
  async code => {
    const { aws, cloud } = await createAwsStage();
    const [first, second] = await plansFor(cloud, 2);
    if (first === undefined || second === undefined) throw new Error('too few servers');
    aws.mishap = () => ({ error: { code } });
    expect((await cloud.createSnapshots(first, taken, false)).kind).toBe('fault');
    aws.mishap = undefined;
    expect((await cloud.createSnapshots(second, taken, false)).kind).toBe('ok');
  },
);

test('an inventory of 10,000 servers is read from full buckets without a wait', async () => {
  const { aws, cloud } = await createAwsStage({ servers: 10_000 });
  expect(kinds([await cloud.servers(place), await cloud.ownedSnapshots(place, 'all')])).toEqual(['ok', 'ok']);
  const pages = (action: string) => aws.calls.filter(call => call.action === action).length;
  const reads = ['DescribeInstances', 'DescribeVolumes', 'DescribeInstanceTypes', 'DescribeSnapshots'];
  expect(reads.map(pages)).toEqual([10, 17, 1, 1]);
  expect(aws.turnedAway()).toBe(0);
}, 60_000);
