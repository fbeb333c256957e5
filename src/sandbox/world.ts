import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BotProcess } from './bot-process.ts';
import { startBotProcess } from './bot-process.ts';
import type { RegionSeed } from './ec2/seed.ts';
import type { SimulatedCloud } from './ec2/cloud.ts';
import { startCloud } from './ec2/cloud.ts';
import type { SimulatedSlack } from './slack/slack.ts';
import { startSlack } from './slack/slack.ts';

export type World = {
  readonly slack: SimulatedSlack;
  readonly cloud: SimulatedCloud;
  /** Virtual time, epoch ms. */
  now(): number;
  /** What the bot needs in its environment, or any other program that is pointed here. */
  readonly env: Readonly<Record<string, string>>;
  /** The bot's file. */
  readonly database: string;
  /** Starts the bot, or the next one after its death. Settles when it is connected. */
  startBot(): Promise<BotProcess>;
  /** The one that was started last. */
  bot(): BotProcess | null;
  /** Waits until the bot has done what there is to do now. */
  settle(): Promise<void>;
  /** Moves time on to the bot's next wake, but not beyond `end`. */
  step(end: number): Promise<void>;
  /** Moves time on, through every wake of the bot. */
  pass(ms: number): Promise<void>;
  /** What must not have happened: everything the simulated services found wrong, and errors in the bot's log. */
  surprises(): readonly string[];
  close(): Promise<void>;
};

export type WorldOptions = {
  readonly start?: number;
  /** A number, or also how large the Region is and how near its limits. */
  readonly seed?: number | RegionSeed;
  /** Time runs by itself, for programs that know nothing of the virtual clock. */
  readonly realTime?: boolean;
  /** Instead of the IAM policy in the manifest folder. */
  readonly policy?: unknown;
  readonly accountId?: string;
  /** Systems Manager's documents, by name. */
  readonly documents?: Readonly<Record<string, unknown>>;
};

/** A Monday afternoon. The same in every run, so that two transcripts can be compared. */
const startOfTime = Date.parse('2026-11-23T14:05:00Z');

const manifestFolder = new URL('../../manifest/', import.meta.url);
const json = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(name, manifestFolder), 'utf8'));

/** A Slack workspace and an EC2 Region on this machine, and the one virtual time they share with the bot. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const { start = startOfTime, seed = 1, realTime = false } = options;
  let time = start;
  const now = realTime ? Date.now : (): number => time;
  const slack = await startSlack({ manifest: await json('manifest.json'), now });
  const policy = options.policy ?? (await json('iam-policy.json'));
  const account = options.accountId === undefined ? {} : { accountId: options.accountId };
  const cloud = await startCloud({ now, seed, policy, ...account, documents: options.documents ?? {} });
  const folder = await mkdtemp(join(tmpdir(), 'snapkeeper-sandbox-'));
  const database = join(folder, 'snapkeeper.db');
  const bots: BotProcess[] = [];
  let next: number | null = null;

  const env = {
    ...slack.env,
    ...cloud.env,
    SNAPKEEPER_CHANNEL: slack.channels['ops']?.id ?? '',
    SNAPKEEPER_ADMINS: slack.people['bob']?.id ?? '',
  };

  /** A dead bot does not stop time. */
  async function settle(): Promise<void> {
    await slack.retryDue();
    const wakes = [await bots.at(-1)?.move(time), slack.nextRetry()].filter(when => when != null);
    next = wakes.length === 0 ? null : Math.min(...wakes);
  }

  async function step(end: number): Promise<void> {
    time = Math.max(time, Math.min(next ?? end, end));
    await settle();
  }

  return {
    slack,
    cloud,
    now,
    env,
    database,
    async startBot() {
      if (bots.at(-1)?.alive() === true) throw new Error('the bot is running already');
      const bot = await startBotProcess({
        now: time,
        folder,
        env: { ...env, SNAPKEEPER_DB: database, SNAPKEEPER_LOG: 'warn' },
      });
      bots.push(bot);
      await Promise.race([slack.whenConnected(), bot.exit]);
      await settle();
      return bot;
    },
    bot: () => bots.at(-1) ?? null,
    settle,
    step,
    async pass(ms) {
      const end = time + ms;
      // What was just set off must have set its own wakes before time moves past them.
      await settle();
      while (time < end) await step(end);
    },
    surprises() {
      const found = [...slack.surprises, ...cloud.surprises].map(({ what }) => what);
      const errors = bots.flatMap(bot => bot.log().filter(line => line.includes('"level":50')));
      return [...found, ...errors];
    },
    async close() {
      for (const bot of bots) if (bot.alive()) await bot.kill();
      await slack.close();
      await cloud.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
