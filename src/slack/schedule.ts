import type { CardKey } from '../ports.ts';

/** `post` speaks in a channel, `edit` changes what stands there, `look` reads what was said. */
export type Method = 'post' | 'edit' | 'look';

/** A card that has something to send. */
export type Waiting = {
  readonly key: CardKey;
  readonly method: Method;
  readonly channel: string;
  /** Tells only how far something is, so that everything else is sent before it. */
  readonly progress: boolean;
  /** Since when it waits. All times are epoch ms. */
  readonly since: number;
  readonly notBefore: number;
};

/** What counts against Slack's limits. */
export type Traffic = {
  /** When calls were made, oldest first; those of the last minute are enough. */
  readonly calls: Readonly<Record<Method, readonly number[]>>;
  /** When a post to a channel last ended. */
  readonly posted: ReadonlyMap<string, number>;
  /** Channels with a call under way. */
  readonly busy: ReadonlySet<string>;
  /** Until when Slack wants no call of a method. */
  readonly pauses: ReadonlyMap<Method, number>;
};

type Sends<One> = {
  readonly send: readonly One[];
  /** When another one may be sent; null when that depends on a call that is under way, or nothing waits. */
  readonly wake: number | null;
};

export const window = 60_000;
/**
 * Slack lets 50 calls of these methods through in a minute, for the whole workspace; two fewer, because what
 * leaves here evenly may arrive closer together. https://docs.slack.dev/apis/web-api/rate-limits
 */
const perWindow: Readonly<Record<Method, number>> = { post: Number.POSITIVE_INFINITY, edit: 48, look: 48 };
/** Progress leaves the rest to cards that have come to their end. */
const progressPerWindow = 30;
/** One message a second and channel is what Slack allows in the long run. */
export const channelPause = 1_100;

/**
 * Which cards to send now: the ends of things before their progress, then whoever waits longest; one call per
 * channel at a time, so that a slow one holds up nobody else; no faster than Slack allows.
 */
export function nextSends<One extends Waiting>(
  waiting: readonly One[],
  traffic: Traffic,
  now: number,
): Sends<One> {
  const busy = new Set(traffic.busy);
  const calls = recent(traffic.calls, now);
  const send: One[] = [];
  let wake: number | null = null;
  for (const one of waiting.toSorted(byUrgency)) {
    if (busy.has(one.channel)) continue;
    const at = earliest(one, traffic, calls);
    if (at > now) {
      wake = Math.min(wake ?? at, at);
      continue;
    }
    send.push(one);
    busy.add(one.channel);
    calls[one.method].push(now);
  }
  return { send, wake };
}

function byUrgency(a: Waiting, b: Waiting): number {
  return Number(a.progress) - Number(b.progress) || a.since - b.since;
}

function earliest(
  { method, channel, progress, notBefore }: Waiting,
  { posted, pauses }: Traffic,
  calls: Traffic['calls'],
): number {
  // Progress that follows at once would show the card's first words to nobody.
  const lastPost = method === 'post' || progress ? posted.get(channel) : undefined;
  return Math.max(
    notBefore,
    pauses.get(method) ?? 0,
    lastPost === undefined ? 0 : lastPost + channelPause,
    roomAt(calls[method], progress ? progressPerWindow : perWindow[method]),
  );
}

/** A clock that was set back must not make calls of the future count. */
function recent(calls: Traffic['calls'], now: number): Record<Method, number[]> {
  const within = (at: number): boolean => at <= now && now - at < window;
  return {
    post: calls.post.filter(within),
    edit: calls.edit.filter(within),
    look: calls.look.filter(within),
  };
}

/** When fewer than `limit` calls will be younger than the window. */
function roomAt(calls: readonly number[], limit: number): number {
  const blocking = calls[calls.length - limit];
  return blocking === undefined ? 0 : blocking + window;
}
