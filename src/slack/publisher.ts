import type { Card } from '../core/cards.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Cancel, CardKey, CardRow, Change, Deps } from '../ports.ts';
import type { Step } from './card-step.ts';
import { isProgress, nextStep } from './card-step.ts';
import type { CardPublisherDeps, Published } from './publish-card.ts';
import { isDirect } from './posting.ts';
import { afterUnknown, createCardPublisher } from './publish-card.ts';
import type { Method, Waiting } from './schedule.ts';
import { channelPause, nextSends, window } from './schedule.ts';

export type Publisher = {
  /** Sends what is dirty, and from then on whatever becomes dirty. */
  start(): void;
  /** Sends what can be sent without waiting, for at most `ms` of wire time; then nothing more. */
  drain(ms: number): Promise<void>;
};

type PublisherDeps = CardPublisherDeps &
  Pick<Deps, 'track'> & {
    /** The content of a card from its rows; null when there is nothing to show any more. */
    readonly load: (key: CardKey) => Promise<Card | null>;
    /** Where cards of public channels go when the bot cannot post there. */
    readonly reportingChannel: ChannelId;
  };

/** A card with the step that it waits for. */
type Planned = Waiting & { readonly card: CardRow; readonly step: Step };

const afterTrouble = 30_000;
const methods: readonly Method[] = ['post', 'edit', 'look'];
const never = Number.POSITIVE_INFINITY;

/** Makes Slack show what the rows say: plans a step for every marked card, and takes as many as Slack allows. */
export function createPublisher(deps: PublisherDeps): Publisher {
  const { store, clock, track, log, load, reportingChannel } = deps;
  const cards = createCardPublisher(deps);
  /** Changed since they were planned, or not planned yet. */
  const marked = new Set<CardKey>();
  const planned = new Map<CardKey, Planned>();
  const sending = new Map<CardKey, Planned>();
  /** Cards that wait until then, whatever else is sent. */
  const delays = new Map<CardKey, number>();
  /** Cards that could not even be planned, and when to try again. */
  const broken = new Map<CardKey, number>();
  const traffic = {
    calls: { post: [], edit: [], look: [] } as Record<Method, readonly number[]>,
    posted: new Map<string, number>(),
    pauses: new Map<Method, number>(),
  };
  const underWay = new Set<Promise<void>>();
  let planning = false;
  let closed = false;
  let wake: Cancel = () => {};

  function mark(keys: readonly CardKey[]): void {
    for (const key of keys) marked.add(key);
    if (keys.length > 0) pump();
  }

  function pump(): void {
    if (closed || planning) return;
    planning = true;
    run(async () => {
      for (let key = nextMarked(); key !== undefined; key = nextMarked()) {
        marked.delete(key);
        await unlessBroken(key, plan(key));
        // A poll may mark hundreds of cards at once.
        await clock.turn();
      }
      planning = false;
      dispatch();
    });
  }

  function run(work: () => Promise<void>): void {
    const tracked = track('publish', work);
    underWay.add(tracked);
    void tracked.finally(() => underWay.delete(tracked));
  }

  function nextMarked(): CardKey | undefined {
    // A card with a call under way is planned when that has ended.
    for (const key of marked) if (!sending.has(key)) return key;
    return undefined;
  }

  async function plan(key: CardKey): Promise<void> {
    const since = planned.get(key)?.since ?? clock.now();
    planned.delete(key);
    const card = await store.card(key);
    if (card === null || card.revision === card.sentRevision) return;
    const content = await load(key);
    const step = nextStep(card, content, cards.attempt(key), reportingChannel);
    if (step.kind === 'none') return void (await cards.publish(card, step));
    const progress = step.kind === 'edit' && content !== null && isProgress(content);
    // A post that may still be on its way is not in the history yet.
    const notBefore = step.kind === 'look' ? step.at + afterUnknown : 0;
    planned.set(key, {
      ...laneOf(card, step),
      key,
      card,
      step,
      progress,
      since,
      notBefore: Math.max(notBefore, delays.get(key) ?? 0),
    });
  }

  function dispatch(): void {
    if (closed) return;
    const busy = new Set([...sending.values()].map(({ channel }) => channel));
    const { send, wake: next } = nextSends([...planned.values()], { ...traffic, busy }, clock.now());
    for (const one of send) start(one);
    wake();
    const at = Math.min(next ?? never, ...broken.values());
    if (at !== never) wake = clock.at(at, wakeUp);
  }

  function wakeUp(): void {
    for (const [key, at] of broken) {
      if (at > clock.now()) continue;
      broken.delete(key);
      marked.add(key);
    }
    pump();
  }

  function start(one: Planned): void {
    const { key, channel, method } = one;
    planned.delete(key);
    sending.set(key, one);
    const now = clock.now();
    traffic.calls[method] = [...traffic.calls[method].filter(at => now - at < window), now];
    run(async () => {
      await unlessBroken(key, take(one));
      if (method === 'post') posted(channel);
      sending.delete(key);
      pump();
    });
  }

  function posted(channel: string): void {
    const now = clock.now();
    for (const [one, at] of traffic.posted) if (at + channelPause <= now) traffic.posted.delete(one);
    traffic.posted.set(channel, now);
  }

  async function take({ key, card, step, method }: Planned): Promise<void> {
    heed(key, method, await cards.publish(card, step));
    marked.add(key);
  }

  function heed(key: CardKey, method: Method, result: Published): void {
    delays.delete(key);
    if (result.kind === 'moved') return;
    if (result.holds === 'card') delays.set(key, result.at);
    const held = result.holds === 'everything' ? methods : [method];
    if (result.holds !== 'card') for (const one of held) traffic.pauses.set(one, result.at);
  }

  /** One broken card must not keep the others from being shown. */
  async function unlessBroken(key: CardKey, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      // After closing time the database is gone; the next start finds out what became of the call.
      if (closed) return;
      const reason = error instanceof Error ? error.stack : String(error);
      log.error({ card: key, error: reason }, 'a card could not be published');
      broken.set(key, clock.now() + afterTrouble);
    }
  }

  async function quiet(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay);
  }

  return {
    start() {
      store.onCommit(changes => mark(changes.flatMap(change => (isMark(change) ? [change.key] : []))));
      void track('publish', async () => mark((await store.dirtyCards()).map(({ key }) => key)));
    },
    async drain(ms) {
      pump();
      const deadline = clock.deadline(ms);
      await Promise.race([quiet(), deadline.passed]);
      deadline.cancel();
      closed = true;
      wake();
    },
  };
}

/** Where the step counts against Slack's limits. A reply counts nowhere; a direct message may have to do for it. */
function laneOf(
  { key, requester }: CardRow,
  step: Exclude<Step, { kind: 'none' }>,
): Pick<Waiting, 'method' | 'channel'> {
  switch (step.kind) {
    case 'look':
    case 'post':
      return { method: step.kind, channel: step.channel };
    case 'edit':
      return { method: 'edit', channel: step.at.channel };
    case 'tell':
      return { method: 'post', channel: isDirect(step.at.channel) ? key : (requester?.user ?? key) };
    case 'nowhere':
      return { method: 'post', channel: key };
  }
}

const isMark = (change: Change) => change.kind === 'card-dirty' || change.kind === 'card-changed';
