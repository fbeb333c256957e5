import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

export type Program = {
  /** `performance.now()` just before the process was started. */
  readonly startedAt: number;
  /** Settles with `reached`; throws with what the program wrote when it ends before that. */
  until<Value>(reached: Promise<Value>): Promise<Value>;
  /** Resident memory in MiB. */
  memory(): number;
  /** Lines that it wrote. */
  output(): readonly string[];
  kill(): Promise<void>;
};

/** Nothing of the outer environment reaches a program but what it takes to run one. */
const passedOn = ['PATH', 'TMPDIR', 'LANG', 'HOME'] as const;

export const sealed = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
} as const;

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Runs a TypeScript file as `npm start` does, in `folder`, with this environment. */
export function startProgram(
  file: URL,
  folder: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Program {
  const outer = Object.fromEntries(passedOn.map(name => [name, process.env[name] ?? '']));
  // Into a file: reading a pipe would take time from the process that measures.
  const path = join(folder, 'output.log');
  const output = openSync(path, 'w');
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), file.pathname, ...args], {
    cwd: folder,
    env: { ...outer, ...sealed, ...env },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  alive.add(child);
  const ended = once(child, 'exit').then(() => {
    alive.delete(child);
  });

  return {
    startedAt,
    until: reached =>
      Promise.race([
        reached,
        ended.then(() => {
          throw new Error(`${file.pathname} ended by itself:\n${readFileSync(path, 'utf8')}`);
        }),
      ]),
    memory: () => residentMemory(child.pid ?? 0),
    output: () =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter(line => line !== ''),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

// Both are in KiB. macOS has no /proc, and not every small Linux image has a ps.
function residentMemory(pid: number): number {
  const kib =
    process.platform === 'linux'
      ? /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kib) / 1024;
}
