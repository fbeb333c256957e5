import {
  CreateSnapshotsCommand,
  DescribeSnapshotsCommand,
  type CreateSnapshotsCommandInput,
  type Tag,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { refusal, stage, start, type Stage } from './stage.ts';

const minute = 60_000;

type Rest = Partial<CreateSnapshotsCommandInput> &
  Partial<CreateSnapshotsCommandInput['InstanceSpecification']>;

function take({ ec2, idOf }: Stage, server: string, rest: Rest = {}) {
  const { ExcludeBootVolume, ExcludeDataVolumeIds, ...others } = rest;
  const InstanceSpecification = { InstanceId: idOf(server), ExcludeBootVolume, ExcludeDataVolumeIds };
  return ec2.send(new CreateSnapshotsCommand({ InstanceSpecification, ...others }));
}

const tagged = (...Tags: Tag[]): Rest => ({ TagSpecifications: [{ ResourceType: 'snapshot', Tags }] });

async function look({ ec2 }: Stage, ids: readonly (string | undefined)[]) {
  const SnapshotIds = ids.flatMap(id => id ?? []);
  const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds }));
  return Snapshots;
}

test('one call takes every volume of a server at one instant', async () => {
  const on = await stage();
  const { Snapshots = [] } = await take(on, 'prod-db', {
    Description: 'a < b & "c"\r\n🚀',
    CopyTagsFromSource: 'volume',
    ...tagged({ Key: 'set', Value: 's-1' }, { Key: 'Name', Value: 'mine wins' }),
  });
  expect(Snapshots.map(({ VolumeSize }) => VolumeSize)).toEqual([20, 400, 60]);
  expect(new Set(Snapshots.map(({ StartTime }) => StartTime?.getTime()))).toEqual(new Set([start]));
  expect(Snapshots[1]).toMatchObject({
    State: 'pending',
    Progress: '',
    Encrypted: true,
    OwnerId: '111122223333',
    Description: 'a < b & "c"\r\n🚀',
    Tags: [
      { Key: 'mount', Value: '/var/lib/postgresql' },
      { Key: 'set', Value: 's-1' },
      { Key: 'Name', Value: 'mine wins' },
    ],
  });
  const shown = await look(
    on,
    Snapshots.map(({ SnapshotId }) => SnapshotId),
  );
  expect(shown.map(({ Description, Progress }) => [Description, Progress])).toEqual(
    Array.from({ length: 3 }, () => ['a < b & "c"\r\n🚀', '0%']),
  );
});

test('members progress on the virtual clock, each at its own pace, and then stay complete', async () => {
  const on = await stage();
  const { Snapshots = [] } = await take(on, 'prod-db');
  const ids = Snapshots.map(({ SnapshotId }) => SnapshotId);
  const seen = new Map<string | undefined, number[]>();
  const finished = new Map<string | undefined, number>();
  for (let minutes = 0; minutes <= 21; minutes += 1) {
    for (const { SnapshotId: id, Progress, State, CompletionTime, FullSnapshotSizeInBytes } of await look(
      on,
      ids,
    )) {
      expect(Progress).toMatch(/^\d{1,3}%$/);
      expect(State).toBe(Progress === '100%' ? 'completed' : 'pending');
      expect(CompletionTime === undefined).toBe(State === 'pending');
      expect(FullSnapshotSizeInBytes === undefined).toBe(State === 'pending');
      seen.set(id, [...(seen.get(id) ?? []), Number.parseInt(Progress ?? '', 10)]);
      if (CompletionTime) finished.set(id, CompletionTime.getTime() - start);
    }
    on.clock.pass(minute);
  }
  for (const progress of seen.values()) expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(new Set(finished.values()).size).toBe(3);
  for (const took of finished.values()) {
    expect(took).toBeGreaterThanOrEqual(5 * minute);
    expect(took).toBeLessThanOrEqual(20 * minute);
  }
});

test('a server whose key is gone takes snapshots that all fail after a while, and they keep their places', async () => {
  const on = await stage();
  const { Snapshots = [] } = await take(on, 'flaky-api');
  const ids = Snapshots.map(({ SnapshotId }) => SnapshotId);
  expect((await look(on, ids)).map(({ State }) => State)).toEqual(['pending', 'pending']);
  on.clock.pass(5 * minute);
  const failed = await look(on, ids);
  expect(failed.map(({ State, StateMessage }) => [State, StateMessage])).toEqual([
    ['error', 'Given key ID is not accessible'],
    ['error', 'Given key ID is not accessible'],
  ]);
  expect(failed.every(({ Progress }) => Progress !== '100%')).toBe(true);
  for (let more = 0; more < 4; more += 1) {
    await take(on, 'flaky-api');
    on.clock.pass(30 * minute);
  }
  expect(await refusal(take(on, 'flaky-api'))).toMatchObject({ code: 'ConcurrentSnapshotLimitExceeded' });
});

test('the volume with the missing key fails the set, and without it the set completes', async () => {
  const on = await stage();
  const [, broken] = on.cloud.region.volumesOf(on.idOf('flaky-api'));
  const { Snapshots = [] } = await take(on, 'flaky-api', { ExcludeDataVolumeIds: [broken?.id ?? ''] });
  on.clock.pass(20 * minute);
  const shown = await look(
    on,
    Snapshots.map(({ SnapshotId }) => SnapshotId),
  );
  expect(shown.map(({ State }) => State)).toEqual(['completed']);
});

