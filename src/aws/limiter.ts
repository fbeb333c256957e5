import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Clock } from '../ports.ts';
import { bucketSize, isRead } from './bucket-sizes.ts';
import { HeldBack, isSharedThrottling } from './fault.ts';
import type { TokenBucket } from './token-bucket.ts';
import { createTokenBucket } from './token-bucket.ts';

/** `background`: nobody waits for it, so it leaves some tokens to the others. */
type Urgency = 'awaited' | 'background';

export type Limiter = {
  /** From here on every call of the client, and every page of a list, takes a token or throws HeldBack. */
  limit(client: EC2Client, urgency: Urgency): void;
};

/** What background work leaves in a bucket: more than one look at all running snapshots takes, and whoever waits. */
const reserve = 20;

/**
 * One token bucket per action, shared by all clients of a place. A call that finds its bucket empty is not
 * made and not kept waiting: who asked waits on the Clock, where a restart or a cancel finds it.
 */
export function createLimiter(clock: Pick<Clock, 'now'>): Limiter {
  const buckets = new Map<string, TokenBucket>();

  function bucketOf(action: string): TokenBucket {
    const bucket = buckets.get(action) ?? createTokenBucket(bucketSize(action));
    buckets.set(action, bucket);
    return bucket;
  }

  function heldBack(action: string, bucket: TokenBucket, kept: number): HeldBack {
    // A list is read again from its first page: no single token would be enough, so none is promised.
    if (isRead(action)) return new HeldBack(action);
    return new HeldBack(action, bucket.promise(clock.now(), kept) - clock.now());
  }

  return {
    limit(client, urgency) {
      client.middlewareStack.add(
        (next, { commandName = '' }) =>
          async args => {
            const action = commandName.replace(/Command$/u, '');
            const bucket = bucketOf(action);
            const kept = urgency === 'background' ? reserve : 0;
            if (!bucket.take(clock.now(), kept)) {
              throw heldBack(action, bucket, kept);
            }
            try {
              return await next(args);
            } catch (error) {
              if (isSharedThrottling(error)) bucket.empty(clock.now());
              throw error;
            }
          },
        { step: 'initialize', name: 'tokenBucket' },
      );
    },
  };
}
