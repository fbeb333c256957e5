import { EC2Client } from '@aws-sdk/client-ec2';
import { STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../ports.ts';
import { createLimiter } from './limiter.ts';

export type Clients = {
  readonly ec2: EC2Client;
  /** The same EC2, for reads that nobody waits for. */
  readonly behind: EC2Client;
  /** AWS publishes no limit for STS, and it is asked only while starting. */
  readonly sts: STSClient;
  readonly close: () => void;
};

/** The SDK itself finds credentials and a custom endpoint in its environment. */
export function createClients(region: string, clock: Pick<Clock, 'now'>): Clients {
  const options = {
    region,
    // The SDK's own retry repeats CreateSnapshots after a lost reply and makes the set twice.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  };
  const ec2 = new EC2Client(options);
  const behind = new EC2Client(options);
  const sts = new STSClient(options);
  const limiter = createLimiter(clock);
  limiter.limit(ec2, 'awaited');
  limiter.limit(behind, 'background');
  return {
    ec2,
    behind,
    sts,
    close() {
      ec2.destroy();
      behind.destroy();
      sts.destroy();
    },
  };
}
