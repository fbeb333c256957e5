import { randomBytes } from 'node:crypto';
import { createCloud } from './aws/cloud.ts';
import type { Bot } from './bot.ts';
import { createBot } from './bot.ts';
import { onRecord } from './commands/asked.ts';
import { homeOpened } from './commands/home.ts';
import type { Config } from './config.ts';
import type { Card } from './core/cards.ts';
import { operationCard } from './core/cards.ts';
import type { AdoptionId, OperationId, RequestId, TeamId } from './core/ids.ts';
import { idFromBytes } from './core/ids.ts';
import type { Operation, SnapshotOperation } from './core/operation.ts';
import { serverOf, setIdOf } from './core/operation.ts';
import { byServer } from './core/run-card.ts';
import type { Descendants } from './core/run.ts';
import { noDescendants } from './core/run.ts';
import { groupsOf, isNobody } from './core/roles.ts';
import type { StartRefused } from './core/start-refused.ts';
import { installationOf } from './core/tags.ts';
import { createIdentification, refuseFault } from './jobs/identify.ts';
import { createInventory } from './jobs/inventory.ts';
import { createReconcile } from './jobs/reconcile.ts';
import { createTick } from './jobs/tick.ts';
import { createTimers } from './jobs/timers.ts';
import { createTracker } from './jobs/tracker.ts';
import type { Log } from './log.ts';
import { createLog } from './log.ts';
import { createEngine } from './operations/engine.ts';
import type { Cancel, CardKey, Clock, Identity, NewId, Store } from './ports.ts';
import { createSlack } from './slack/slack.ts';
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

const runningCallsGet = 3_000;
const closingGets = 500;
const sendingGets = 5_000;
const rememberFor = 7 * 24 * 3_600_000;

/**
 * Puts the rooms together: the only wiring, for production, the sandbox and tests. Opens the database;
 * throws StartRefused when that cannot be had.
 */
