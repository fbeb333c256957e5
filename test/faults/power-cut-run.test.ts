import { expect, it } from 'vitest';
import { none, nothingWithin, policyOf } from '../stage/policy-stage.ts';
import { hours, minutes, seconds } from '../stage/stage.ts';
import { isOf, sweep } from './cut-everywhere.ts';
import type { CutStage } from './cut-points.ts';
import { createCutStage } from './cut-points.ts';
import { brokenRun } from './run-invariants.ts';

const servers = ['grafana', 'prod-web'];
const expected = {
  servers: 2,
  volumes: 3,
  keeps: 5,
  finished: /hourly · complete[\s\S]*2 servers · 2 complete[\s\S]*Pruned 2 of 2 old snapshots, kept 10\./u,
};

/** Each is like the one before it; snapshots alone have been cut at all of them. */
const alike = /commit of a (?:look|card shown)/u;

/** A policy that takes two sets and deletes two every hour. */
async function createRunStage(): Promise<CutStage> {
  const cutStage = await createCutStage();
  const { stage, commit } = cutStage;
  const ids = servers.map(name => stage.cloud.region.serverNamed(name).id as never);
  const policy = policyOf(stage, {
    servers: { kind: 'ids', ids },
    retention: { counts: { ...none, last: expected.keeps }, within: nothingWithin },
  });
  expect(await commit([{ kind: 'policy', policy }])).toBe('done');
  await stage.pass(hours(expected.keeps) + minutes(30));
  return cutStage;
}

it.each([
  ['the database', 'before', 22],
  ['the database', 'after', 22],
  ['EC2', 'before', 5],
  ['EC2', 'after', 5],
  ['Slack', 'before', 2],
  ['Slack', 'after', 2],
] as const)(
  'takes each server once and deletes exactly what the policy does not keep when the power is cut at any call to %s, %s it took effect',
  async (port, side, atLeast) => {
    const cutStage = await createRunStage();
    const { stage, books } = cutStage;
    const { cuts, broken } = await sweep(cutStage, {
      async prepare() {
        await stage.pass(hours(1) - (stage.clock.now() % hours(1)) - seconds(1));
        return books();
      },
      run: () => stage.pass(minutes(20)),
      isWanted: point => isOf(port)(point) && !(alike.test(point.name) && point.nth > 1),
      side,
      broken: (before, after) => brokenRun(expected, before, after),
    });
    expect(broken).toEqual([]);
    expect(cuts.length).toBeGreaterThanOrEqual(atLeast);
  },
  180_000,
);
