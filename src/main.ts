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
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void snapkeeper.stop().then(() => process.exit(0), refuse));
  }
  await snapkeeper.start();
} catch (error) {
  refuse(error);
}
