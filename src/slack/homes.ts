import { createHash } from 'node:crypto';
import type { HomeView, WebClient } from '@slack/web-api';
import type { Actor } from '../core/actor.ts';
import type { Home } from '../core/home.ts';
import type { Cancel, Change, Deps, HomeRow } from '../ports.ts';
import { slackOutcome } from './web.ts';
import { homeWords } from './words/home-words.ts';

export type Homes = {
  /** Shows what was opened and not shown yet, and from then on whatever changes for people who opened it lately. */
  start(): void;
  stop(): void;
};

export type HomesDeps = Pick<Deps, 'store' | 'clock' | 'track' | 'log'> & {
  readonly web: WebClient;
  /** Null while the bot cannot tell. */
  readonly home: (actor: Actor, page: number) => Promise<Home | null>;
};

/** A Home that nobody has looked at for longer is shown anew when it is opened. */
const lately = 12 * 3_600_000;
/** Progress changes every few seconds; nobody reads a page anew that often. */
const pause = 15_000;
/** Slack takes a hundred Homes a minute; whoever opens theirs does not wait for those that only changed. */
const betweenHomes = 700;
const afterUnknown = 15_000;
const never = Number.POSITIVE_INFINITY;

const shows: ReadonlySet<Change['kind']> = new Set([
  'home-opened',
  'operation',
  'operation-update',
  'cancel',
  'set',
  'hold',
  'adoption',
  'servers',
  'snapshots',
]);

/** Makes Slack show each Home as the rows are: a Home is sent when its hash differs from what was last sent. */
export function createHomes({ store, clock, track, log, web, home }: HomesDeps): Homes {
  const notBefore = new Map<string, number>();
  let everything = 0;
  let changedOnes = 0;
  let running = false;
  let asked = false;
  let stopped = false;
  let wake: Cancel = () => {};

  function pump(): void {
    asked = true;
    if (running || stopped) return;
    running = true;
    void track('homes', async () => {
      try {
        while (asked) {
          asked = false;
          await publishAll();
        }
      } finally {
        running = false;
      }
    });
  }

  async function publishAll(): Promise<void> {
    let next = never;
    for (const row of await store.homes(clock.now() - lately)) {
      const at = Math.max(everything, isOpened(row) ? 0 : Math.max(changedOnes, pausedUntil(row)));
      next = Math.min(next, at > clock.now() ? at : await publish(row));
    }
    wake();
    if (next !== never && !stopped) wake = clock.at(next, pump);
  }

  const pausedUntil = ({ actor }: HomeRow): number => notBefore.get(actor.user) ?? 0;

  /** One that fails must not keep the others from being shown. Answers when to come back. */
  async function publish(row: HomeRow): Promise<number> {
    notBefore.set(row.actor.user, clock.now() + pause);
    try {
      const content = await home(row.actor, row.page);
      if (content === null) return never;
      // Who it is will be known again in a while; until then what stands there stays, and nothing is added.
      if (!isOpened(row) && content.kind === 'denied' && content.denial.kind === 'not-known')
        return clock.now() + pause;
      return await send(row, homeWords(content));
    } catch (error) {
      log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a Home could not be shown');
      return never;
    }
  }

  async function send(row: HomeRow, view: HomeView): Promise<number> {
    const { actor, sentHash } = row;
    const hash = createHash('sha256').update(JSON.stringify(view)).digest('hex');
    if (hash === sentHash) return never;
    const outcome = await slackOutcome(() => web.views.publish({ user_id: actor.user, view }));
    if (!isOpened(row)) changedOnes = clock.now() + betweenHomes;
    if (outcome.kind === 'fault' && outcome.fault.kind !== 'refused') {
      everything = clock.now() + (outcome.fault.kind === 'later' ? outcome.fault.retryAfterMs : afterUnknown);
      return everything;
    }
    // Refused, it would be refused again: the next change is a new chance.
    if (outcome.kind === 'fault') log.error({ fault: outcome.fault }, 'Slack refuses a Home');
    await store.commit([{ kind: 'home-sent', opened: row, hash }]);
    return never;
  }

  return {
    start() {
      store.onCommit(changes => {
        if (changes.some(({ kind }) => shows.has(kind))) pump();
      });
      pump();
    },
    stop() {
      stopped = true;
      wake();
    },
  };
}

/** Opened since it was last shown. */
const isOpened = ({ sentHash }: HomeRow): boolean => sentHash === '';
