import {
  CreateReplaceRootVolumeTaskCommand,
  type CreateReplaceRootVolumeTaskCommandInput,
  CreateSnapshotsCommand,
  CreateVolumeCommand,
  DescribeReplaceRootVolumeTasksCommand,
  DescribeVolumesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { images } from '../../../src/sandbox/ec2/seed/images.ts';
import { instance, minute, second } from './launch-stage.ts';
import { refusal, stage, type Stage } from './stage.ts';

async function take(on: Stage, server: string): Promise<string> {
  const InstanceSpecification = { InstanceId: on.idOf(server) };
  const { Snapshots = [] } = await on.ec2.send(new CreateSnapshotsCommand({ InstanceSpecification }));
  on.clock.pass(20 * minute);
  return Snapshots[0]?.SnapshotId ?? '';
}

async function replace(
  on: Stage,
  server: string,
  input: Omit<CreateReplaceRootVolumeTaskCommandInput, 'InstanceId'>,
) {
  const { ReplaceRootVolumeTask: task } = await on.ec2.send(
    new CreateReplaceRootVolumeTaskCommand({ InstanceId: on.idOf(server), ...input }),
  );
  return task ?? {};
}

async function state({ ec2 }: Stage, id: string | undefined): Promise<string | undefined> {
  const { ReplaceRootVolumeTasks = [] } = await ec2.send(
    new DescribeReplaceRootVolumeTasksCommand({ ReplaceRootVolumeTaskIds: [id ?? ''] }),
  );
  return ReplaceRootVolumeTasks[0]?.TaskState;
}

const rootId = async (on: Stage, server: string) => {
  const { BlockDeviceMappings = [], RootDeviceName } = await instance(on, on.idOf(server));
  return BlockDeviceMappings.find(({ DeviceName }) => DeviceName === RootDeviceName)?.Ebs?.VolumeId;
};

test('a root is replaced by its snapshot while the server runs, the old one is kept, and undo goes back to it', async () => {
  const on = await stage();
  const SnapshotId = await take(on, 'prod-web');
  const before = await rootId(on, 'prod-web');
  const task = await replace(on, 'prod-web', { SnapshotId });
  expect(task).toMatchObject({ TaskState: 'pending', SnapshotId, DeleteReplacedRootVolume: false });
  expect(task.StartTime).toMatch(/^2026-11-24T[\d:]{8}Z$/);
  const seen = new Set<string | undefined>();
  for (let passed = 0; passed < 130; passed += 5) {
    seen.add(await state(on, task.ReplaceRootVolumeTaskId));
    expect((await instance(on, on.idOf('prod-web'))).State?.Name).toBe('running');
    on.clock.pass(5 * second);
  }
  expect([...seen]).toEqual(['pending', 'in-progress', 'succeeded']);
  const after = await rootId(on, 'prod-web');
  expect(after).not.toBe(before);
  const volumes = await on.ec2.send(new DescribeVolumesCommand({ VolumeIds: [before ?? '', after ?? ''] }));
  expect(volumes.Volumes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ VolumeId: before, State: 'available' }),
      expect.objectContaining({
        VolumeId: after,
        SnapshotId,
        Size: 8,
        Attachments: [expect.objectContaining({ DeleteOnTermination: true })],
      }),
    ]),
  );
  await replace(on, 'prod-web', { VolumeId: before });
  on.clock.pass(3 * minute);
  expect(await rootId(on, 'prod-web')).toBe(before);
  // A snapshot of any volume that ever was the root will do.
  on.clock.pass(minute);
  await replace(on, 'prod-web', { SnapshotId: await take(on, 'prod-web'), DeleteReplacedRootVolume: true });
  on.clock.pass(3 * minute);
  expect(on.cloud.region.volumes.has(before ?? '')).toBe(false);
  expect(on.cloud.surprises).toEqual([]);
});

test('a token makes one task, and a server has one at a time', async () => {
  const on = await stage();
  const SnapshotId = await take(on, 'grafana');
  const first = await replace(on, 'grafana', { SnapshotId, ClientToken: 'op-1' });
  on.clock.pass(40 * second);
  const again = await replace(on, 'grafana', { SnapshotId, ClientToken: 'op-1' });
  expect(again).toMatchObject({
    ReplaceRootVolumeTaskId: first.ReplaceRootVolumeTaskId,
    TaskState: 'in-progress',
  });
  expect(await refusal(replace(on, 'grafana', { SnapshotId }))).toMatchObject({ code: 'IncorrectState' });
});

