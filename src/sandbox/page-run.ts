import type { SandboxOptions } from './options.ts';
import { type Page, startPage } from './page/page.ts';
import { createRecording } from './page/recording.ts';

type Print = (line: string) => void;

/** The page with the bot in it, until somebody stops it. Answers the exit code. */
export async function servePage(options: SandboxOptions, print: Print, complain: Print): Promise<number> {
  const page = await open(options, false, complain);
  if (page === null) return 2;
  print(`The workspace is open: ${page.url}`);
  print('Stop it with Ctrl+C.');
  const stopped = untilStopped();
  try {
    // A bot that refuses says why; the page stays, to look at what it was refused.
    page.session.startBot().catch((error: unknown) => complain(wordsOf(error)));
    await stopped;
  } finally {
    await page.close();
  }
  return 0;
}

/** The page without the bot, in real time, for another program. */
export async function serveWithoutBot(
  options: SandboxOptions,
  print: Print,
  complain: Print,
): Promise<number> {
  const page = await open(options, true, complain);
  if (page === null) return 2;
  print(
    '# The simulated services are running; stop them with Ctrl+C. Paste this into the shell of the other program:',
  );
  for (const [name, value] of Object.entries(page.session.world.env)) print(`export ${name}='${value}'`);
  print(`# What people see there, and where they type: ${page.url}`);
  await untilStopped();
  await page.close();
  return 0;
}

async function open(options: SandboxOptions, withoutBot: boolean, complain: Print): Promise<Page | null> {
  const { port, seed, servers, record } = options;
  const recording = record === undefined ? null : createRecording(record, options);
  try {
    const page = await startPage({
      port,
      seed: { number: seed, ...(servers !== undefined && { servers }) },
      withoutBot,
      realTime: withoutBot,
    });
    if (recording !== null) page.session.onAct(act => recording.add(page.session.world, act));
    return page;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    complain(`Port ${port} is in use, perhaps by another sandbox. Choose another one: --port ${port + 1}`);
    return null;
  }
}

function untilStopped(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
