import { CreateSnapshotsCommand, DescribeSnapshotsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { Mishap, MishapHook } from '../../../src/sandbox/ec2/wire/call.ts';
import { impatientRetries, refusal, stage, type Stage } from './stage.ts';

function take({ ec2, idOf }: Stage, client = ec2) {
  return client.send(new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId: idOf('prod-web') } }));
}

const own = ({ cloud }: Stage) =>
  [...cloud.region.snapshots.values()].filter(({ ownerId }) => ownerId === cloud.accountId).length;

const once = (mishap: Mishap): MishapHook => {
  let left: Mishap | undefined = mishap;
  return () => {
    const strikes = left;
    left = undefined;
    return strikes;
  };
};

test('an error before the work leaves nothing, one after it leaves everything', async () => {
  const on = await stage();
  const error = { code: 'InternalError', message: 'An internal error has occurred', status: 500 };
  on.cloud.mishap = once({ error });
  expect(await refusal(take(on))).toEqual({ ...error, status: 500 });
  expect(own(on)).toBe(40);
  on.cloud.mishap = once({ error, after: true });
  expect(await refusal(take(on))).toEqual({ ...error, status: 500 });
  expect(own(on)).toBe(42);
  expect(on.cloud.calls.map(({ outcome, effect }) => [outcome, effect])).toEqual([
    ['InternalError', false],
    ['InternalError', true],
  ]);
});

test('a throttled call is tried again by the SDK, as the log shows', async () => {
  const on = await stage();
  on.cloud.mishap = once({
    error: { code: 'RequestLimitExceeded', message: 'Request limit exceeded.', status: 503 },
  });
  const client = new EC2Client({ ...on.client, retryStrategy: impatientRetries() });
  await take(on, client);
  client.destroy();
  expect(on.cloud.calls.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
    [1, 'RequestLimitExceeded'],
    [2, 'ok'],
  ]);
});

test('an answer lost after the work makes the SDK take a second set', async () => {
  const on = await stage();
  const reset = once({ drop: true, after: true });
  on.cloud.mishap = call => {
    // Long enough for the volume to have rested, as when a request times out.
    if (call.attempt > 1) on.clock.pass(20_000);
    return reset(call);
  };
  const client = new EC2Client({ ...on.client, retryStrategy: impatientRetries() });
  const { Snapshots = [] } = await take(on, client);
  client.destroy();
  expect(Snapshots).toHaveLength(2);
  expect(own(on)).toBe(44);
  expect(on.cloud.calls.map(({ outcome, effect }) => [outcome, effect])).toEqual([
    ['dropped', true],
    ['ok', true],
  ]);
});

test('an answer lost after the work can also come back as a refusal, although the set exists', async () => {
  const on = await stage();
  on.cloud.mishap = once({ drop: true, after: true });
  const client = new EC2Client({ ...on.client, retryStrategy: impatientRetries() });
  expect(await refusal(take(on, client))).toMatchObject({ code: 'SnapshotCreationPerVolumeRateExceeded' });
  client.destroy();
  expect(own(on)).toBe(42);
});

test('a socket reset without retries reaches the caller as a connection error', async () => {
  const on = await stage();
  on.cloud.mishap = once({ drop: true });
  const error: unknown = await take(on).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'ECONNRESET' });
  expect(own(on)).toBe(40);
});

test('an answer can be late by wire time, after the work', async () => {
  const on = await stage();
  on.cloud.mishap = once({ delay: 300, after: true });
  const client = new EC2Client({
    ...on.client,
    requestHandler: { requestTimeout: 100, throwOnRequestTimeout: true },
  });
  expect(await refusal(take(on, client))).toMatchObject({ code: 'TimeoutError' });
  client.destroy();
  expect(own(on)).toBe(42);
});

test('what was just made shows up later: not by its id, not by a filter', async () => {
  const on = await stage();
  on.cloud.lagMs = 3000;
  const { Snapshots = [] } = await take(on);
  const SnapshotIds = Snapshots.flatMap(({ SnapshotId }) => SnapshotId ?? []);
  const byId = () => on.ec2.send(new DescribeSnapshotsCommand({ SnapshotIds }));
  const pending = () =>
    on.ec2.send(
      new DescribeSnapshotsCommand({
        OwnerIds: ['self'],
        Filters: [{ Name: 'status', Values: ['pending'] }],
      }),
    );
  expect(await refusal(byId())).toMatchObject({ code: 'InvalidSnapshot.NotFound' });
  expect((await pending()).Snapshots).toEqual([]);
  on.clock.pass(3000);
  expect((await byId()).Snapshots).toHaveLength(2);
  expect((await pending()).Snapshots).toHaveLength(2);
});
