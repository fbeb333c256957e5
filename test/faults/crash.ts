import { createKillWorld } from './kill-world.ts';
import type { Scenario } from './scenarios.ts';
import { holdScenario, releaseScenario, snapshotScenario } from './scenarios.ts';

// `npm run crash`: SIGKILL before and after every commit of every operation, each on a running process and a real
// file. One line a kill; exit code 1 when one of them left something behind that should not be.

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** No operation commits as often; a bot that is never killed would go on for ever otherwise. */
const most = 500;

type Tally = { readonly kills: number; readonly broken: number };

async function everyCommit(scenario: Scenario, side: 'before' | 'after'): Promise<Tally> {
  const world = await createKillWorld();
  let kills = 0;
  let broken = 0;
  for (let nth = 1; nth <= most; nth += 1) {
    const result = await world.kill(scenario, side, nth);
    broken += result.broken.length;
    const verdict = result.broken.length === 0 ? 'ok' : 'BROKEN';
    print(`${verdict.padEnd(7)} ${scenario.kind.padEnd(9)} ${result.at ?? `lives through all ${nth - 1}`}`);
    for (const line of result.broken) print(`        ${line}`);
    if (result.at === null) break;
    kills += 1;
  }
  const surprises = await world.close();
  for (const line of surprises) print(`SURPRISE ${scenario.kind} ${side}: ${line}`);
  return { kills, broken: broken + surprises.length };
}

const started = Date.now();
const scenarios = [snapshotScenario, holdScenario, releaseScenario];
const tallies = await Promise.all(
  (['before', 'after'] as const).map(async side => {
    const all: Tally[] = [];
    for (const scenario of scenarios) all.push(await everyCommit(scenario, side));
    return all;
  }),
);
const total = (key: keyof Tally): number => tallies.flat().reduce((sum, tally) => sum + tally[key], 0);
const seconds = ((Date.now() - started) / 1_000).toFixed(0);
print(
  `crash: ${total('kills')} kills, ${total('broken')} broken invariants, ${seconds} s, Node ${process.version}`,
);
process.exitCode = total('broken') === 0 && total('kills') > 0 ? 0 : 1;
