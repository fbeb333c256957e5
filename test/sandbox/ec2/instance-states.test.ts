import {
  DescribeInstanceAttributeCommand,
  DescribeInstanceStatusCommand,
  DescribeSnapshotsCommand,
  CreateSnapshotsCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { instance, launch, minute, second } from './launch-stage.ts';
import { refusal, stage, type Stage } from './stage.ts';

const start = ({ ec2 }: Stage, ...InstanceIds: string[]) =>
  ec2.send(new StartInstancesCommand({ InstanceIds }));
const stop = ({ ec2 }: Stage, ...InstanceIds: string[]) =>
  ec2.send(new StopInstancesCommand({ InstanceIds }));
const terminate = ({ ec2 }: Stage, ...InstanceIds: string[]) =>
  ec2.send(new TerminateInstancesCommand({ InstanceIds }));

const stateOf = async (on: Stage, id: string) => (await instance(on, id)).State?.Name;

test('a server stops and starts through its states, and asking twice changes nothing', async () => {
  const on = await stage();
  const id = on.idOf('prod-web-2');
  const { PublicIpAddress: before } = await instance(on, id);
  expect((await stop(on, id)).StoppingInstances).toMatchObject([
    { InstanceId: id, PreviousState: { Name: 'running' }, CurrentState: { Name: 'stopping', Code: 64 } },
  ]);
  on.clock.pass(10 * second);
  await stop(on, id);
  expect(await refusal(start(on, id))).toMatchObject({ code: 'IncorrectInstanceState' });
  on.clock.pass(minute);
  const stopped = await instance(on, id);
  expect(stopped).toMatchObject({ State: { Name: 'stopped' }, PublicDnsName: '' });
  expect(stopped.PublicIpAddress).toBeUndefined();
  expect(stopped.StateTransitionReason).toMatch(/^User initiated \(2026-11-24/);
  expect((await start(on, id)).StartingInstances?.[0]?.CurrentState?.Name).toBe('pending');
  expect(await refusal(stop(on, id))).toMatchObject({ code: 'IncorrectInstanceState' });
  on.clock.pass(minute);
  expect(await stateOf(on, id)).toBe('running');
  const address = (await instance(on, id)).PublicIpAddress;
  expect(address).toMatch(/^203\.0\.113\./);
  expect(address).not.toBe(before);
  expect((await start(on, id)).StartingInstances?.[0]?.CurrentState?.Name).toBe('running');
});

test('servers that cannot be stopped, started or terminated say why, and then none of the call changes', async () => {
  const on = await stage();
  const web = on.idOf('prod-web');
  expect(await refusal(stop(on, web, on.idOf('legacy-batch')))).toMatchObject({
    code: 'UnsupportedOperation',
  });
  expect(await refusal(stop(on, on.idOf('old-mail')))).toMatchObject({ code: 'IncorrectInstanceState' });
  expect(await refusal(start(on, on.idOf('old-mail')))).toMatchObject({ code: 'IncorrectInstanceState' });
  expect(await refusal(terminate(on, web, on.idOf('prod-db')))).toMatchObject({
    code: 'OperationNotPermitted',
    message: expect.stringContaining("Modify its 'disableApiTermination' instance attribute"),
  });
  expect(await refusal(terminate(on, 'i-00000001'))).toMatchObject({ code: 'InvalidInstanceID.NotFound' });
  expect(await stateOf(on, web)).toBe('running');
  const staging = on.idOf('staging-web');
  const [root] = on.cloud.region.volumesOf(staging);
  if (root) root.attachment = undefined;
  expect(await refusal(start(on, staging))).toMatchObject({
    code: 'InvalidParameterValue',
    message: `Invalid value '${staging}' for instanceId. Instance does not have a volume attached at root (/dev/xvda)`,
  });
  expect(on.cloud.surprises).toEqual([]);
});

test('a terminated server takes its root with it, leaves its data, its address and its sets', async () => {
  const on = await stage();
  const id = on.idOf('prod-web');
  const [root, data] = on.cloud.region.volumesOf(id);
  const { Snapshots = [] } = await on.ec2.send(
    new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId: id } }),
  );
  await terminate(on, id);
  expect(await stateOf(on, id)).toBe('shutting-down');
  on.clock.pass(minute);
  expect((await terminate(on, id)).TerminatingInstances?.[0]?.CurrentState?.Name).toBe('terminated');
  on.clock.pass(10 * second);
  expect(on.cloud.region.volumes.has(root?.id ?? '')).toBe(false);
  expect(on.cloud.region.volumes.get(data?.id ?? '')?.attachment).toBeUndefined();
  const [address] = [...on.cloud.region.addresses.values()];
  expect(address?.association).toBeUndefined();
  on.clock.pass(60 * minute);
  expect(await refusal(instance(on, id))).toMatchObject({ code: 'InvalidInstanceID.NotFound' });
  const SnapshotIds = Snapshots.flatMap(({ SnapshotId }) => SnapshotId ?? []);
  const left = await on.ec2.send(new DescribeSnapshotsCommand({ SnapshotIds }));
  expect(left.Snapshots?.map(({ State }) => State)).toEqual(['completed', 'completed']);
});

test('status checks of a new server pass some minutes after it runs', async () => {
  const on = await stage();
  const { InstanceId = '' } = await launch(on);
  const status = async (all = false) => {
    const { InstanceStatuses = [] } = await on.ec2.send(
      new DescribeInstanceStatusCommand({
        InstanceIds: [InstanceId],
        ...(all && { IncludeAllInstances: true }),
      }),
    );
    return InstanceStatuses.map(each => [each.InstanceState?.Name, each.InstanceStatus?.Status]);
  };
  expect(await status()).toEqual([]);
  expect(await status(true)).toEqual([['pending', 'not-applicable']]);
  on.clock.pass(minute);
  expect(await status()).toEqual([['running', 'initializing']]);
  on.clock.pass(3 * minute);
  expect(await status()).toEqual([['running', 'ok']]);
});

test('what DescribeInstances does not show is asked for by its name', async () => {
  const on = await stage();
  const attribute = (InstanceId: string, Attribute: 'disableApiTermination' | 'userData' | 'ramdisk') =>
    on.ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute }));
  const { InstanceId = '' } = await launch(on, { UserData: 'IyEvYmluL3No', DisableApiTermination: true });
  expect((await attribute(InstanceId, 'userData')).UserData?.Value).toBe('IyEvYmluL3No');
  expect((await attribute(InstanceId, 'disableApiTermination')).DisableApiTermination?.Value).toBe(true);
  expect((await attribute(on.idOf('prod-web'), 'disableApiTermination')).DisableApiTermination?.Value).toBe(
    false,
  );
  expect(on.cloud.surprises).toEqual([]);
  await refusal(attribute(InstanceId, 'ramdisk'));
  expect(on.cloud.surprises).toHaveLength(1);
});
