import { createSnapkeeper } from '../app.ts';
import { readConfig } from '../config.ts';
import type { FromBot, ToBot } from './bot-messages.ts';
import { createVirtualClock, settle } from './virtual-clock.ts';

// The bot as its own process, with nothing changed but the clock: the sandbox tells it the time.

const [start = ''] = process.argv.slice(2);
const clock = createVirtualClock(Number(start));

function tell(message: FromBot): void {
  process.send?.(message);
}

function refuse(error: unknown): void {
  tell({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}

try {
  const snapkeeper = createSnapkeeper(readConfig(process.env), { clock, onRefused: refuse });
  process.on('message', (message: ToBot) => {
    clock.set(message.now);
    void settle(clock, snapkeeper.idle).then(
      () => tell({ kind: 'settled', id: message.id, next: clock.next() }),
      refuse,
    );
  });
  process.once('SIGTERM', () => void snapkeeper.stop().then(() => process.exit(0), refuse));
  process.once('disconnect', () => process.exit(0));
  await snapkeeper.start();
  tell({ kind: 'started' });
} catch (error) {
  refuse(error);
}
