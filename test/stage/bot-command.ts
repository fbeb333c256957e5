import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type BotRun = {
  /** Everything written so far. */
  output(): string;
  /** Settles when the output holds `text`. */
  says(text: string): Promise<void>;
  /** Settles with the exit code. */
  ended(): Promise<number | null>;
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
};

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The production program with this environment and no other, in `folder`. */
export function runBot(folder: string, env: Readonly<Record<string, string>>): BotRun {
  return run(process.execPath, ['--import', import.meta.resolve('tsx'), `${root}src/main.ts`], folder, env);
}

/** The same on a machine that lets it write nothing. Linux only. */
export function runBotOnFullDisk(folder: string, env: Readonly<Record<string, string>>): BotRun {
  const program = [process.execPath, '--import', import.meta.resolve('tsx'), `${root}src/main.ts`];
  return run('prlimit', ['--fsize=1', ...program], folder, env);
}

/** The same as people start it. */
export function runNpmStart(home: string, env: Readonly<Record<string, string>>): BotRun {
  return run('npm', ['start'], root, { HOME: home, ...env });
}

function run(
  command: string,
  args: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>>,
): BotRun {
  const child = spawn(command, args, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const check of waiting) check();
    });
  }
  const exit = once(child, 'exit');
  return {
    output: () => output,
    says: text =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!output.includes(text)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
        void exit.then(() => reject(new Error(`it ended without saying "${text}":\n${output}`)));
      }),
    ended: async () => {
      await exit;
      return child.exitCode;
    },
    signal: name => void child.kill(name),
  };
}
