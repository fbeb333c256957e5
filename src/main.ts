import { createSnapkeeper } from './app.ts';
import { createSystemClock } from './clock.ts';
import { readConfig, readEnvironment } from './config.ts';

/** One sentence for whoever installs it; the stack of anything unforeseen is for whoever mends it. */
function refuse(error: unknown): never {
  const known = error instanceof Error && error.name === 'StartRefused';
  process.stderr.write(
    `${known ? error.message : `Snapkeeper stopped on an error of its own: ${String(error instanceof Error ? error.stack : error)}`}\n`,
  );
  process.exit(1);
}

process.on('unhandledRejection', refuse);

try {
  const snapkeeper = createSnapkeeper(readConfig(readEnvironment()), {
    clock: createSystemClock(),
    onRefused: refuse,
  });
  let stopping: Promise<void> | null = null;
  // Every further signal waits for the same end: npm and a terminal send more than one.
  const stop = (): void => {
    stopping ??= snapkeeper.stop().then(() => process.exit(0), refuse);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  await snapkeeper.start();
} catch (error) {
  refuse(error);
}