export function createSnapkeeper(config: Config, overrides: Overrides): Snapkeeper {
  const { clock } = overrides;
  const { place, region } = config.aws;
  const log = overrides.log ?? createLog(config.logLevel);
  const newId = overrides.newId ?? randomId;
  const { track, idle } = createTracker(log);
  const opened = createStore(config.database, clock);
  const store = overrides.wrapStore?.(opened.store) ?? opened.store;
  const cloud = createCloud({ place, region, clock });
  const engine = createEngine({ store, cloud, clock, track, log }, place, {
    guard: config.guards,
    approvals: config.approvals.channel,
  });
  const cancels: Cancel[] = [];
  let bot: Bot | null = null;
  let stopping = false;

  const slack = createSlack(
    { ...config.slack, groups: groupsOf(config.roles) },
    {
      store,
      clock,
      track,
      log,
      newId,
      load: key => loadCard(store, key),
      bot: () => (stopping ? 'stopping' : (bot ?? 'place')),
      onUnready: async (input, missing) => {
        const form = input.does.kind === 'submit' ? input.does.form : null;
        const request = { key: input.key, verb: 'help', actor: input.actor, at: clock.now(), form } as const;
        const home = input.does.kind === 'home' ? [homeOpened(request, 0)] : [];
        await store.commit([...onRecord(request, 'refused', '', { reason: missing }), ...home]);
      },
    },
  );

  const identification = createIdentification(
    { store, cloud, clock, track, log },
    {
      region,
      askSlack: slack.identify,
      onSlack: slack.start,
      onIdentity: startWork,
      onRefused: error => overrides.onRefused?.(error),
    },
  );

  /** Needs no Slack: running operations and the inventory go on through an outage of it. */
  async function startWork(identity: Identity): Promise<void> {
    const installation = installationOf(identity);
    const team = identity.team as TeamId;
    const [admin] = config.roles.admins.users;
    const reconcile = createReconcile(
      { store, log, newId },
      {
        place,
        installation,
        team,
        origin: { channel: config.slack.channel, visibility: 'public' },
        admin: admin === undefined ? null : { team, user: admin },
      },
    );
    const inventory = createInventory({ store, cloud, clock, track, log }, place, reconcile);
    bot = createBot({
      store,
      inventory,
      clock,
      newId,
      place,
      installation,
      limits: config.limits,
      approvalsRequired: config.approvals.required,
      guard: config.guards,
      zone: config.zone,
      reports: config.slack.channel,
      chat: slack.chat,
      installedTeam: team,
      roles: config.roles,
    });
    const timers = createTimers({ store, clock, track, log }, bot);
    timers.start();
    cancels.push(clock.everyMinute(inventory.tick), clock.everyMinute(forgetOld), timers.stop);
    await engine.start();
    const fault = await inventory.refresh();
    if (fault !== null) refuseFault(fault);
    const tick = createTick({ store, inventory, clock, track, log }, { bot, place });
    cancels.push(tick.stop);
    await tick.start();
  }

  function forgetOld(): void {
    const forget = { kind: 'forget', before: clock.now() - rememberFor } as const;
    void track('forget', async () => void (await store.commit([forget])));
  }

  return {
    async start() {
      const { slack: slackIs, aws } = { slack: config.slack.apiUrl, aws: config.aws.endpoint };
      log.info(
        { place, ...(slackIs === null ? {} : { slack: slackIs }), ...(aws === null ? {} : { aws }) },
        'Snapkeeper starts',
      );
      if (isNobody(config.roles.admins)) {
        log.warn({}, 'SNAPKEEPER_ADMINS is empty: people who are refused will be told nobody to turn to');
      }
      await identification.start();
    },
    async stop() {
      stopping = true;
      identification.stop();
      engine.stop();
      for (const cancel of cancels) cancel();
      await within(clock, runningCallsGet, idle());
      await within(clock, closingGets, slack.stop());
      await slack.drain(sendingGets);
      cloud.close();
      opened.close();
      log.info({ place }, 'Snapkeeper has stopped; what is unfinished goes on at the next start');
    },
    idle,
  };
}

function randomId<Id extends string>(prefix: string): Id {
  return idFromBytes(prefix, randomBytes(8)) as Id;
}

async function loadCard(store: Store, key: CardKey): Promise<Card | null> {
  const [kind, id = ''] = key.split('/');
  if (kind === 'adoption') {
    const adoption = await store.adoption(id as AdoptionId);
    return adoption === null ? null : { kind: 'adoption', adoption };
  }
  if (kind === 'request') {
    const request = await store.request(id as RequestId);
    return request === null ? null : { kind: 'request', request };
  }
  const operation = await store.operation(id as OperationId);
  if (operation === null) return null;
  const { place, state } = operation;
  const set = setIdOf(operation);
  const server = serverOf(operation);
  return operationCard(operation, {
    set: set === null ? null : await store.set(set),
    lastGood: state === 'failed' && server !== null ? await store.newestGoodSet(place, server.id) : null,
    ...(await descendants(store, operation)),
  });
}

/** As many failed ones as a card can tell of. */
const failedShown = 10;

async function descendants(store: Store, { id, kind }: Operation): Promise<Descendants> {
  if (kind !== 'run' && kind !== 'prune') return noDescendants;
  const children = await store.childrenOf(id);
  const failed: SnapshotOperation[] = [];
  for (const tries of byServer(children)) {
    const last = tries.at(-1);
    if (last?.state !== 'failed' || failed.length === failedShown) continue;
    const operation = await store.operation(last.id);
    if (operation?.kind === 'snapshot') failed.push(operation);
  }
  return { children, failed };
}

async function within(clock: Clock, ms: number, work: Promise<void>): Promise<void> {
  const deadline = clock.deadline(ms);
  await Promise.race([work, deadline.passed]);
  deadline.cancel();
}
