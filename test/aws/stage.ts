import { onTestFinished } from 'vitest';
import { createCloud } from '../../src/aws/cloud.ts';
import type { SetId } from '../../src/core/ids.ts';
import type { SnapshotPlan } from '../../src/core/snapshot.ts';
import type { Cloud } from '../../src/ports.ts';
import { startCloud } from '../../src/sandbox/ec2/cloud.ts';
import { createVirtualClock } from '../../src/sandbox/virtual-clock.ts';
import { noon, place, planOf } from '../core/samples.ts';

export type AwsStageOptions = { readonly servers?: number; readonly policy?: unknown };

/** The edge to AWS against the simulated one, on virtual time. EC2's own buckets are in force. */
export async function createAwsStage({ servers = 0, policy }: AwsStageOptions = {}) {
  const clock = createVirtualClock(noon);
  const aws = await startCloud({ now: clock.now, policy, seed: { number: 1, servers } });
  aws.buckets = true;
  // The SDK reads its own settings from the environment of the process.
  Object.assign(process.env, sealed, aws.env);
  const cloud = createCloud({ place, region: aws.env.AWS_REGION, clock });
  onTestFinished(async () => {
    cloud.close();
    await aws.close();
  });
  return { aws, clock, cloud };
}

const sealed = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

/** One plan for each of so many servers: a volume takes no second snapshot within 15 s. */
export async function plansFor(cloud: Cloud, count: number): Promise<readonly SnapshotPlan[]> {
  const read = await cloud.servers(place);
  if (read.kind === 'fault') throw new Error(`the servers were not read: ${JSON.stringify(read.fault)}`);
  return read.value
    .filter(({ rootKind, state, volumes }) => rootKind === 'ebs' && state === 'running' && volumes.length > 0)
    .slice(0, count)
    .map(({ id, name, volumes }, index) =>
      planOf({ server: { id, name }, volumes, set: `s-${index}` as SetId, copyTags: false }),
    );
}
