import { Conversation } from './conversation.ts';
import { createEndpoint } from './endpoint.ts';
import type { Region, TagLag } from './region.ts';
import { parseDocument } from './rules/document.ts';
import { Idempotency } from './rules/idempotency.ts';
import { parsePolicy } from './rules/policy.ts';
import { TokenBuckets } from './rules/token-buckets.ts';
import { seedRegion, type RegionSeed } from './seed.ts';
import { createServices } from './services.ts';
import type { Call, MishapHook, Surprise } from './wire/call.ts';

export type CloudOptions = {
  /** Virtual time, epoch milliseconds. */
  readonly now: () => number;
  readonly seed?: number | RegionSeed;
  /** The IAM policy that the bot's key is held to, as parsed JSON; without one, everything is allowed. */
  readonly policy?: unknown;
  /** Systems Manager's documents of this account: their content, as parsed JSON, by name. */
  readonly documents?: Readonly<Record<string, unknown>>;
  readonly port?: number;
  readonly accountId?: string;
};

type CloudEnvironment = Readonly<
  Record<'AWS_ENDPOINT_URL' | 'AWS_REGION' | 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY', string>
>;

export type SimulatedCloud = {
  readonly url: string;
  readonly env: CloudEnvironment;
  readonly accountId: string;
  readonly region: Region;
  readonly calls: readonly Call[];
  readonly surprises: readonly Surprise[];
  /** Asked before each call that was understood; set it at any time. */
  mishap: MishapHook | undefined;
  /** How long new things stay out of Describe answers, in virtual milliseconds. */
  lagMs: number;
  /** How much later than the thing itself its tags show, and how late a change of them, also to tag filters. */
  tagLagMs: TagLag;
  /** Whether EC2's published token buckets are in force. Setting it to true fills them. */
  buckets: boolean;
  /** How many calls found their bucket empty: of one action, or of all. */
  turnedAway(action?: string): number;
  close(): Promise<void>;
};

const usualAccount = '111122223333';
const regionName = 'eu-west-1';
const accessKeyId = 'AKIASANDBOX000000000';

/** An EC2 Region, and the STS beside it, on a port of this machine. */
export async function startCloud(options: CloudOptions): Promise<SimulatedCloud> {
  const { now, seed = 1, port = 0, accountId = usualAccount } = options;
  const userArn = `arn:aws:iam::${accountId}:user/snapkeeper`;
  const policy = options.policy === undefined ? undefined : parsePolicy(options.policy);
  const region = seedRegion(
    { name: regionName, accountId, now },
    typeof seed === 'number' ? { number: seed } : seed,
  );
  for (const [name, content] of Object.entries(options.documents ?? {}))
    region.documents.set(name, parseDocument(content));
  const conversation = new Conversation(now);
  const buckets = new TokenBuckets(now);
  const identity = { accountId, userId: 'AIDASANDBOX000000000', arn: userArn };
  const server = createEndpoint({
    region: regionName,
    accessKeyId,
    services: createServices(region, identity, buckets),
    caller: { arn: userArn, policy, idempotency: new Idempotency() },
    conversation,
    catchUp: () => region.catchUp(),
    mishap: call => cloud.mishap?.(call),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the AWS endpoint has no port');
  const url = `http://127.0.0.1:${address.port}`;
  const cloud: SimulatedCloud = {
    url,
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: regionName,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'not-a-secret-only-for-the-sandbox',
    },
    accountId,
    get region() {
      region.catchUp();
      return region;
    },
    calls: conversation.calls,
    surprises: conversation.surprises,
    mishap: undefined,
    get lagMs() {
      return region.lagMs;
    },
    set lagMs(value) {
      region.lagMs = value;
    },
    get tagLagMs() {
      return region.tagLagMs;
    },
    set tagLagMs(value) {
      region.tagLagMs = value;
    },
    get buckets() {
      return buckets.inForce;
    },
    set buckets(value) {
      buckets.inForce = value;
    },
    turnedAway: action => buckets.turnedAway(action),
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
  return cloud;
}
