import { writeSync } from 'node:fs';
import { createSnapkeeper } from '../app.ts';
import { readConfig } from '../config.ts';
import type { Change, Store } from '../ports.ts';
import type { FromBot, ToBot } from './bot-messages.ts';
import type { KillPoint } from './bot-process.ts';
import { createVirtualClock, settle } from './virtual-clock.ts';

// The bot as its own process, with nothing changed but the clock: the sandbox tells it the time, and may have it
// die at a commit.

const [start = ''] = process.argv.slice(2);
const clock = createVirtualClock(Number(start));

let killAt: KillPoint | null = null;
let commits = 0;

/** Commits about work; those that only keep the inventory are not counted. */
const counts = (changes: readonly Change[]): boolean =>
  changes.some(({ kind }) => kind === 'operation' || kind === 'operation-update' || kind === 'card-row');

function dieIf(side: KillPoint['side'], changes: readonly Change[]): void {
  if (killAt === null || killAt.side !== side || killAt.nth !== commits || !counts(changes)) return;
  const what = changes.flatMap(change => {
    return change.kind === 'operation-update'
      ? [change.operation.facts.call.kind, change.operation.state]
      : change.kind;
  });
  writeSync(2, `killed ${side} commit ${commits}: ${[...new Set(what)].join(', ')}\n`);
  process.kill(process.pid, 'SIGKILL');
}

function mortal(store: Store): Store {
  // The first to be told of a commit: nothing has come of it yet.
  store.onCommit(changes => dieIf('after', changes));
  return {
    ...store,
    async commit(changes, expect) {
      if (counts(changes)) commits += 1;
      dieIf('before', changes);
      return store.commit(changes, expect);
    },
  };
}

function tell(message: FromBot): void {
  process.send?.(message);
}

function refuse(error: unknown): void {
  tell({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}

try {
  const snapkeeper = createSnapkeeper(readConfig(process.env), {
    clock,
    onRefused: refuse,
    wrapStore: mortal,
  });
  process.on('message', (message: ToBot | KillPoint) => {
    if (message.kind === 'kill') {
      killAt = message;
      commits = 0;
      return;
    }
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