test('the root or single data volumes can be left out, and what is not a data volume cannot', async () => {
  const on = await stage();
  const [root, data, wal] = on.cloud.region.volumesOf(on.idOf('prod-db')).map(({ id }) => id);
  const without = await take(on, 'prod-db', { ExcludeBootVolume: true });
  expect(without.Snapshots?.map(({ VolumeId }) => VolumeId)).toEqual([data, wal]);
  on.clock.pass(minute);
  const partial = await take(on, 'prod-db', { ExcludeDataVolumeIds: [data ?? ''] });
  expect(partial.Snapshots?.map(({ VolumeId }) => VolumeId)).toEqual([root, wal]);
  on.clock.pass(minute);
  expect(await refusal(take(on, 'prod-db', { ExcludeDataVolumeIds: [root ?? ''] }))).toMatchObject({
    code: 'InvalidParameterValue',
  });
  expect(await refusal(take(on, 'grafana', { ExcludeBootVolume: true }))).toMatchObject({
    code: 'InvalidParameterValue',
    message: expect.stringMatching(/^There are no attached EBS-backed volumes on the instance id/),
  });
});

test('a server with an instance-store root gives its EBS data volume only', async () => {
  const on = await stage();
  const { Snapshots = [] } = await take(on, 'legacy-batch');
  expect(Snapshots.map(({ VolumeSize }) => VolumeSize)).toEqual([200]);
});

test('a server that is pending, terminated or unknown is refused', async () => {
  const on = await stage();
  expect(await refusal(take(on, 'ci-runner'))).toMatchObject({ code: 'IncorrectState' });
  expect(await refusal(take(on, 'old-mail'))).toMatchObject({ code: 'IncorrectInstanceState' });
  on.clock.pass(60 * minute);
  expect(await refusal(take(on, 'old-mail'))).toMatchObject({ code: 'InvalidInstanceID.NotFound' });
  expect((await take(on, 'staging-web')).Snapshots).toHaveLength(2);
});

test('a volume rests 15 seconds between snapshots and has five unfinished ones, a slow volume one', async () => {
  const on = await stage();
  await take(on, 'prod-web');
  on.clock.pass(14_999);
  expect(await refusal(take(on, 'prod-web'))).toMatchObject({
    code: 'SnapshotCreationPerVolumeRateExceeded',
  });
  on.clock.pass(1);
  for (let more = 0; more < 4; more += 1) {
    await take(on, 'prod-web');
    on.clock.pass(15_000);
  }
  expect(await refusal(take(on, 'prod-web'))).toMatchObject({ code: 'ConcurrentSnapshotLimitExceeded' });
  on.clock.pass(20 * minute);
  expect((await take(on, 'prod-web')).Snapshots).toHaveLength(2);
  await take(on, 'log-archive');
  on.clock.pass(minute);
  const before = on.cloud.region.snapshots.size;
  expect(await refusal(take(on, 'log-archive'))).toMatchObject({ code: 'ConcurrentSnapshotLimitExceeded' });
  expect(on.cloud.region.snapshots.size).toBe(before);
});

test('tags are refused as EC2 refuses them, and nothing is taken', async () => {
  const on = await stage();
  const before = on.cloud.region.snapshots.size;
  const cases: readonly (readonly [Rest, string])[] = [
    [tagged({ Key: 'aws:mine', Value: 'x' }), 'InvalidParameterValue'],
    [tagged({ Key: 'a', Value: '1' }, { Key: 'a', Value: '2' }), 'InvalidParameterValue'],
    [tagged({ Key: 'k'.repeat(129), Value: '' }), 'InvalidParameterValue'],
    [tagged({ Key: 'k', Value: 'v'.repeat(257) }), 'InvalidParameterValue'],
    [
      tagged(...Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }))),
      'TagLimitExceeded',
    ],
    [{ CopyTagsFromSource: 'volume', ...tagged({ Key: 'one', Value: 'more' }) }, 'TagLimitExceeded'],
    [
      { TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'a', Value: 'b' }] }] },
      'InvalidParameterValue',
    ],
    [{ Description: 'x'.repeat(256) }, 'InvalidParameterValue'],
  ];
  for (const [rest, code] of cases)
    expect(await refusal(take(on, 'build-cache', rest)), JSON.stringify(rest).slice(0, 80)).toMatchObject({
      code,
    });
  expect(on.cloud.region.snapshots.size).toBe(before);
  await take(on, 'build-cache', { CopyTagsFromSource: 'volume', Description: '🚀'.repeat(255) });
  const asg = await take(on, 'shop-asg', {
    CopyTagsFromSource: 'volume',
    ...tagged({ Key: '🚀'.repeat(128), Value: '' }),
  });
  expect(asg.Snapshots?.[0]?.Tags?.map(({ Key }) => Key)).toEqual(['env', '🚀'.repeat(128)]);
});

test('more than 128 volumes are refused', async () => {
  const on = await stage();
  const [, data] = on.cloud.region.volumesOf(on.idOf('prod-web'));
  if (!data) throw new Error('prod-web has no data volume');
  for (let more = 0; more < 127; more += 1) {
    const id = `vol-00000000000000${String(more).padStart(3, '0')}`;
    on.cloud.region.volumes.set(id, { ...data, id });
  }
  expect(await refusal(take(on, 'prod-web'))).toMatchObject({ code: 'InvalidParameterValue' });
});
