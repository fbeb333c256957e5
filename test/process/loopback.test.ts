import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBotProcess } from '../../src/sandbox/bot-process.ts';
import { createWorld } from '../../src/sandbox/world.ts';

const reporter = new URL('../stage/report-connections.mjs', import.meta.url).href;

it('sees a connection that leaves the machine, or the next test would prove nothing', () => {
  const script =
    "import('node:net').then(net => net.connect(9, '192.0.2.1').on('error', () => {}).destroy())";
  const { stderr } = spawnSync(process.execPath, ['--import', reporter, '-e', script], { encoding: 'utf8' });
  expect(stderr).toContain('LEFT THIS MACHINE: 192.0.2.1');
});

it('keeps the whole bot in the sandbox on this machine', async () => {
  const world = await createWorld();
  const folder = mkdtempSync(join(tmpdir(), 'snapkeeper-loopback-'));
  try {
    const env = {
      ...world.env,
      SNAPKEEPER_DB: join(folder, 'test.db'),
      NODE_OPTIONS: `--import=${reporter}`,
    };
    const bot = await startBotProcess({ now: world.now(), folder, env });
    await world.slack.whenConnected();
    await world.slack.command({ as: 'alice', in: 'ops', text: '/snapshot prod-web' });
    await bot.move(world.now() + 60_000);
    expect(world.slack.messages({ in: 'ops', as: 'alice' })).not.toEqual([]);
    expect(await bot.stop()).toBe(0);
    expect(bot.log().filter(line => line.includes('LEFT THIS MACHINE'))).toEqual([]);
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
