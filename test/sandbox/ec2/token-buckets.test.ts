import {
  CreateTagsCommand,
  DescribeInstancesCommand,
  DescribeSnapshotsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { TokenBuckets } from '../../../src/sandbox/ec2/rules/token-buckets.ts';
import { impatientRetries, refusal, stage } from './stage.ts';

/** How many of so many calls get through at this moment. */
function through(buckets: TokenBuckets, count: number, action: string, params = {}): number {
  let passed = 0;
  for (let call = 0; call < count; call += 1)
    try {
      buckets.take(action, params);
      passed += 1;
    } catch {
      // Turned away.
    }
  return passed;
}

test('an empty bucket turns calls away as AWS does, until virtual time has refilled it', async () => {
  const { cloud, clock, ec2, sts } = await stage();
  const page = () => ec2.send(new DescribeInstancesCommand({ MaxResults: 5 }));
  cloud.buckets = true;
  for (let call = 0; call < 100; call += 1) await page();
  expect(await refusal(page())).toEqual({
    code: 'RequestLimitExceeded',
    message: 'Request limit exceeded.',
    status: 503,
  });
  // Every action has a bucket of its own, and STS has none.
  await ec2.send(new DescribeSnapshotsCommand({ MaxResults: 5 }));
  await sts.send(new GetCallerIdentityCommand({}));
  clock.pass(50);
  await page();
  expect(await refusal(page())).toMatchObject({ code: 'RequestLimitExceeded' });
  expect([cloud.turnedAway('DescribeInstances'), cloud.turnedAway()]).toEqual([2, 2]);
  cloud.buckets = false;
  await page();
  cloud.buckets = true;
  await page();
  expect(cloud.surprises).toEqual([]);
});

test('a call that is turned away has no effect, meets no mishap, and the SDK may repeat it', async () => {
  const { cloud, clock, client, idOf } = await stage();
  cloud.buckets = true;
  const impatient = new EC2Client({ ...client, retryStrategy: impatientRetries() });
  const tag = () =>
    impatient.send(
      new CreateTagsCommand({ Resources: [idOf('prod-web')], Tags: [{ Key: 'a', Value: 'b' }] }),
    );
  for (let call = 0; call < 100; call += 1) await tag();
  let asked = 0;
  cloud.mishap = () => {
    asked += 1;
    return undefined;
  };
  expect(await refusal(tag())).toMatchObject({ code: 'RequestLimitExceeded' });
  expect([asked, cloud.turnedAway('CreateTags')]).toEqual([0, 3]);
  expect(cloud.calls.slice(-3).map(({ attempt, effect }) => [attempt, effect])).toEqual([
    [1, false],
    [2, false],
    [3, false],
  ]);
  clock.pass(100);
  await tag();
  impatient.destroy();
});

test.each([
  ['CreateSnapshots', {}, 100, 5],
  ['DeleteSnapshot', {}, 100, 5],
  ['CreateTags', {}, 100, 10],
  ['RunInstances', {}, 5, 2],
  ['CopyImage', {}, 100, 1],
  ['AttachVolume', {}, 50, 5],
  ['DescribeSnapshots', { MaxResults: 1000 }, 100, 20],
  ['DescribeSnapshots', { Filters: [{ Name: 'status', Values: ['pending'] }] }, 100, 20],
  ['DescribeSnapshots', { OwnerIds: ['self'] }, 50, 10],
  ['DescribeInstances', { InstanceIds: ['i-1'], Filters: [] }, 50, 10],
  ['DescribeVolumes', {}, 50, 10],
  ['DescribeInstanceTypes', {}, 100, 20],
])('%s with %j: %i at once, then %i a second', (action, params, capacity, refill) => {
  let now = 0;
  const buckets = new TokenBuckets(() => now);
  expect(through(buckets, 1000, action, params)).toBe(1000);
  buckets.inForce = true;
  expect(through(buckets, 1000, action, params)).toBe(capacity);
  now += 1000;
  expect(through(buckets, 1000, action, params)).toBe(refill);
  now += 3_600_000;
  expect(through(buckets, 1000, action, params)).toBe(capacity);
});

test('the full list and the paged one do not draw on each other', () => {
  const buckets = new TokenBuckets(() => 0);
  buckets.inForce = true;
  expect(through(buckets, 60, 'DescribeVolumes')).toBe(50);
  expect(through(buckets, 200, 'DescribeVolumes', { MaxResults: 500 })).toBe(100);
  expect(buckets.turnedAway('DescribeVolumes')).toBe(110);
});
