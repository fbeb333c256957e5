import { expect, it } from 'vitest';
import { createKillWorld } from './kill-world.ts';
import { holdScenario, snapshotScenario } from './scenarios.ts';

// A sample; `npm run crash` takes every commit.

it.each([
  [
    'takes one set and finishes one card',
    snapshotScenario,
    [
      ['before', 1],
      ['after', 1],
      ['after', 2],
      ['after', 4],
    ],
  ],
  [
    'holds once, in the row, the tags and on the cards',
    holdScenario,
    [
      ['after', 1],
      ['before', 4],
    ],
  ],
] as const)(
  '%s although the process is killed',
  async (_what, scenario, points) => {
    const world = await createKillWorld();
    const kills: (string | null)[] = [];
    const broken: string[] = [];
    for (const [side, nth] of points) {
      const kill = await world.kill(scenario, side, nth);
      kills.push(kill.at);
      broken.push(...kill.broken.map(what => `${kill.at}: ${what}`));
    }
    expect([...broken, ...(await world.close())]).toEqual([]);
    expect(kills).toEqual(
      points.map(([side, nth]): unknown => expect.stringContaining(`killed ${side} commit ${nth}:`)),
    );
  },
  180_000,
);
