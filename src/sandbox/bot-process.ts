import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromBot, ToBot } from './bot-messages.ts';

export type BotProcess = {
  /** Tells the time and waits until the bot has done what is due. Null: no next wake, or the bot is dead. */
  move(now: number): Promise<number | null>;
  readonly pid: number;
  alive(): boolean;
  /** Settles when the process has ended, however it did. */
  readonly exit: Promise<void>;
  /** From now on it kills itself at this commit. */
  killAt(point: KillPoint): void;
  /** Everything the bot wrote to its log, a JSON object a line. */
  log(): readonly string[];
  /** Ends it as an operator would. Answers the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
};

/** The `nth` commit about an operation or a card from now on: dead before it, or as soon as it is on the disk. */
export type KillPoint = { readonly kind: 'kill'; readonly side: 'before' | 'after'; readonly nth: number };

export type BotProcessOptions = {
  readonly now: number;
  readonly env: Readonly<Record<string, string>>;
  /** Where it runs: an empty folder, so that no `.env` of the developer's is near. */
  readonly folder: string;
};

const entry = fileURLToPath(new URL('bot.ts', import.meta.url));

/** Nothing of the outer environment reaches the bot but what it takes to run a program. */
const passedOn = ['PATH', 'TMPDIR', 'LANG'] as const;

const sealed = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  // The README says which Node versions AWS supports; a newcomer's first run is not the place.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
} as const;

/** Starts the bot as a child process. Throws with the bot's own sentence when it refuses to start. */
export async function startBotProcess({ now, env, folder }: BotProcessOptions): Promise<BotProcess> {
  const outer = Object.fromEntries(
    passedOn.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), entry, String(now)], {
    cwd: folder,
    env: { ...outer, ...sealed, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream
      ?.setEncoding('utf8')
      .on('data', (text: string) => lines.push(...text.split('\n').filter(line => line !== '')));
  }
  let exited = false;
  const exit = once(child, 'exit').then(() => {
    exited = true;
  });
  const answers = new Map<number, (next: number | null) => void>();
  let id = 0;

  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: FromBot) => {
      if (message.kind === 'started') resolve();
      else if (message.kind === 'refused') reject(new Error(message.message));
      else answers.get(message.id)?.(message.next);
    });
    void exit.then(() => reject(new Error(`the bot ended while it started:\n${lines.join('\n')}`)));
  });

  return {
    async move(to) {
      if (exited) return null;
      id += 1;
      const question: ToBot = { kind: 'move', id, now: to };
      const answered = new Promise<number | null>(resolve => answers.set(question.id, resolve));
      // It may have died since: then nobody answers, and its end does.
      child.send(question, () => {});
      const next = await Promise.race([answered, exit.then(() => null)]);
      answers.delete(question.id);
      return next;
    },
    pid: child.pid ?? 0,
    alive: () => !exited,
    exit,
    killAt: point => void child.send(point),
    log: () => lines,
    async stop() {
      child.kill('SIGTERM');
      await exit;
      return child.exitCode;
    },
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
