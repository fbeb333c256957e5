import { execFileSync, spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { firstBroken } from '../../src/core/audit.ts';
import type { BotProcess } from '../../src/sandbox/bot-process.ts';
import type { World } from '../../src/sandbox/world.ts';
import { createWorld } from '../../src/sandbox/world.ts';
import { runBotOnFullDisk } from '../stage/bot-command.ts';
import { minutes, seconds } from '../stage/stage.ts';
import type { Books } from './books.ts';
import { readBooks } from './books.ts';
import { quickWork } from './scenarios.ts';

type Scene = { readonly world: World; readonly bot: BotProcess; books(): Books };

async function createScene(): Promise<Scene> {
  const world = await createWorld();
  onTestFinished(world.close);
  world.cloud.region.snapshotTakes = quickWork;
  return { world, bot: await world.startBot(), books: () => readBooks(world) };
}

/** No file may grow beyond its first byte: to SQLite, a disk that takes no more. */
const fillDisk = ({ pid }: BotProcess): void => limitFiles(pid, '1');
const makeRoom = ({ pid }: BotProcess): void => limitFiles(pid, 'unlimited');

function limitFiles(pid: number, size: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${size}:`]);
}

const ask = (world: World) => world.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });

const errorsOf = (bot: BotProcess): readonly string[] =>
  bot.log().filter(line => line.includes('"level":50'));

// The system call behind it is Linux's own.
describe.skipIf(spawnSync('prlimit', ['--version']).status !== 0)('a disk that is full', () => {
  it('is told to whoever asks, nothing is taken, and work goes on when there is room', async () => {
    const { world, bot, books } = await createScene();
    fillDisk(bot);
    const { shown } = await ask(world);
    expect(shown[0]?.text).toBe(
      'Snapkeeper cannot write to its disk, which is probably full, so nothing was done. Whoever runs Snapkeeper has to make room; then please try again.',
    );
    await world.settle();
    await world.pass(minutes(10));
    expect(bot.alive()).toBe(true);
    expect(errorsOf(bot)[0]).toContain('its disk is full or takes no more (SNAPKEEPER_DB); make room');
    makeRoom(bot);
    await world.pass(minutes(5));
    expect(books()).toMatchObject({ operations: [], sets: [], cards: [] });
    await ask(world);
    await world.settle();
    await world.pass(minutes(10));
    const { operations, sets, cards, audit } = books();
    expect(operations.map(({ state }) => state)).toEqual(['finished']);
    expect(sets.map(({ state }) => state)).toEqual(['good']);
    expect(cards.map(({ text }) => text)).toEqual([expect.stringContaining('· complete')]);
    expect(firstBroken(audit)).toBeNull();
    expect(await bot.stop()).toBe(0);
  });

  it('between the call and its answer costs neither the set nor makes a second one', async () => {
    const { world, bot, books } = await createScene();
    const { snapshots: before } = books();
    world.cloud.mishap = ({ action }) => {
      if (action === 'CreateSnapshots') fillDisk(bot);
      return undefined;
    };
    await ask(world);
    await world.settle();
    await world.pass(minutes(10));
    expect(bot.alive()).toBe(true);
    expect(errorsOf(bot)).not.toEqual([]);
    world.cloud.mishap = undefined;
    makeRoom(bot);
    await world.pass(minutes(10));
    const { operations, sets, cards, snapshots, audit } = books();
    expect(snapshots).toHaveLength(before.length + 2);
    expect(operations.map(({ state }) => state)).toEqual(['finished']);
    expect(sets.map(({ state }) => state)).toEqual(['good']);
    expect(cards.map(({ text }) => text)).toEqual([expect.stringContaining('· complete')]);
    expect(firstBroken(audit)).toBeNull();
  });

  it('while a snapshot is watched does not end the watch', async () => {
    const { world, bot, books } = await createScene();
    await ask(world);
    await world.settle();
    await world.pass(seconds(7));
    fillDisk(bot);
    await world.pass(minutes(5));
    expect(errorsOf(bot)).not.toEqual([]);
    makeRoom(bot);
    await world.pass(minutes(5));
    expect(books().operations.map(({ state }) => state)).toEqual(['finished']);
    expect(books().cards.map(({ text }) => text)).toEqual([expect.stringContaining('· complete')]);
  });

  it('ends the start with one sentence that names the setting', async () => {
    const { world, bot } = await createScene();
    expect(await bot.stop()).toBe(0);
    const env = { ...world.env, SNAPKEEPER_DB: world.database, SNAPKEEPER_LOG: 'warn' };
    const run = runBotOnFullDisk(dirname(world.database), env);
    expect(await run.ended()).toBe(1);
    expect(run.output()).toMatch(
      /^SNAPKEEPER_DB: the database .* cannot be opened for writing \(disk I\/O error\)\. Check the path, the owner of its folder and the free space\.\n$/u,
    );
  });
});
