import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSnapkeeper } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import type { Log } from '../src/log.ts';
import type { SimulatedCloud } from '../src/sandbox/ec2/cloud.ts';
import { startCloud } from '../src/sandbox/ec2/cloud.ts';
import type { SimulatedSlack } from '../src/sandbox/slack/slack.ts';
import { startSlack } from '../src/sandbox/slack/slack.ts';
import { createVirtualClock, settle } from '../src/sandbox/virtual-clock.ts';
import type { CrowdServer } from './crowd.ts';
import { actorAt, busyWorkspace, crowdServers } from './crowd.ts';
import type { Figure, Measurement } from './figure.ts';
import { manifest, refuseSurprises, seed, settings } from './outside.ts';
import { boundOf, looksAt } from './poll-looks.ts';
import { sealed } from './program.ts';

const pending = 1_000;
const servers = 1_000;
const startOfTime = Date.parse('2026-11-23T14:05:00Z');
/** So long they are watched as they complete one by one. */
const watchFor = 9 * 60_000;
/** Then the bot hears nothing for so long, as in an outage, and finds all others complete at once. */
const silence = 45 * 60_000;
const typedTogether = 50;

/** How many EC2 calls it takes to follow a thousand snapshots: one list, and what left it, 200 a call. */
export const pollCalls: Measurement = {
  names: ['poll-calls'],
  async measure() {
    const clock = createVirtualClock(startOfTime);
    const slack = await startSlack({
      manifest: manifest('manifest.json'),
      now: clock.now,
      seed: busyWorkspace,
    });
    const cloud = await startCloud({
      now: clock.now,
      seed: { number: seed, servers },
      policy: manifest('iam-policy.json'),
    });
    const folder = mkdtempSync(join(tmpdir(), 'snapkeeper-bench-'));
    const errors: string[] = [];
    const env = {
      ...slack.env,
      ...cloud.env,
      ...settings(slack),
      SNAPKEEPER_DB: join(folder, 'snapkeeper.db'),
    };
    // The SDK reads its own settings from the environment of the process.
    Object.assign(process.env, sealed, env);
    const app = createSnapkeeper(readConfig(env), { clock, log: errorsInto(errors) });
    try {
      await app.start();
      await settle(clock, app.idle);
      const taken = chooseServers(crowdServers(cloud.region));
      await typeAll(slack, taken);
      await settle(clock, app.idle);
      for (let next = clock.next(); next !== null && next <= startOfTime + watchFor; next = clock.next()) {
        clock.set(next);
        await settle(clock, app.idle);
      }
      clock.set(clock.now() + silence);
      await settle(clock, app.idle);
      refuseSurprises([...slack.surprises, ...cloud.surprises].map(({ what }) => what));
      refuseSurprises(errors);
      return [figureOf(cloud, taken.length)];
    } finally {
      await app.stop();
      await slack.close();
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** As many servers as it takes for exactly so many volumes. */
function chooseServers(all: readonly CrowdServer[]): readonly string[] {
  let left = pending;
  return all.flatMap(({ name, volumes }) => {
    if (volumes === 0 || volumes > left) return [];
    left -= volumes;
    return [name];
  });
}

async function typeAll(slack: SimulatedSlack, names: readonly string[]): Promise<void> {
  for (let first = 0; first < names.length; first += typedTogether) {
    const some = names.slice(first, first + typedTogether);
    await Promise.all(
      some.map((name, index) => slack.command({ ...actorAt(first + index), text: `/snapshot ${name}` })),
    );
  }
}

/** The look that took most calls for what it had to find out stands for all. */
function figureOf(cloud: SimulatedCloud, operations: number): Figure {
  const looks = looksAt(cloud);
  const worst = looks.toSorted((a, b) => b.calls / boundOf(b) - a.calls / boundOf(a) || b.calls - a.calls)[0];
  const [first] = looks;
  if (worst === undefined || first === undefined) throw new Error('EC2 was never asked');
  if (first.pending !== pending) throw new Error(`${first.pending} snapshots were pending at the first look`);
  const completed = looks.reduce((sum, { changed }) => sum + changed, 0);
  if (completed !== pending) throw new Error(`only ${completed} snapshots were followed to their end`);
  const bound = boundOf(worst);
  return {
    name: 'poll-calls',
    value: worst.calls,
    unit: 'calls',
    baseline: bound,
    target: bound,
    ok: worst.calls <= bound,
    raw: {
      watched: `${pending} pending snapshots of ${operations} operations, seed ${seed}`,
      looks: `${looks.length} within ${watchFor / 60_000} min, then one after ${silence / 60_000} min of silence`,
      calls: looks.reduce((sum, { calls }) => sum + calls, 0),
      'calls allowed': looks.reduce((sum, look) => sum + boundOf(look), 0),
      'calls at the first look': first.calls,
      'most changed at one look': Math.max(...looks.map(({ changed }) => changed)),
      'most calls at one look': Math.max(...looks.map(({ calls }) => calls)),
    },
  };
}

function errorsInto(errors: string[]): Log {
  const nowhere = (): void => {};
  return {
    debug: nowhere,
    info: nowhere,
    warn: nowhere,
    error: (fields, message) => void errors.push(`${message} ${JSON.stringify(fields)}`),
  };
}
