import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createSystemClock } from '../../src/clock.ts';
import { StartRefused } from '../../src/core/start-refused.ts';
import { createStore } from '../../src/store/store.ts';
import { createStage, minutes } from '../stage/stage.ts';
import { readBooks } from './books.ts';
import { createCutStage } from './cut-points.ts';

const open = (file: string) => createStore(file, createSystemClock());

it('keeps a second one out for as long as the bot runs, and lets it in at once when the power is cut', async () => {
  const { stage, restart } = await createCutStage();
  expect(() => open(stage.database)).toThrow(StartRefused);
  await stage.say('alice', 'ops', '/snapshot prod-web');
  expect(() => open(stage.database)).toThrow('another Snapkeeper is running');
  stage.cut();
  await restart();
  expect(() => open(stage.database)).toThrow(StartRefused);
  await stage.pass(minutes(30));
  expect(stage.card()).toContain('· complete');
  await stage.stop();
  open(stage.database).close();
});

it('writes nothing about EC2 any more when its lock was taken away and another one has come', async () => {
  const stage = await createStage();
  stage.expectSurprises(/another Snapkeeper has taken over/u);
  const running = () => readBooks({ ...stage, now: stage.clock.now }).operations;
  await stage.say('alice', 'ops', '/snapshot prod-web');
  await stage.pass(minutes(1));
  const before = running();
  expect(before.map(({ state }) => state)).toEqual(['running']);
  // Somebody tidies up files that they take for leftovers.
  rmSync(`${stage.database}.lock`);
  const other = open(stage.database);
  await stage.pass(minutes(40));
  expect(running()).toEqual(before);
  expect(stage.log.filter(({ message }) => message.includes('has taken over this database'))).toHaveLength(1);
  await stage.say('alice', 'ops', '/snapshot grafana');
  await stage.pass(minutes(5));
  expect(stage.taken()).toHaveLength(2);
  other.close();
});
