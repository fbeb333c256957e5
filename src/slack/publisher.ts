import type { Cancel, CardRow, Deps } from '../ports.ts';
import type { CardPublisherDeps } from './publish-card.ts';
import { createCardPublisher } from './publish-card.ts';

export type Publisher = {
  /** Sends what is dirty, and from then on whatever becomes dirty. */
  start(): void;
  /** Sends what can be sent without waiting, for at most `ms` of wire time. */
  drain(ms: number): Promise<void>;
};

type PublisherDeps = CardPublisherDeps & Pick<Deps, 'track'>;

const never = Number.POSITIVE_INFINITY;
/** One message a second and channel is what Slack allows in the long run. */
const channelPause = 1_100;
const afterTrouble = 30_000;
/** The key of pauses that hold for all cards: Slack counts most methods per workspace. */
const everything = '*';

/** Makes Slack show what the rows say, one card after the other, no channel faster than Slack allows. */
export function createPublisher(deps: PublisherDeps): Publisher {
  const { store, clock, track, log } = deps;
  const publishCard = createCardPublisher(deps);
  const notBefore = new Map<string, number>();
  let running: Promise<void> | null = null;
  let asked = false;
  let hurry = false;
  let wake: Cancel = () => {};

  function pump(): void {
    asked = true;
    running ??= track('publish', async () => {
      try {
        while (asked) {
          asked = false;
          await publishDirty();
        }
      } finally {
        running = null;
      }
    });
  }

  async function publishDirty(): Promise<void> {
    let next = never;
    for (const card of await store.dirtyCards()) {
      const at = hurry
        ? 0
        : Math.max(...[card.key, channelOf(card), everything].map(key => notBefore.get(key) ?? 0));
      next = Math.min(next, at > clock.now() ? at : await publish(card));
    }
    wake();
    if (next !== never && !hurry) wake = clock.at(next, pump);
  }

  /** One broken card must not keep the others from being shown. Answers when to try again. */
  async function publish(card: CardRow): Promise<number> {
    try {
      const result = await publishCard(card);
      if (result.everything === true) notBefore.set(everything, result.again ?? 0);
      if (result.channel !== null) notBefore.set(result.channel, clock.now() + channelPause);
      if (result.again === null) notBefore.delete(card.key);
      else notBefore.set(card.key, result.again);
      return result.again ?? never;
    } catch (error) {
      const reason = error instanceof Error ? error.stack : String(error);
      log.error({ card: card.key, error: reason }, 'a card could not be published');
      notBefore.set(card.key, clock.now() + afterTrouble);
      return clock.now() + afterTrouble;
    }
  }

  return {
    start() {
      store.onCommit(changes => {
        if (changes.some(change => change.kind === 'card-dirty')) pump();
      });
      pump();
    },
    async drain(ms) {
      hurry = true;
      pump();
      const deadline = clock.deadline(ms);
      await Promise.race([running ?? Promise.resolve(), deadline.passed]);
      deadline.cancel();
    },
  };
}

const channelOf = (card: CardRow): string => card.place?.channel ?? card.origin.channel;
