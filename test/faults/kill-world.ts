import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BotProcess, KillPoint } from '../../src/sandbox/bot-process.ts';
import { startBotProcess } from '../../src/sandbox/bot-process.ts';
import { createWorld } from '../../src/sandbox/world.ts';
import { readBooks } from './books.ts';
import { brokenInvariants } from './invariants.ts';
import type { Scenario } from './scenarios.ts';
import { quickWork } from './scenarios.ts';

type Kill = {
  /** What the bot was about to commit or just had; null when it lived to the end. */
  readonly at: string | null;
  readonly broken: readonly string[];
};

export type KillWorld = {
  /** Asks, kills the bot at its nth commit from then on, starts the next one, and reads the books when it has recovered. */
  kill(scenario: Scenario, side: KillPoint['side'], nth: number): Promise<Kill>;
  /** Answers what must not have happened: surprises of the simulators, errors in the logs of the bots. */
  close(): Promise<readonly string[]>;
};

/** A snapshot takes half a minute here, and looking for a lost one 90 s. */
const enough = 5 * 60_000;

/** The bot as a process of its own, and the services that outlive it. */
export async function createKillWorld(): Promise<KillWorld> {
  const world = await createWorld();
  const { slack, cloud, now } = world;
  cloud.region.snapshotTakes = quickWork;
  const folder = await mkdtemp(join(tmpdir(), 'snapkeeper-kill-'));
  const database = join(folder, 'snapkeeper.db');
  const logs: (readonly string[])[] = [];
  let next: number | null = null;
  let bot = await start();

  async function start(): Promise<BotProcess> {
    const env = { ...world.env, SNAPKEEPER_DB: database, SNAPKEEPER_LOG: 'warn' };
    const started = await startBotProcess({ now: now(), folder, env });
    logs.push(started.log());
    await slack.whenConnected();
    next = await started.move(now());
    return started;
  }

  async function pass(ms: number): Promise<void> {
    const end = now() + ms;
    while (bot.alive() && next !== null && next <= end) {
      await world.pass(Math.max(0, next - now()));
      next = await bot.move(now());
    }
    if (!bot.alive()) return;
    await world.pass(end - now());
    next = await bot.move(now());
  }

  async function ask(typed: string): Promise<void> {
    // Nobody acknowledges for the dead.
    await Promise.race([slack.command({ as: 'alice', in: 'ops', text: typed }), bot.exit]);
    next = await bot.move(now());
    await pass(enough);
  }

  const books = () => readBooks({ slack, cloud, database, now });

  return {
    async kill(scenario, side, nth) {
      for (let typed = scenario.missing(books()); typed !== null; typed = scenario.missing(books()))
        await ask(typed);
      const before = books();
      bot.killAt({ kind: 'kill', side, nth });
      await ask(scenario.typed(before));
      const died = !bot.alive();
      const at = bot.log().findLast(line => line.startsWith('killed ')) ?? 'killed by somebody else';
      if (died) {
        bot = await start();
        await pass(enough);
      }
      // The first commit of all is the one that takes the command.
      const taken = !(died && side === 'before' && nth === 1);
      return { at: died ? at : null, broken: brokenInvariants(scenario, before, books(), taken) };
    },
    async close() {
      const code = await bot.stop();
      const errors = logs.flat().filter(line => line.includes('"level":50'));
      const surprises = world.surprises();
      await world.close();
      await rm(folder, { recursive: true, force: true });
      return [...surprises, ...errors, ...(code === 0 ? [] : [`the bot ended with exit code ${code}`])];
    },
  };
}
