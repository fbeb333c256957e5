import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import type { Card } from '../../src/core/cards.ts';
import { operationCard } from '../../src/core/cards.ts';
import type { ChannelId, OperationId, ServerId, TeamId, UserId } from '../../src/core/ids.ts';
import { noDescendants } from '../../src/core/run.ts';
import { createTracker } from '../../src/jobs/tracker.ts';
import type { Log } from '../../src/log.ts';
import type { CardKey, CardRow, Change, Store } from '../../src/ports.ts';
import { createNotices } from '../../src/slack/notices.ts';
import type { Posting } from '../../src/slack/posting.ts';
import { createPosting } from '../../src/slack/posting.ts';
import type { Publisher } from '../../src/slack/publisher.ts';
import { createPublisher } from '../../src/slack/publisher.ts';
import { createWebClient } from '../../src/slack/web.ts';
import { exampleOps } from '../../src/sandbox/slack/seed.ts';
import type { SimulatedSlack } from '../../src/sandbox/slack/slack.ts';
import { startSlack } from '../../src/sandbox/slack/slack.ts';
import type { VirtualClock } from '../../src/sandbox/virtual-clock.ts';
import { createVirtualClock, settle } from '../../src/sandbox/virtual-clock.ts';
import { memberOf, operationOf, planOf } from '../core/samples.ts';
import { openStore } from '../store/stage.ts';

/** The publisher by itself: cards whose content the test sets, against the simulated Slack. */
export type CardStage = {
  readonly slack: SimulatedSlack;
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly publisher: Publisher;
  /** Names of the channels that the bot is in. */
  readonly channels: readonly string[];
  readonly errors: readonly string[];
  /** Sets how far a card's operation is, and marks it. It is asked for by alice. */
  mark(name: string, channel: string, percent: number): Promise<void>;
  /** The same for several, in one transaction; `channelOf` by the place in the list. */
  markAll(names: readonly string[], channelOf: (index: number) => string, percent: number): Promise<void>;
  row(name: string): Promise<CardRow | null>;
  /** Moves time on through every wake, or until a wish is fulfilled; answers how long that took. */
  pass(ms: number, until?: () => boolean): Promise<number>;
  /** First lines of the cards of a channel. */
  titles(channel: string): readonly string[];
  idle(): Promise<void>;
};

type CardStageOptions = {
  readonly channels?: number;
  /** Changes how the wire to Slack behaves. */
  readonly wire?: (posting: Posting) => Posting;
};

const manifest: unknown = JSON.parse(
  readFileSync(new URL('../../manifest/manifest.json', import.meta.url), 'utf8'),
);

export async function createCardStage({
  channels = 1,
  wire = posting => posting,
}: CardStageOptions = {}): Promise<CardStage> {
  const clock = createVirtualClock(Date.parse('2026-11-23T14:05:00Z'));
  const names = Array.from({ length: channels }, (_, index) => `team-${index}`);
  const seeded = names.map(name => ({ name, members: ['alice', 'snapkeeper'] }));
  const seed = { ...exampleOps, channels: [...exampleOps.channels, ...seeded] };
  const slack = await startSlack({ manifest, now: clock.now, seed });
  onTestFinished(() => slack.close());
  const { store } = openStore();
  const errors: string[] = [];
  const log: Log = {
    debug() {},
    info() {},
    warn() {},
    error: (fields, message) => void errors.push(`${message} ${JSON.stringify(fields)}`),
  };
  const { track, idle } = createTracker(log);
  const posting = wire(
    createPosting(createWebClient(slack.env.SLACK_BOT_TOKEN, slack.env.SLACK_API_URL, log)),
  );
  const cards = new Map<CardKey, Card>();
  const channelId = (name: string): ChannelId => (slack.channels[name]?.id ?? name) as ChannelId;
  const requester = {
    kind: 'person',
    team: slack.teamId as TeamId,
    user: (slack.people['alice']?.id ?? '') as UserId,
  } as const;
  const keyOf = (name: string): CardKey => `operation/${name as OperationId}`;
  let references = 0;
  const publisher = createPublisher({
    store,
    clock,
    track,
    log,
    newId: <Id extends string>(prefix: string) => `${prefix}-${(references += 1)}` as Id,
    posting,
    notices: createNotices({ clock, log, posting, teamUrl: () => 'https://example-ops.slack.com/' }),
    load: async key => cards.get(key) ?? null,
    reportingChannel: channelId('ops'),
  });

  async function markAll(
    marked: readonly string[],
    channelOf: (index: number) => string,
    percent: number,
  ): Promise<void> {
    for (const name of marked) cards.set(keyOf(name), cardAt(name, percent));
    await store.commit(
      marked.map((name, index): Change => {
        const origin = { channel: channelId(channelOf(index)), visibility: 'public' } as const;
        return { kind: 'card-dirty', key: keyOf(name), origin, requester };
      }),
    );
  }

  return {
    slack,
    clock,
    store,
    publisher,
    channels: names,
    errors,
    mark: (name, channel, percent) => markAll([name], () => channel, percent),
    markAll,
    row: name => store.card(keyOf(name)),
    async pass(ms, until = () => false) {
      const from = clock.now();
      await settle(clock, idle);
      for (let next = clock.next(); !until() && next !== null && next <= from + ms; next = clock.next()) {
        clock.set(next);
        await settle(clock, idle);
      }
      if (!until()) clock.set(from + ms);
      return clock.now() - from;
    },
    titles: channel =>
      slack
        .messages({ in: channel, as: 'alice' })
        .filter(({ via }) => via === 'api')
        .map(({ text }) => text.split('\n')[0] ?? ''),
    idle,
  };
}

/** 100 is the end. */
function cardAt(name: string, percent: number): Card {
  const server = { id: 'i-0a000000000000001' as ServerId, name };
  const over = percent === 100;
  const operation = operationOf(
    { members: [memberOf({ progress: percent, state: over ? 'completed' : 'pending' })] },
    { id: name as OperationId, plan: planOf({ server }), state: over ? 'finished' : 'running' },
  );
  return operationCard(operation, { set: null, lastGood: null, ...noDescendants });
}
