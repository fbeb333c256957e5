import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Figure, Measurement } from './figure.ts';
import type { Outside } from './outside.ts';
import { openOutside, seed } from './outside.ts';
import { startProgram } from './program.ts';
import { median, rounded } from './statistics.ts';

const targets = { start: 1.7, memory: 1.3 };
const pairs = 10;
const servers = 200;
/** The inventory is read right after connecting, and belongs to what the bot holds. */
const moment = 1_000;

type Sample = { readonly start: number; readonly memory: number };
type Pair = { readonly bot: Sample; readonly peer: Sample };

const programs = {
  bot: new URL('../src/main.ts', import.meta.url),
  peer: new URL('peers/bolt-and-ec2.ts', import.meta.url),
};

/** What the bot costs before it does anything, beside a program that has only loaded what it is built on. */
export const startAndMemory: Measurement = {
  names: ['start-ratio', 'rss-ratio'],
  async measure() {
    const outside = await openOutside(servers);
    try {
      // Fills the caches of the disk and of tsx, for both.
      await measurePair(outside, true);
      const measured: Pair[] = [];
      for (let index = 0; index < pairs; index += 1) {
        measured.push(await measurePair(outside, index % 2 === 0));
      }
      await outside.expectNoSurprises();
      return [
        figureOf('start-ratio', measured, 'start', 'ms until connected'),
        figureOf('rss-ratio', measured, 'memory', 'MiB resident'),
      ];
    } finally {
      await outside.close();
    }
  },
};

/** Who goes first changes from pair to pair, so that a machine that slows down wrongs neither. */
async function measurePair(outside: Outside, botFirst: boolean): Promise<Pair> {
  const first = await measureOne(outside, botFirst ? programs.bot : programs.peer);
  const second = await measureOne(outside, botFirst ? programs.peer : programs.bot);
  return botFirst ? { bot: first, peer: second } : { bot: second, peer: first };
}

/** Always with an empty folder: the bot makes its database in the time that is measured. */
async function measureOne({ slack, env, folder }: Outside, file: URL): Promise<Sample> {
  const home = folder();
  const program = startProgram(file, home, { ...env, SNAPKEEPER_DB: join(home, 'snapkeeper.db') });
  try {
    await program.until(slack.whenConnected());
    const start = performance.now() - program.startedAt;
    await program.until(pause(moment));
    return { start, memory: program.memory() };
  } finally {
    await program.kill();
    // The next start must not be taken for this one.
    while (slack.connected()) await pause(10);
  }
}

function figureOf(name: string, measured: readonly Pair[], what: keyof Sample, unit: string): Figure {
  const [bot, peer] = [measured.map(pair => pair.bot[what]), measured.map(pair => pair.peer[what])];
  const value = rounded(median(measured.map(pair => pair.bot[what] / pair.peer[what])));
  return {
    name,
    value,
    unit: '×',
    baseline: rounded(median(peer)),
    target: targets[what],
    ok: value <= targets[what],
    raw: {
      pairs: `median of ${pairs} after one that is not counted, ${servers} servers, seed ${seed}`,
      [`bot ${unit}, median`]: rounded(median(bot)),
      [`peer ${unit}, median`]: rounded(median(peer)),
      [`bot ${unit}`]: bot.map(Math.round),
      [`peer ${unit}`]: peer.map(Math.round),
    },
  };
}
