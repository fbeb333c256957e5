import type { Directory } from './directory.ts';
import type { NamedCall } from './http-server.ts';
import { app } from './seed.ts';

/** So many calls in any stretch of that length. */
interface Limit {
  readonly count: number;
  readonly withinMs: number;
}

// One message a second and channel, however it is posted, and "short bursts": how short, Slack does not say.
const posting: Limit = { count: 3, withinMs: 3000 };
// The third tier of four, for the whole workspace.
const updating: Limit = { count: 50, withinMs: 60_000 };

export interface RateLimits {
  /** Setting it to true forgets what was called before. */
  inForce: boolean;
  /** 0 lets the call through; else the whole seconds after which it would get through. */
  take(call: NamedCall): number;
  /** How many calls were answered with 429: of one method, or of all. */
  turnedAway(method?: string): number;
}

/**
 * The limits that a bot with cards meets first, on the virtual clock: https://docs.slack.dev/apis/web-api/rate-limits.
 * Windows that slide are stricter than what Slack may do inside, so that waiting as told is always enough.
 */
export function createRateLimits(now: () => number, directory: Directory): RateLimits {
  const passed = new Map<string, readonly number[]>();
  const refused: string[] = [];
  let inForce = false;

  return {
    get inForce() {
      return inForce;
    },
    set inForce(value) {
      passed.clear();
      inForce = value;
    },
    take: call => {
      const limited = inForce ? limitOf(call, directory) : undefined;
      if (limited === undefined) return 0;
      const { key, count, withinMs } = limited;
      const recent = (passed.get(key) ?? []).filter(at => now() - at < withinMs);
      const [oldest] = recent;
      if (oldest === undefined || recent.length < count) {
        passed.set(key, [...recent, now()]);
        return 0;
      }
      refused.push(call.method);
      return Math.ceil((oldest + withinMs - now()) / 1000);
    },
    turnedAway: method =>
      method === undefined ? refused.length : refused.filter(one => one === method).length,
  };
}

function limitOf(
  { method, args }: NamedCall,
  directory: Directory,
): (Limit & { readonly key: string }) | undefined {
  if (method === 'chat.update') return { key: method, ...updating };
  if (method !== 'chat.postMessage' && method !== 'chat.postEphemeral') return undefined;
  return { key: `post ${channelOf(String(args['channel']), directory)}`, ...posting };
}

// A direct message goes by the person's id or by its own, and may not be there before the first post.
function channelOf(given: string, directory: Directory): string {
  const channel = directory.channel(given);
  if (channel?.is_im !== true) return given;
  return [...channel.members].find(member => member !== app.botUserId) ?? given;
}
