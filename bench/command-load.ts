import { cpus } from 'node:os';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandAct } from '../src/sandbox/slack/command.ts';
import type { SimulatedSlack } from '../src/sandbox/slack/slack.ts';

export type Load = {
  readonly perSecond: number;
  readonly seconds: number;
  /** What is typed as the nth command. */
  readonly command: (index: number) => CommandAct;
};

export type LoadResult = {
  /** Wire time from envelope to acknowledgement in ms, in the order of sending. */
  readonly acks: readonly number[];
  /** Commands that were not acknowledged within Slack's three seconds; they stand in `acks` with all three. */
  readonly unacknowledged: number;
  /** How far this process fell behind its own timetable, and how long its loop was busy (99 %), in ms. */
  readonly latest: number;
  readonly loopDelay: number;
  /** Share of all processors that was busy meanwhile, with whatever else ran on the machine, in percent. */
  readonly busy: number;
};

const slackWaits = 3_000;

/** Types commands by the clock, however long the answers take: a slow bot is not given fewer of them. */
export async function sendCommands(slack: SimulatedSlack, load: Load): Promise<LoadResult> {
  const first = slack.envelopes.length;
  const total = load.perSecond * load.seconds;
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const before = processorTimes();
  const begin = performance.now();
  const typed: Promise<unknown>[] = [];
  let latest = 0;
  for (let index = 0; index < total; index += 1) {
    const due = begin + (index * 1_000) / load.perSecond;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    latest = Math.max(latest, performance.now() - due);
    typed.push(slack.command(load.command(index)));
  }
  await Promise.all(typed);
  loop.disable();
  const after = processorTimes();
  const envelopes = slack.envelopes.slice(first, first + total);
  return {
    acks: envelopes.map(({ ackMs }) => ackMs ?? slackWaits),
    unacknowledged: envelopes.filter(({ outcome }) => outcome !== 'acked').length,
    latest,
    // The histogram counts its own resolution in.
    loopDelay: Math.max(0, loop.percentile(99) / 1e6 - 1),
    busy: 100 * (1 - (after.idle - before.idle) / (after.all - before.all)),
  };
}

function processorTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map(cpu => cpu.times);
  const all = times.flatMap(time => Object.values(time)).reduce((sum, ms) => sum + ms, 0);
  return { idle: times.reduce((sum, time) => sum + time.idle, 0), all };
}
