import {
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  InvocationDoesNotExist,
  ListCommandsCommand,
  type ListCommandsCommandInput,
  SendCommandCommand,
  type SendCommandCommandInput,
} from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { parseDocument } from '../../../src/sandbox/ec2/rules/document.ts';
import { launch, minute, second } from './launch-stage.ts';
import { refusal, stage, type Stage } from './stage.ts';

const mount = {
  schemaVersion: '2.2',
  description: 'Mounts a volume read-only',
  parameters: {
    VolumeId: { type: 'String', allowedPattern: '^vol-[0-9a-f]{8,17}$' },
    Mode: { type: 'String', default: 'ro', allowedValues: ['ro'] },
  },
  mainSteps: [{ action: 'aws:runShellScript', name: 'mount', inputs: { runCommand: ['true'] } }],
};
const DocumentName = 'Snapkeeper-Mount';
const documents = { [DocumentName]: mount };
const VolumeId = ['vol-0123456789abcdef0'];

async function send({ ssm, idOf }: Stage, input: Partial<SendCommandCommandInput> = {}) {
  const { Command = {} } = await ssm.send(
    new SendCommandCommand({
      DocumentName,
      InstanceIds: [idOf('prod-web')],
      Parameters: { VolumeId },
      ...input,
    }),
  );
  return Command;
}

const outcome = ({ ssm, idOf }: Stage, CommandId: string | undefined, InstanceId = idOf('prod-web')) =>
  ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId }));

test('a command is pending, runs, and tells its output; just sent, nobody knows it', async () => {
  const on = await stage({ documents });
  on.cloud.region.commandEnds = ({ parameters }) => ({
    status: 'Success',
    responseCode: 0,
    output: `mounted ${parameters['VolumeId']?.[0]}`,
  });
  const { CommandId, ...sent } = await send(on, { Comment: 'op-1' });
  expect(sent).toMatchObject({
    Status: 'Pending',
    Comment: 'op-1',
    TargetCount: 1,
    Parameters: { VolumeId },
  });
  const error: unknown = await outcome(on, CommandId).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InvocationDoesNotExist);
  on.clock.pass(second);
  expect(await outcome(on, CommandId)).toMatchObject({
    Status: 'InProgress',
    ResponseCode: -1,
    StandardOutputContent: '',
  });
  on.clock.pass(10 * second);
  expect(await outcome(on, CommandId)).toMatchObject({
    Status: 'Success',
    ResponseCode: 0,
    PluginName: 'mount',
    StandardOutputContent: 'mounted vol-0123456789abcdef0',
  });
  expect(await refusal(outcome(on, CommandId, on.idOf('prod-db')))).toMatchObject({
    code: 'InvocationDoesNotExist',
  });
  expect(await refusal(outcome(on, 'mine'))).toMatchObject({ code: 'InvalidCommandId' });
  expect(on.cloud.surprises).toEqual([]);
});

test('a command can fail, with what it wrote', async () => {
  const on = await stage({ documents });
  on.cloud.region.commandEnds = () => ({ status: 'Failed', responseCode: 32, error: 'wrong fs type' });
  const { CommandId } = await send(on);
  on.clock.pass(10 * second);
  expect(await outcome(on, CommandId)).toMatchObject({
    Status: 'Failed',
    ResponseCode: 32,
    StandardErrorContent: 'wrong fs type',
  });
});

test('a command whose answer was lost is found in the list, newest first, and sent again it runs again', async () => {
  const on = await stage({ documents });
  const list = async (input: ListCommandsCommandInput = {}) => {
    const { Commands = [] } = await on.ssm.send(new ListCommandsCommand(input));
    return Commands.map(({ Comment }) => Comment);
  };
  on.cloud.mishap = () => ({ drop: true, after: true });
  await refusal(send(on, { Comment: 'lost' }));
  on.cloud.mishap = undefined;
  on.clock.pass(second);
  await send(on, { Comment: 'second' });
  expect(await list({ InstanceId: on.idOf('prod-web') })).toEqual(['second', 'lost']);
  expect(await list({ InstanceId: on.idOf('prod-db') })).toEqual([]);
  expect(await list({ Filters: [{ key: 'DocumentName', value: DocumentName }] })).toHaveLength(2);
  const InvokedAfter = new Date(on.clock.at - 1).toISOString();
  expect(await list({ Filters: [{ key: 'InvokedAfter', value: InvokedAfter }] })).toEqual(['second']);
  expect(await list({ MaxResults: 1 })).toEqual(['second']);
  expect(on.cloud.surprises).toEqual([]);
});