test('only a fitting snapshot, volume or image becomes the root of a running server', async () => {
  const on = await stage();
  const foreign = await take(on, 'prod-web-2');
  const data = on.cloud.region.volumesOf(on.idOf('prod-web'))[1]?.id;
  const volume = async (input: { AvailabilityZone: string; Encrypted?: boolean }) => {
    const { VolumeId } = await on.ec2.send(new CreateVolumeCommand({ Size: 20, ...input }));
    on.clock.pass(10 * second);
    return VolumeId;
  };
  const here = await volume({ AvailabilityZone: 'eu-west-1a' });
  const there = await volume({ AvailabilityZone: 'eu-west-1b' });
  const cases: readonly (readonly [string, Parameters<typeof replace>[2], string])[] = [
    ['prod-web', { SnapshotId: foreign }, 'InvalidParameterValue'],
    ['prod-web', { SnapshotId: 'snap-00000001' }, 'InvalidSnapshot.NotFound'],
    ['prod-web', { VolumeId: data }, 'IncorrectState'],
    ['prod-web', { VolumeId: there }, 'InvalidVolume.ZoneMismatch'],
    ['prod-web', { VolumeId: here, SnapshotId: foreign }, 'InvalidParameterCombination'],
    ['prod-web', { ImageId: images.ubuntuArm.id }, 'InvalidParameterValue'],
    ['prod-web', { ImageId: images.windows.id }, 'InvalidParameterValue'],
    ['prod-db', { VolumeId: here }, 'InvalidParameterValue'],
    ['vpn-gateway', { VolumeId: here }, 'InvalidParameterValue'],
    ['staging-web', {}, 'IncorrectInstanceState'],
    ['legacy-batch', {}, 'UnsupportedOperation'],
    ['prod-web', { DryRun: true }, 'DryRunOperation'],
  ];
  for (const [server, input, code] of cases)
    expect(await refusal(replace(on, server, input)), `${server} ${JSON.stringify(input)}`).toMatchObject({
      code,
    });
  expect(await refusal(replace(on, 'prod-web', { SnapshotId: foreign }))).toMatchObject({
    message: `Invalid snapshot for root volume for virt ${on.idOf('prod-web')}. The snapshot should be of one of the root volumes attached to the instance in the past`,
  });
  expect(on.cloud.surprises).toEqual([]);
  // As it was launched, and by another image of its kind.
  await replace(on, 'prod-web', {});
  await replace(on, 'prod-web-2', { ImageId: images.golden.id });
  on.clock.pass(3 * minute);
  const root = on.cloud.region.volumes.get((await rootId(on, 'prod-web')) ?? '');
  expect(root?.facts.SnapshotId).toBe(images.amazonLinux.snapshotId);
});

test.each([
  ['failed', 'failing', true],
  ['failed-detached', 'failing-detached', false],
] as const)(
  'a task that ends as %s leaves the server with its old root: %s first, %s',
  async (outcome, between, keepsRoot) => {
    const on = await stage();
    const SnapshotId = await take(on, 'grafana');
    on.cloud.region.rootTaskEnds = () => outcome;
    const before = on.cloud.region.volumes.size;
    const root = await rootId(on, 'grafana');
    const { ReplaceRootVolumeTaskId: id } = await replace(on, 'grafana', { SnapshotId });
    const seen = new Set<string | undefined>();
    for (let passed = 0; passed < 150; passed += 5) {
      seen.add(await state(on, id));
      on.clock.pass(5 * second);
    }
    expect([...seen]).toEqual(['pending', 'in-progress', between, outcome]);
    expect(await rootId(on, 'grafana')).toBe(keepsRoot ? root : undefined);
    expect(on.cloud.region.volumes.size).toBe(before);
  },
);

test('a server that is terminated meanwhile leaves no new volume behind', async () => {
  const on = await stage();
  const SnapshotId = await take(on, 'grafana');
  const before = on.cloud.region.volumes.size;
  await replace(on, 'grafana', { SnapshotId });
  await on.ec2.send(new TerminateInstancesCommand({ InstanceIds: [on.idOf('grafana')] }));
  on.clock.pass(5 * minute);
  expect(on.cloud.region.volumes.size).toBe(before - 1);
});
