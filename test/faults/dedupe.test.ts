import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/sandbox/slack/validate/schema.ts';
import { minutes } from '../stage/stage.ts';
import type { CutStage } from './cut-points.ts';
import { createCutStage } from './cut-points.ts';

type Case = readonly [what: string, as: string, typed: (set: string) => string, verb: string];

const cases: readonly Case[] = [
  ['a snapshot', 'alice', () => '/snapshot grafana', 'snapshot'],
  ['a hold', 'alice', set => `/snapkeeper hold ${set} audit`, 'hold'],
  ['a refusal', 'alice', set => `/snapkeeper release ${set}`, 'release'],
  ['something not understood', 'alice', () => '/snapshot grafanna', 'snapshot'],
];

/** Everything that a request leaves behind, but for what is written every minute or hour. */
function leavings({ books }: CutStage) {
  const { operations, sets, snapshots, cards, audit } = books();
  return {
    operations: operations.length,
    sets: sets.map(({ id, hold }) => [id, hold]),
    snapshots: snapshots.length,
    cards: cards.length,
    audit: audit.map(({ verb, outcome }) => `${verb} ${outcome}`),
  };
}

async function createWorld(): Promise<CutStage & { readonly set: string }> {
  const cutStage = await createCutStage();
  await cutStage.stage.say('alice', 'ops', '/snapshot prod-web');
  await cutStage.stage.pass(minutes(30));
  return { ...cutStage, set: cutStage.books().sets[0]?.id ?? '' };
}

/** Cuts the power at the commit that takes the envelope, and hands the envelope to the next bot. */
async function cutAndDeliverAgain(
  world: CutStage,
  [, as, typed]: Case,
  set: string,
  side: 'before' | 'after',
) {
  const { stage, cutAt, restart } = world;
  const point = await cutAt(
    ({ port, name }) => port === 'the database' && /command|dedupe/u.test(name),
    side,
    async () => void (await stage.say(as, 'ops', typed(set))),
  );
  expect(point).not.toBeNull();
  const { payload } = stage.slack.envelopes.at(-1) ?? {};
  await restart();
  await stage.pass(minutes(30));
  return async () => {
    await stage.slack.redeliver(payload as Json);
    await stage.pass(minutes(30));
  };
}

describe('an envelope that comes again after the bot died', () => {
  it.each(cases)('does nothing more when %s was on record', async (...one) => {
    const world = await createWorld();
    const deliverAgain = await cutAndDeliverAgain(world, one, world.set, 'after');
    const before = leavings(world);
    expect(before.audit.filter(row => row.startsWith(`${one[3]} `)).length).toBeGreaterThan(0);
    await deliverAgain();
    expect(leavings(world)).toEqual(before);
  });

  it.each(cases)('is taken as if it were the first when %s was not on record', async (...one) => {
    const world = await createWorld();
    const untouched = leavings(world);
    const deliverAgain = await cutAndDeliverAgain(world, one, world.set, 'before');
    expect(leavings(world)).toEqual(untouched);
    await deliverAgain();
    const taken = leavings(world);
    expect(taken.audit.length).toBeGreaterThan(untouched.audit.length);
    await deliverAgain();
    expect(leavings(world)).toEqual(taken);
  });
});
