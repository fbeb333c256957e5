import { hours, minutes } from '../stage/stage.ts';
import type { Books } from './books.ts';
import type { CutStage, Point, Port, Side } from './cut-points.ts';
import { createCutStage, pointName } from './cut-points.ts';
import { brokenInvariants } from './invariants.ts';
import type { Scenario } from './scenarios.ts';
import { commandCommit } from './scenarios.ts';

export type CutRun = {
  /** Where the power was cut, once each. */
  readonly cuts: readonly string[];
  /** What was not as it must be, and where the power had been cut. */
  readonly broken: readonly string[];
};

/** A stretch of time of which every point is cut once, each time from the beginning. */
export type Sweep = {
  /** Makes the world ready; the books that it answers are what `broken` compares with. */
  readonly prepare: () => Promise<Books>;
  /** Uncut, up to where the stretch begins. */
  readonly begin?: () => Promise<void>;
  readonly run: () => Promise<void>;
  readonly isWanted: (point: Point) => boolean;
  readonly side: Side;
  /** What is not as it must be. `point`: where the power was cut, null when it was not. */
  readonly broken: (before: Books, after: Books, point: Point | null) => readonly string[];
};

/** Long enough for every job of the bot, the hourly ones too. */
const untilIdle = hours(1);
/** A snapshot takes half a minute here, and looking for a lost one 90 s. */
const recovery = minutes(5);
/** Commits of every minute or hour, each like the one before it. */
const alike = /^commit of (?:forget|servers|snapshots)/u;

/** Cuts the power at every point of this port, one after the other in one world, and reads the books when it has recovered. */
export async function cutEverywhere(scenario: Scenario, port: Port, side: Side): Promise<CutRun> {
  const cutStage = await createCutStage();
  return sweep(cutStage, {
    prepare: () => prepare(cutStage, scenario),
    run: () => act(cutStage, scenario),
    isWanted: isOf(port),
    side,
    broken: brokenBy(scenario, side),
  });
}

/** Cuts it once at `first`, and a second time at every different point of what the next start does about that. */
export async function cutTwice(scenario: Scenario, first: string, one: Side, side: Side): Promise<CutRun> {
  const cutStage = await createCutStage();
  const { stage, cutAt, restart } = cutStage;
  return sweep(cutStage, {
    prepare: () => prepare(cutStage, scenario),
    begin: async () => {
      const cut = await cutAt(
        point => pointName(point) === first,
        one,
        () => act(cutStage, scenario),
      );
      if (cut === null) throw new Error(`no run passes ${first}`);
    },
    async run() {
      await restart();
      await stage.pass(recovery);
    },
    isWanted: point => point.nth === 1,
    side,
    broken: brokenBy(scenario, side),
  });
}

/** Every point of a port, of those that are like each other the first. */
export const isOf =
  (port: Port) =>
  (point: Point): boolean =>
    point.port === port && !(alike.test(point.name) && point.nth > 1);

/** Cuts each run at its first point that no run was cut at before, until one passes none such. */
export async function sweep(
  { stage, books, cutAt, restart }: CutStage,
  { prepare: ready, begin, run, isWanted, side, broken: brokenIn }: Sweep,
): Promise<CutRun> {
  const cuts = new Set<string>();
  const broken: string[] = [];
  for (;;) {
    const before = await ready();
    await begin?.();
    const point = await cutAt(one => isWanted(one) && !cuts.has(pointName(one)), side, run);
    if (point !== null) {
      cuts.add(pointName(point));
      await restart();
      await stage.pass(recovery);
    }
    const where = point === null ? 'not cut' : `cut ${side} ${pointName(point)}`;
    broken.push(...brokenIn(before, books(), point).map(what => `${where}: ${what}`));
    if (point === null) return { cuts: [...cuts], broken };
  }
}

/** Before its command was committed, nothing may have come of the request. */
const brokenBy =
  (scenario: Scenario, side: Side): Sweep['broken'] =>
  (before, after, point) => {
    const taken = !(side === 'before' && point?.name === commandCommit(scenario));
    return brokenInvariants(scenario, before, after, taken);
  };

async function prepare({ stage, books }: CutStage, scenario: Scenario): Promise<Books> {
  for (let typed = scenario.missing(books()); typed !== null; typed = scenario.missing(books())) {
    await stage.say('alice', 'ops', typed);
    await stage.pass(recovery);
  }
  return books();
}

async function act({ stage, books }: CutStage, scenario: Scenario): Promise<void> {
  await stage.say('alice', 'ops', scenario.typed(books()));
  await stage.pass(untilIdle);
}
