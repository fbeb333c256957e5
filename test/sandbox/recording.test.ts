import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readOptions } from '../../src/sandbox/options.ts';
import { startPage } from '../../src/sandbox/page/page.ts';
import { createRecording } from '../../src/sandbox/page/recording.ts';
import { replay } from '../../src/sandbox/replay.ts';

it('does once more what was recorded: a snapshot, a click on its card, a dialog, a kill', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'snapkeeper-recording-'));
  const file = join(folder, 'visit.jsonl');
  const ops = 'C07OPS00000';
  const page = await startPage({ port: 0, seed: 3 });
  const recording = createRecording(file, { seed: 3, servers: undefined });
  const { session } = page;
  session.onAct(act => recording.add(session.world, act));
  try {
    session.clock.hold();
    await session.startBot();
    const does = async (...act: Parameters<typeof session.do>) => expect(await session.do(...act)).toBeNull();
    await does({ kind: 'type', as: 'alice', in: ops, thread: null, text: '/snapshot prod-web' });
    await does({ kind: 'pass', ms: 3_600_000 });
    const client = session.world.slack.client('alice');
    const card = client.messages(ops).at(-1);
    const hold = card?.blocks.findLast(({ type }) => type === 'actions');
    const place = { channel: ops, ts: card?.ts ?? '' };
    await does({ kind: 'press', as: 'alice', place, block: String(hold?.['block_id']), action: 'card-hold' });
    await does({ kind: 'type', as: 'alice', in: ops, thread: null, text: '/snapshot' });
    await session.world.settle();
    expect(client.modals()).toHaveLength(1);
    await does({ kind: 'close', as: 'alice', how: 'dismiss' });
    await does({ kind: 'kill' });
    await does({ kind: 'start' });
    await does({ kind: 'pass', ms: 600_000 });
    expect(session.surprises()).toEqual([]);
  } finally {
    await page.close();
  }

  const written = readFileSync(file, 'utf8');
  expect(written).not.toMatch(/"ts":|V07/u);
  const options = readOptions(['--replay', file]);
  if (typeof options === 'string') throw new Error(options);
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  expect(await replay(options, print, print)).toBe(0);
  const shown = lines.join('\n');
  expect(shown).toContain('alice in #ops types: /snapshot prod-web');
  expect(shown).toMatch(/Snapshot of prod-web · complete/u);
  expect(shown).toMatch(/Hold of s-\w{8} · held/u);
  expect(shown).toMatch(/replay: 8 passed, 0 failed/u);
  rmSync(folder, { recursive: true, force: true });
});

it('says that a file is no recording', async () => {
  const options = readOptions(['--replay', '/dev/null']);
  if (typeof options === 'string') throw new Error(options);
  const lines: string[] = [];
  expect(
    await replay(
      options,
      () => {},
      line => lines.push(line),
    ),
  ).toBe(2);
  expect(lines.join('\n')).toMatch(/^\/dev\/null is not a recording of the sandbox/u);
});
