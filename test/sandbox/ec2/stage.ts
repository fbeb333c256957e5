import { EC2Client } from '@aws-sdk/client-ec2';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { StandardRetryStrategy } from '@smithy/core/retry';
import { onTestFinished } from 'vitest';
import { type CloudOptions, startCloud } from '../../../src/sandbox/ec2/cloud.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

export const start = Date.parse('2026-11-24T09:00:00.000Z');

/** The SDK's own three attempts, without its waits. */
export function impatientRetries() {
  const backoff = { setDelayBase: () => undefined, computeNextBackoffDelay: () => 1 };
  return new StandardRetryStrategy({ maxAttempts: 3, baseDelay: 1, backoff });
}

/** A cloud and its clients for one test; time stands still until the test passes it. */
export async function stage(options: Omit<CloudOptions, 'now'> = {}) {
  const clock = { at: start, pass: (ms: number) => (clock.at += ms) };
  const cloud = await startCloud({ ...options, now: () => clock.at });
  const client = {
    endpoint: cloud.url,
    region: cloud.env.AWS_REGION,
    credentials: {
      accessKeyId: cloud.env.AWS_ACCESS_KEY_ID,
      secretAccessKey: cloud.env.AWS_SECRET_ACCESS_KEY,
    },
    maxAttempts: 1,
  };
  const ec2 = new EC2Client(client);
  const sts = new STSClient(client);
  const quotas = new ServiceQuotasClient(client);
  const ssm = new SSMClient(client);
  onTestFinished(async () => {
    for (const each of [ec2, sts, quotas, ssm]) each.destroy();
    await cloud.close();
  });
  const idOf = (name: string) => cloud.region.serverNamed(name).id;
  return { cloud, clock, client, ec2, sts, quotas, ssm, idOf };
}

export type Stage = Awaited<ReturnType<typeof stage>>;

/** What AWS said no with: its code, its message and the HTTP status. */
export async function refusal(sent: Promise<unknown>) {
  const error: unknown = await sent.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('what was thrown is no error');
  const metadata: unknown = Reflect.get(error, '$metadata');
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined;
  return { code: error.name, message: error.message, status };
}
