import { randomBytes } from 'node:crypto';
import { createCloud } from './aws/cloud.ts';
import type { Bot } from './bot.ts';
import { createBot } from './bot.ts';
import type { Config } from './config.ts';
import { snapshotCard } from './core/cards.ts';
import type { OperationId, TeamId } from './core/ids.ts';
import { idFromBytes } from './core/ids.ts';
import { StartRefused } from './core/start-refused.ts';
import { installationOf } from './core/tags.ts';
import { refuseFault, refuseOther, unlessRefused, whole } from './jobs/identify.ts';
import { createInventory } from './jobs/inventory.ts';
import { createTracker } from './jobs/tracker.ts';
import type { Log } from './log.ts';
import { createLog } from './log.ts';
import { createEngine } from './operations/engine.ts';
import type { Cancel, CardKey, Clock, Identity, NewId, Store } from './ports.ts';
import type { SlackIdentity } from './slack/identity.ts';
import { readSlackIdentity } from './slack/identity.ts';
import type { Slack } from './slack/slack.ts';
import { createSlack } from './slack/slack.ts';
import { createWebClient } from './slack/web.ts';
import { createStore } from './store/store.ts';

export type Overrides = {
  readonly clock: Clock;
  readonly log?: Log;
  readonly newId?: NewId;
  /** Wraps the store, so that a stage can cut the power at a commit. */
  readonly wrapStore?: (store: Store) => Store;
  /** Slack or AWS says no, but only after `start` had gone on without an answer. */
  readonly onRefused?: (error: StartRefused) => void;
};

export type Snapkeeper = {
  /** Settles when the first try at Slack and AWS is over. Throws StartRefused when one of them says no. */
  start(): Promise<void>;
  /** No new work; what runs ends; what can be sent is sent. Takes less than 9 s. */
  stop(): Promise<void>;
  /** Settles when nothing is being done. Waits on the clock do not count. */
  idle(): Promise<void>;
};

const tryAgainAfter = 15_000;
const runningCallsGet = 3_000;
const sendingGets = 5_000;
const day = 24 * 3_600_000;

