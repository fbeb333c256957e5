import { Fault } from '../wire/fault.ts';
import type { Params } from '../wire/query.ts';

/** Requests at once, and requests more a second. */
type Size = { readonly capacity: number; readonly refill: number };

const each = (names: string, capacity: number, refill: number) =>
  names.split(' ').map((name): [string, Size] => [name, { capacity, refill }]);

// https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
const sizes = new Map([
  ...each('CreateSnapshot CreateSnapshots DeleteSnapshot CreateVolume DeleteVolume', 100, 5),
  ...each('ModifySnapshotAttribute DeregisterImage TerminateInstances', 100, 5),
  ...each('CreateTags DeleteTags', 100, 10),
  ...each('RunInstances StartInstances', 5, 2),
  ...each('CopyImage', 100, 1),
  ...each('EnableSnapshotBlockPublicAccess DisableSnapshotBlockPublicAccess', 1, 0.1),
]);
const reading: Size = { capacity: 100, refill: 20 };
const readingAll: Size = { capacity: 50, refill: 10 };
const changing: Size = { capacity: 50, refill: 5 };

const readAll = new Set(['DescribeSnapshots', 'DescribeInstances', 'DescribeVolumes']);

/** EC2's limits on how often an account may call an action in a Region, refilled on the virtual clock. */
export class TokenBuckets {
  readonly #now: () => number;
  readonly #levels = new Map<string, { readonly tokens: number; readonly at: number }>();
  readonly #turnedAway = new Map<string, number>();
  #inForce = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  get inForce(): boolean {
    return this.#inForce;
  }

  set inForce(value: boolean) {
    this.#levels.clear();
    this.#inForce = value;
  }

  /** How many calls found the bucket empty, of one action or of all. */
  turnedAway(action?: string): number {
    if (action !== undefined) return this.#turnedAway.get(action) ?? 0;
    return [...this.#turnedAway.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Takes a token for this call, or throws; a call that is turned away costs nothing. */
  take(action: string, params: Params): void {
    if (!this.#inForce) return;
    const { name, size } = bucketOf(action, params);
    const now = this.#now();
    const last = this.#levels.get(name) ?? { tokens: size.capacity, at: now };
    const tokens = Math.min(size.capacity, last.tokens + ((now - last.at) * size.refill) / 1000);
    this.#levels.set(name, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
    if (tokens >= 1) return;
    this.#turnedAway.set(action, this.turnedAway(action) + 1);
    throw new Fault('RequestLimitExceeded', 'Request limit exceeded.', { status: 503 });
  }
}

function bucketOf(action: string, params: Params): { readonly name: string; readonly size: Size } {
  if (readAll.has(action) && isUnbounded(params)) return { name: `${action} of all`, size: readingAll };
  const general = /^(Describe|List|Get)/.test(action) ? reading : changing;
  return { name: action, size: sizes.get(action) ?? general };
}

// By the letter: ids are neither a filter nor a page.
function isUnbounded({ Filters: filters, MaxResults: size, NextToken: token }: Params): boolean {
  return !(Array.isArray(filters) && filters.length > 0) && size === undefined && token === undefined;
}