test('a document takes only the parameters it describes, and only servers whose agent answers', async () => {
  const on = await stage({ documents });
  const to = (...InstanceIds: string[]) => ({ InstanceIds });
  const cases: readonly (readonly [Partial<SendCommandCommandInput>, string])[] = [
    [{ DocumentName: 'Snapkeeper-Other' }, 'InvalidDocument'],
    [{ Parameters: {} }, 'InvalidParameters'],
    [{ Parameters: { VolumeId: ['vol-1; rm -rf /'] } }, 'InvalidParameters'],
    [{ Parameters: { VolumeId: [...VolumeId, ...VolumeId] } }, 'InvalidParameters'],
    [{ Parameters: { VolumeId, Mode: ['rw'] } }, 'InvalidParameters'],
    [{ Parameters: { VolumeId, Path: ['/mnt'] } }, 'InvalidParameters'],
    [to('i-00000001'), 'InvalidInstanceId'],
    [to(on.idOf('staging-web')), 'InvalidInstanceId'],
    [to(on.idOf('log-archive')), 'InvalidInstanceId'],
    [to(on.idOf('analytics')), 'InvalidInstanceId'],
    [to(), 'ValidationException'],
    [to(on.idOf('prod-web'), on.idOf('prod-web')), 'DuplicateInstanceId'],
    [{ TimeoutSeconds: 5 }, 'ValidationException'],
    [{ Comment: 'x'.repeat(101) }, 'ValidationException'],
  ];
  for (const [input, code] of cases)
    expect(await refusal(send(on, input)), JSON.stringify(input)).toMatchObject({ code, status: 400 });
  expect(on.cloud.surprises).toEqual([]);
  // Exists at AWS, and runs whatever it is given.
  await refusal(send(on, { DocumentName: 'AWS-RunShellScript' }));
  await refusal(send(on, { OutputS3BucketName: 'logs' }));
  expect(on.cloud.surprises).toHaveLength(2);
  expect(on.cloud.region.commands.size).toBe(0);
});

test('Systems Manager knows servers by their agents, a new one some time after it runs', async () => {
  const on = await stage();
  const ping = async (...Values: string[]) => {
    const { InstanceInformationList = [] } = await on.ssm.send(
      new DescribeInstanceInformationCommand({ Filters: [{ Key: 'InstanceIds', Values }] }),
    );
    return InstanceInformationList.map(({ PingStatus }) => PingStatus);
  };
  expect(await ping(on.idOf('prod-web'))).toEqual(['Online']);
  expect(await ping(on.idOf('staging-web'))).toEqual(['ConnectionLost']);
  expect(await ping(on.idOf('analytics'))).toEqual(['ConnectionLost']);
  expect(await ping(on.idOf('log-archive'))).toEqual([]);
  const { InstanceId = '' } = await launch(on, { IamInstanceProfile: { Name: 'web-server' } });
  expect(await ping(InstanceId)).toEqual([]);
  on.clock.pass(2 * minute);
  expect(await ping(InstanceId)).toEqual(['Online']);
  const { InstanceInformationList = [], NextToken } = await on.ssm.send(
    new DescribeInstanceInformationCommand({ MaxResults: 5 }),
  );
  expect([InstanceInformationList.length, NextToken === undefined]).toEqual([5, false]);
  expect(on.cloud.surprises).toEqual([]);
});

test('sending needs the permission on the document and on each server', async () => {
  const allow = (...Resource: string[]) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'ssm:SendCommand', Resource }],
  });
  const document = 'arn:aws:ssm:*:*:document/Snapkeeper-Mount';
  const server = 'arn:aws:ec2:*:*:instance/*';
  const codes = await Promise.all(
    [allow(document), allow(server), allow(document, server)].map(async policy => {
      const on = await stage({ documents, policy });
      return (await refusal(send(on))).code;
    }),
  );
  expect(codes).toEqual(['AccessDeniedException', 'AccessDeniedException', 'Error']);
});

test('a document that is not understood stops the cloud at its start', () => {
  expect(() => parseDocument({ ...mount, schemaVersion: '0.3' })).toThrow();
  expect(() => parseDocument({ ...mount, files: {} })).toThrow();
  expect(() => parseDocument({ ...mount, parameters: { A: { type: 'StringMap' } } })).toThrow();
});
