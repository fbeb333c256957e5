import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandAct } from '../src/sandbox/slack/command.ts';
import type { Load, LoadResult } from './command-load.ts';
import { sendCommands } from './command-load.ts';
import { actorAt } from './crowd.ts';
import type { Figure, Measurement, Raw } from './figure.ts';
import type { Outside } from './outside.ts';
import { openOutside, seed } from './outside.ts';
import { startProgram } from './program.ts';
import { percentile, rounded } from './statistics.ts';

const target = 3;
const targetMs = 25;
const perSecond = 50;
const seconds = 30;
/** Long enough for every person to be looked up and for the hot paths to be compiled; the same for both. */
const warmUpSeconds = 5;
/** EBS wants 15 s between two snapshots of one volume; at 25 a second, these come round every 18 s. */
const servers = 500;

type Run = {
  readonly cold: LoadResult;
  readonly warm: LoadResult;
  readonly did: Readonly<Record<string, Raw>>;
};

/** How much longer a person waits for the bot's acknowledgement than for that of a bare Bolt app. */
export const ackLatency: Measurement = {
  names: ['ack-p99-ratio'],
  async measure() {
    const bare = await run(new URL('peers/bare-bolt.ts', import.meta.url));
    const bot = await run(new URL('../src/main.ts', import.meta.url));
    return [figureOf(bare, bot)];
  },
};

async function run(file: URL): Promise<Run> {
  const outside = await openOutside(servers);
  const folder = outside.folder();
  const program = startProgram(file, folder, {
    ...outside.env,
    SNAPKEEPER_DB: join(folder, 'snapkeeper.db'),
  });
  try {
    await program.until(outside.slack.whenConnected());
    // The inventory is read at the start; without it the first commands would find no servers.
    await pause(3_000);
    const load = { perSecond, seconds, command: commands(outside.servers) } satisfies Load;
    const cold = await program.until(sendCommands(outside.slack, { ...load, seconds: warmUpSeconds }));
    const later = (index: number): CommandAct => load.command(index + perSecond * warmUpSeconds);
    const warm = await program.until(sendCommands(outside.slack, { ...load, command: later }));
    await outside.expectNoSurprises();
    return { cold, warm, did: await work(outside) };
  } finally {
    await program.kill();
    await outside.close();
  }
}

/** `/snapshot` and `/snapkeeper list` in turn, through all servers, people and channels. */
function commands(names: readonly string[]): (index: number) => CommandAct {
  return index => {
    const turn = Math.floor(index / 2);
    const text = index % 2 === 0 ? `/snapshot ${names[turn % names.length]}` : '/snapkeeper list';
    return { ...actorAt(turn), text };
  };
}

/** What was done besides acknowledging, while the load went on. */
async function work({ slack, cloud }: Outside): Promise<Readonly<Record<string, Raw>>> {
  const { calls } = await cloud();
  const slackCalls = (method: string): number =>
    slack.calls.filter(call => call.method === method && call.ok).length;
  return {
    CreateSnapshots: calls['CreateSnapshots ok'] ?? 0,
    'chat.postMessage': slackCalls('chat.postMessage'),
    'chat.update': slackCalls('chat.update'),
    response_url: slackCalls('response_url'),
  };
}

function figureOf(bare: Run, bot: Run): Figure {
  const [bareP99, botP99] = [percentile(bare.warm.acks, 99), percentile(bot.warm.acks, 99)];
  const value = rounded(botP99 / bareP99);
  const missed = bot.warm.unacknowledged + bare.warm.unacknowledged;
  return {
    name: 'ack-p99-ratio',
    value,
    unit: '×',
    baseline: rounded(bareP99),
    target,
    ok: value <= target && botP99 <= targetMs && missed === 0,
    raw: {
      load: `${perSecond}/s for ${seconds} s after ${warmUpSeconds} s of warming up, ${servers} servers, seed ${seed}`,
      'bot p99 ms': `${rounded(botP99)} (target ≤ ${targetMs})`,
      'bare ms': spread(bare.warm),
      'bot ms': spread(bot.warm),
      'bot /snapshot ms': spread(bot.warm, index => index % 2 === 0),
      'bot /snapkeeper list ms': spread(bot.warm, index => index % 2 === 1),
      'bare warming up ms': spread(bare.cold),
      'bot warming up ms': spread(bot.cold),
      'generator late ms (bare, bot)': [bare.warm.latest, bot.warm.latest].map(rounded),
      'generator loop p99 ms (bare, bot)': [bare.warm.loopDelay, bot.warm.loopDelay].map(rounded),
      'processors busy % (bare, bot)': [bare.warm.busy, bot.warm.busy].map(rounded),
      ...bot.did,
    },
  };
}

function spread(
  { acks, unacknowledged }: LoadResult,
  which: (index: number) => boolean = () => true,
): string {
  const chosen = acks.filter((_, index) => which(index));
  const at = [50, 90, 99, 100].map(percent => `p${percent} ${rounded(percentile(chosen, percent))}`);
  return `${at.join(', ')}, ${chosen.length} commands, ${unacknowledged} not acknowledged`;
}