/** Puts the rooms together: the only wiring, for production, the sandbox and tests. */
export function createSnapkeeper(config: Config, overrides: Overrides): Snapkeeper {
  const { clock } = overrides;
  const log = overrides.log ?? createLog(config.logLevel);
  const newId: NewId =
    overrides.newId ?? (<Id extends string>(prefix: string) => idFromBytes(prefix, randomBytes(8)) as Id);
  const { track, idle } = createTracker(log);
  const { place, region } = config.aws;
  const opened = { store: null as Store | null, close: () => {} };
  const cancels: Cancel[] = [];
  let stopping = false;
  let slackIdentity: SlackIdentity | null = null;
  let account: string | undefined;
  let identity: Identity | null = null;
  let slack: Slack | null = null;
  let bot: Bot | null = null;
  let working = false;
  let toldUnreachable = false;

  const cloud = createCloud({ place, region });
  const web = createWebClient(config.slack.botToken, config.slack.apiUrl, log);
  let engine: ReturnType<typeof createEngine> | null = null;

  function open(): Store {
    const { store, close } = createStore(config.database);
    opened.close = close;
    opened.store = overrides.wrapStore?.(store) ?? store;
    return opened.store;
  }

  async function identify(store: Store): Promise<void> {
    const [inSlack, inAws] = await Promise.all([
      slackIdentity === null ? readSlackIdentity(web) : null,
      account === undefined ? cloud.identity() : null,
    ]);
    if (inSlack?.kind === 'ok') slackIdentity = inSlack.value;
    if (inAws !== null) account = unlessRefused(inAws)?.account;
    const found = { account, region, team: slackIdentity?.team, app: slackIdentity?.app };
    identity ??= await store.identity();
    refuseOther(identity, found);
    identity ??= await remember(store, whole(found));
  }

  async function remember(store: Store, found: Identity | null): Promise<Identity | null> {
    if (found !== null) await store.commit([{ kind: 'identity', identity: found }]);
    return found;
  }

  /** Goes as far as what is known allows, and comes back for the rest. */
  async function proceed(store: Store): Promise<void> {
    await identify(store);
    if (stopping) return;
    await Promise.all([startSlack(store), startWork(store)]);
    if (slackIdentity !== null && account !== undefined) return;
    if (!toldUnreachable) {
      const missing = slackIdentity === null ? (account === undefined ? 'Slack and AWS' : 'Slack') : 'AWS';
      log.warn({ missing }, `${missing} cannot be reached; Snapkeeper starts without and keeps trying`);
    }
    toldUnreachable = true;
    cancels.push(
      clock.at(clock.now() + tryAgainAfter, () => void track('identify', () => proceedLater(store))),
    );
  }

  async function proceedLater(store: Store): Promise<void> {
    try {
      await proceed(store);
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error;
      overrides.onRefused?.(error);
    }
  }

  async function startSlack(store: Store): Promise<void> {
    if (slack !== null || slackIdentity === null) return;
    const load = (key: CardKey) => loadCard(store, key);
    slack = await createSlack(config.slack, slackIdentity, {
      store,
      clock,
      track,
      log,
      newId,
      load,
      bot: () => (stopping ? 'stopping' : (bot ?? 'place')),
    });
    makeBot(store);
    slack.publisher.start();
    await slack.connection.start();
  }

  /** What needs no Slack: running operations and the inventory go on through an outage of Slack. */
  async function startWork(store: Store): Promise<void> {
    if (working || identity === null) return;
    working = true;
    engine = createEngine({ store, cloud, clock, track, log }, place);
    makeBot(store);
    cancels.push(
      clock.everyMinute(inventory(store).tick),
      clock.everyMinute(() => forgetOld(store)),
    );
    await engine.start();
    const fault = await inventory(store).refresh();
    if (fault !== null) refuseFault(fault);
  }

  let inventoryJob: ReturnType<typeof createInventory> | null = null;
  function inventory(store: Store) {
    inventoryJob ??= createInventory({ store, cloud, clock, track, log }, place);
    return inventoryJob;
  }

  function makeBot(store: Store): void {
    if (bot !== null || slack === null || identity === null) return;
    bot = createBot({
      store,
      inventory: inventory(store),
      clock,
      newId,
      place,
      installation: installationOf(identity),
      limits: config.limits,
      chat: slack.chat,
      installedTeam: identity.team as TeamId,
      admins: config.slack.admins,
    });
  }

  function forgetOld(store: Store): void {
    void track(
      'forget',
      async () => void (await store.commit([{ kind: 'forget', before: clock.now() - 7 * day }])),
    );
  }

  return {
    async start() {
      const store = open();
      log.info(
        { place, slack: config.slack.apiUrl ?? 'slack.com', aws: config.aws.endpoint ?? 'amazonaws.com' },
        'Snapkeeper starts',
      );
      await proceed(store);
    },
    async stop() {
      stopping = true;
      for (const cancel of cancels) cancel();
      engine?.stop();
      await within(clock, runningCallsGet, idle());
      await within(clock, 500, slack?.connection.stop() ?? Promise.resolve());
      await slack?.publisher.drain(sendingGets);
      cloud.close();
      opened.close();
    },
    idle,
  };
}

async function loadCard(store: Store, key: CardKey) {
  const operation = await store.operation(key.slice('operation/'.length) as OperationId);
  if (operation === null) return null;
  const lastGood =
    operation.state === 'failed'
      ? await store.newestGoodSet(operation.place, operation.plan.server.id)
      : null;
  return snapshotCard(operation, lastGood);
}

async function within(clock: Clock, ms: number, work: Promise<void>): Promise<void> {
  const deadline = clock.deadline(ms);
  await Promise.race([work, deadline.passed]);
  deadline.cancel();
}
