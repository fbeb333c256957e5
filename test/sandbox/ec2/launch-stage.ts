import {
  DescribeInstancesCommand,
  type Instance,
  RegisterImageCommand,
  type RegisterImageCommandInput,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { images } from '../../../src/sandbox/ec2/seed/images.ts';
import { network } from '../../../src/sandbox/ec2/seed/network.ts';
import type { Stage } from './stage.ts';

export const second = 1000;
export const minute = 60 * second;

/** A launch that works: what a test changes in it is what the test is about. */
export async function launch(
  { ec2 }: Stage,
  input: Partial<RunInstancesCommandInput> = {},
): Promise<Instance> {
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({
      MinCount: 1,
      MaxCount: 1,
      ImageId: images.amazonLinux.id,
      InstanceType: 't3.small',
      SubnetId: network.staging.subnets.a,
      ...input,
    }),
  );
  return Instances[0] ?? {};
}

export async function register({ ec2 }: Stage, input: Partial<RegisterImageCommandInput>): Promise<string> {
  const { ImageId = '' } = await ec2.send(
    new RegisterImageCommand({
      Name: 'clone of something',
      Architecture: 'x86_64',
      VirtualizationType: 'hvm',
      RootDeviceName: '/dev/xvda',
      EnaSupport: true,
      ...input,
    }),
  );
  return ImageId;
}

export async function instance({ ec2 }: Stage, id: string | undefined): Promise<Instance> {
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id ?? ''] }));
  return Reservations[0]?.Instances?.[0] ?? {};
}
