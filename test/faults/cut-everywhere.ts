import { hours, minutes } from '../stage/stage.ts';
import type { CutStage, Point, Port, Side } from './cut-points.ts';
import { createCutStage, pointName } from './cut-points.ts';
import { brokenInvariants } from './invariants.ts';
import type { Scenario } from './scenarios.ts';
import { commandCommit } from './scenarios.ts';

export type CutRun = {
  readonly cuts: number;
  /** Points that a later run did not pass: another snapshot takes longer and is looked at more or less often. */
  readonly missed: readonly Point[];
  /** What was not as it must be, and where the power had been cut. */
  readonly broken: readonly string[];
};

/** A stretch of time of which every point is cut once, each time from the beginning. */
type Sweep = {
  /** Uncut, up to where the stretch begins. */
  readonly begin: () => Promise<void>;
  readonly run: () => Promise<void>;
  readonly isWanted: (point: Point) => boolean;
  readonly side: Side;
};

/** Long enough for every job of the bot, the hourly ones too. */
const untilIdle = hours(1);
/** The simulated Region's longest snapshot takes 20 minutes, and looking for a lost one 90 s. */
const recovery = minutes(30);
/** Commits of every minute or hour, each like the one before it. */
const alike = /^commit of (?:forget|servers|snapshots)/u;

/** Cuts the power at every point of this port, one after the other in one world, and reads the books when it has recovered. */
export async function cutEverywhere(scenario: Scenario, port: Port, side: Side): Promise<CutRun> {
  const cutStage = await createCutStage();
  return sweep(cutStage, scenario, {
    begin: async () => {},
    run: () => act(cutStage, scenario),
    isWanted: point => point.port === port && !(alike.test(point.name) && point.nth > 1),
    side,
  });
}

/** Cuts it once at `first`, and a second time at every different point of what the next start does about that. */
export async function cutTwice(scenario: Scenario, first: Point, one: Side, side: Side): Promise<CutRun> {
  const cutStage = await createCutStage();
  const { stage, cutAt, restart } = cutStage;
  return sweep(cutStage, scenario, {
    begin: async () => {
      if (!(await cutAt(first, one, () => act(cutStage, scenario))))
        throw new Error('the first cut was missed');
    },
    async run() {
      await restart();
      await stage.pass(recovery);
    },
    isWanted: point => point.nth === 1,
    side,
  });
}

async function sweep(
  cutStage: CutStage,
  scenario: Scenario,
  { begin, run, isWanted, side }: Sweep,
): Promise<CutRun> {
  const { stage, books, points, cutAt, restart } = cutStage;
  await prepare(cutStage, scenario);
  await begin();
  const all = (await points(run)).filter(isWanted);
  const missed: Point[] = [];
  const broken: string[] = [];
  for (const point of all) {
    await prepare(cutStage, scenario);
    const before = books();
    await begin();
    const reached = await cutAt(point, side, run);
    if (reached) {
      await restart();
      await stage.pass(recovery);
    } else missed.push(point);
    const taken = !(reached && side === 'before' && point.name === commandCommit(scenario));
    const found = brokenInvariants(scenario, before, books(), taken);
    broken.push(...found.map(what => `cut ${side} ${pointName(point)}: ${what}`));
  }
  return { cuts: all.length - missed.length, missed, broken };
}

async function prepare({ stage, books }: CutStage, scenario: Scenario): Promise<void> {
  for (let typed = scenario.missing(books()); typed !== null; typed = scenario.missing(books())) {
    await stage.say('alice', 'ops', typed);
    await stage.pass(untilIdle);
  }
}

async function act({ stage, books }: CutStage, scenario: Scenario): Promise<void> {
  await stage.say('alice', 'ops', scenario.typed(books()));
  await stage.pass(untilIdle);
}
