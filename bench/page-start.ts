import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Measurement } from './figure.ts';
import { startProgram } from './program.ts';
import { median, rounded } from './statistics.ts';

const targets = { ready: 2_500, script: 150 };
const runs = 5;
const pollMs = 10;
const program = new URL('../src/sandbox/main.ts', import.meta.url);

type Sample = {
  /** Until the page could be loaded, and until the bot in it was connected too. */
  readonly served: number;
  readonly ready: number;
  readonly script: Uint8Array;
};

/** How long a newcomer waits after `npm run sandbox`, and how much their browser has to read. */
export const pageStart: Measurement = {
  names: ['page-ready-ms', 'page-script-kb'],
  async measure() {
    // Fills the caches of the disk and of tsx.
    await measureOne();
    const samples: Sample[] = [];
    for (let index = 0; index < runs; index += 1) samples.push(await measureOne());
    const ready = samples.map(sample => sample.ready);
    const served = samples.map(sample => sample.served);
    const script = samples[0]?.script ?? new Uint8Array();
    return [
      {
        name: 'page-ready-ms',
        value: rounded(median(ready)),
        unit: 'ms',
        baseline: rounded(median(served)),
        target: targets.ready,
        ok: median(ready) <= targets.ready,
        raw: {
          what: `from the start of the process until page, script, style and a scene with the bot connected are there; median of ${runs} after one that is not counted`,
          baseline: 'the same without waiting for the bot',
          'ms until ready': ready.map(Math.round),
          'ms until the page loads': served.map(Math.round),
        },
      },
      {
        name: 'page-script-kb',
        value: kilobytes(script),
        unit: 'kB',
        baseline: kilobytes(await bareLibrary()),
        target: targets.script,
        ok: kilobytes(script) <= targets.script,
        raw: {
          baseline: 'Preact and its hooks alone, bundled in the same way',
          'kB compressed': kilobytes(gzipSync(script)),
        },
      },
    ];
  },
};

async function measureOne(): Promise<Sample> {
  const folder = mkdtempSync(join(tmpdir(), 'snapkeeper-bench-'));
  const sandbox = startProgram(program, folder, {}, ['--port', '0']);
  try {
    const url = await sandbox.until(addressIn(join(folder, 'output.log')));
    const [, script] = await Promise.all(['/', '/page.js', '/style.css'].map(path => read(`${url}${path}`)));
    const served = performance.now() - sandbox.startedAt;
    await sandbox.until(connected(url));
    return { served, ready: performance.now() - sandbox.startedAt, script: script ?? new Uint8Array() };
  } finally {
    await sandbox.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function addressIn(file: string): Promise<string> {
  for (;;) {
    const found = /http:\/\/127\.0\.0\.1:\d+/u.exec(readFileSync(file, 'utf8'))?.[0];
    if (found !== undefined) return found;
    await pause(pollMs);
  }
}

async function read(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** As the page itself asks for what it shows. */
async function connected(url: string): Promise<void> {
  const look = { as: 'alice', in: 'C07OPS00000', thread: null, panel: null };
  for (;;) {
    const response = await fetch(`${url}/look`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(look),
    });
    const scene: unknown = await response.json();
    if (typeof scene === 'object' && scene !== null && 'bot' in scene && scene.bot === 'connected') return;
    await pause(pollMs);
  }
}

async function bareLibrary(): Promise<Uint8Array> {
  const contents =
    "export * from 'preact'; export * from 'preact/hooks'; export * from 'preact/jsx-runtime';";
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

const kilobytes = (bytes: Uint8Array): number => rounded(bytes.length / 1_000);
