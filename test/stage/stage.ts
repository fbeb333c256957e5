import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import type { Overrides, Snapkeeper } from '../../src/app.ts';
import { createSnapkeeper } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Log } from '../../src/log.ts';
import type { SimulatedCloud } from '../../src/sandbox/ec2/cloud.ts';
import { startCloud } from '../../src/sandbox/ec2/cloud.ts';
import type { SimulatedSlack } from '../../src/sandbox/slack/slack.ts';
import { startSlack } from '../../src/sandbox/slack/slack.ts';
import type { Message } from '../../src/sandbox/slack/timeline.ts';
import type { SeenView } from '../../src/sandbox/slack/client/client.ts';
import { messageText, viewText } from '../../src/sandbox/slack/transcript.ts';
import type { VirtualClock } from '../../src/sandbox/virtual-clock.ts';
import { createVirtualClock, settle } from '../../src/sandbox/virtual-clock.ts';
import type { PowerLine } from './power-cut.ts';
import { createPowerLine } from './power-cut.ts';

export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => count * minutes(60);

const json = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../manifest/${name}`, import.meta.url), 'utf8'));

type LogLine = { readonly level: keyof Log; readonly fields: object; readonly message: string };

export type Stage = {
  readonly slack: SimulatedSlack;
  readonly cloud: SimulatedCloud;
  readonly clock: VirtualClock;
  readonly database: string;
  readonly log: readonly LogLine[];
  app(): Snapkeeper;
  /** Types in Slack and waits until the bot has done what it does at once. Answers what that person then sees there. */
  say(who: string, channel: string, text: string): Promise<string>;
  /** Presses a button in what that person last saw there. */
  press(who: string, channel: string, button: string): Promise<string>;
  /** Moves time on, through every wake. */
  pass(ms: number): Promise<void>;
  /** The newest card in a channel, as text. */
  card(channel?: string, who?: string): string;
  cards(channel?: string, who?: string): readonly string[];
  /** A modal or a Home as text. */
  view(view: SeenView): string;
  /** Ids of the EBS snapshots made since the stage was set. */
  taken(): readonly string[];
  stop(): Promise<void>;
  start(env?: Record<string, string>): Promise<void>;
  /** Cuts the bot's power at this instant: nothing of it takes effect any more. `say` and `pass` return. */
  cut(): void;
  isCut(): boolean;
  /** After `cut`: closes what the dead bot held, its database, lock and sockets. `start` is the next one. */
  bury(): Promise<void>;
  /** Surprises that this test means to cause. */
  expectSurprises(pattern: RegExp): void;
};

export type StageOptions = {
  readonly env?: Record<string, string>;
  readonly policy?: unknown;
  readonly wrapStore?: NonNullable<Overrides['wrapStore']>;
  /** Set the services up, but leave the bot to the test. */
  readonly bot?: false;
};

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** The whole product in this process, against the simulated services over real sockets and a real database file. */
export async function createStage(options: StageOptions = {}): Promise<Stage> {
  const clock = createVirtualClock(Date.parse('2026-11-23T14:05:00Z'));
  const slack = await startSlack({ manifest: json('manifest.json'), now: clock.now });
  const cloud = await startCloud({ now: clock.now, policy: options.policy ?? json('iam-policy.json') });
  const folder = mkdtempSync(join(tmpdir(), 'snapkeeper-test-'));
  const database = join(folder, 'snapkeeper.db');
  const before = new Set(cloud.region.snapshots.keys());
  const log: LogLine[] = [];
  const allowed: RegExp[] = [];
  let app: Snapkeeper | null = null;
  let power: PowerLine | null = null;

  const running = (): Snapkeeper => {
    if (app === null) throw new Error('the bot is not running');
    return app;
  };
  const write = (level: keyof Log) => (fields: object, message: string) =>
    void log.push({ level, fields, message });
  const text = (message: Message): string =>
    messageText(message, { nameOf: id => slack.nameOf(id), now: clock.now() });
  const visible = (channel: string, who: string) => slack.messages({ in: channel, as: who });

  /** Until the work is over, or the power is cut. */
  async function unlessCut(work: Promise<unknown>): Promise<void> {
    await (power === null ? work : Promise.race([work, power.gone]));
  }
  const quiet = (): Promise<void> => unlessCut(settle(clock, running().idle));

  async function answered(who: string, channel: string, from: number): Promise<string> {
    await quiet();
    const news = visible(channel, who).filter(message => message.ephemeral_to !== undefined);
    return news.slice(from).map(text).join('\n');
  }
  /** Of the bot's own wakes and of events that Slack delivers once more. */
  const nextMoment = (): number =>
    Math.min(clock.next() ?? Number.POSITIVE_INFINITY, slack.nextRetry() ?? Number.POSITIVE_INFINITY);
  const ephemerals = (who: string, channel: string): readonly Message[] =>
    visible(channel, who).filter(message => message.ephemeral_to !== undefined);

  const stage: Stage = {
    slack,
    cloud,
    clock,
    database,
    log,
    app: running,
    async say(who, channel, typed) {
      const from = ephemerals(who, channel).length;
      await unlessCut(slack.command({ as: who, in: channel, text: typed }));
      return answered(who, channel, from);
    },
    async press(who, channel, button) {
      const seen = ephemerals(who, channel);
      const message = seen.at(-1);
      if (message === undefined) throw new Error(`${who} sees nothing to press in ${channel}`);
      await slack.click({ as: who, message, button });
      return answered(who, channel, seen.length);
    },
    async pass(ms) {
      const end = clock.now() + ms;
      // What was just set off must have set its own wakes before time moves past them.
      await quiet();
      for (let next = nextMoment(); next <= end; next = nextMoment()) {
        clock.set(next);
        await slack.retryDue();
        await quiet();
      }
      if (stage.isCut()) return;
      clock.set(end);
      await quiet();
    },
    card: (channel = 'ops', who = 'alice') => stage.cards(channel, who).at(-1) ?? '',
    cards: (channel = 'ops', who = 'alice') =>
      visible(channel, who)
        .filter(message => message.via === 'api' && message.ephemeral_to === undefined)
        .map(text),
    view: view => viewText(view, { nameOf: id => slack.nameOf(id), now: clock.now() }),
    taken: () => [...cloud.region.snapshots.keys()].filter(id => !before.has(id)),
    async stop() {
      await running().stop();
      app = null;
      clock.drop();
    },
    async start(env = {}) {
      const wholeEnv = {
        ...slack.env,
        ...cloud.env,
        SNAPKEEPER_DB: database,
        SNAPKEEPER_CHANNEL: slack.channels['ops']?.id ?? '',
        SNAPKEEPER_ADMINS: slack.people['bob']?.id ?? '',
        ...options.env,
        ...env,
      };
      // The SDK reads its own settings from the environment of the process.
      Object.assign(process.env, sealed, wholeEnv);
      const line = createPowerLine(clock, {
        debug: write('debug'),
        info: write('info'),
        warn: write('warn'),
        error: write('error'),
      });
      power = line;
      app = createSnapkeeper(readConfig(wholeEnv), {
        clock: line.clock,
        log: line.log,
        wrapStore: store => line.wrapStore(options.wrapStore?.(store) ?? store),
      });
      await unlessCut(app.start());
      await quiet();
    },
    cut: () => power?.cut(),
    isCut: () => power?.isCut() === true,
    async bury() {
      if (!stage.isCut()) throw new Error('the bot is alive');
      await stage.stop();
    },
    expectSurprises(pattern) {
      allowed.push(pattern);
    },
  };

  open.push(async () => {
    await app?.stop();
    await slack.close();
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
    const errors = log.filter(({ level }) => level === 'error').map(line => JSON.stringify(line));
    const surprises = [...slack.surprises, ...cloud.surprises].map(({ what }) => what);
    const unexpected = [...surprises, ...errors].filter(what => !allowed.some(pattern => pattern.test(what)));
    expect(unexpected, 'surprises').toEqual([]);
  });
  if (options.bot !== false) await stage.start();
  return stage;
}

const sealed = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};
