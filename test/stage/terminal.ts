import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type TerminalRun = { readonly code: number | null; readonly out: string; readonly error: string };

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** What `npm run cli --` does with these words, and with `input` piped into it. */
export async function runCli(args: readonly string[], input = ''): Promise<TerminalRun> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, ...args], {
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const collected = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (collected.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (collected.error += text));
  // A command that refuses its words ends without reading.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  await once(child, 'close');
  return { code: child.exitCode, ...collected };
}
