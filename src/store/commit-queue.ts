import type { Change, Clock, Committed, Expectation } from '../ports.ts';
import { applyChange } from './apply-change.ts';
import { Conflict } from './conflict.ts';
import type { Db } from './database.ts';
import { notWritten, spoilsTransaction } from './not-written.ts';
import { versionOf } from './version.ts';

type Waiting = {
  readonly changes: readonly Change[];
  readonly expect: readonly Expectation[];
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: unknown) => void;
};

type Written = { readonly waiting: Waiting; readonly result: Result };

type Result =
  | { readonly kind: 'committed'; readonly committed: Committed }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Another program may write for a moment, as a backup does; waiting longer would cost Slack's three seconds. */
const busyAtMost = 1_500;
const busyPause = 25;
/** So many at once keep the process from its sockets for some 10 ms. */
const changesTogether = 100;

/**
 * Writes what is asked for at about the same moment in one transaction, each part all or nothing: the disk is waited
 * for once, and between two such transactions whoever waits for an acknowledgement has a turn.
 */
export function createCommitQueue(
  db: Db,
  { deadline, turn }: Pick<Clock, 'deadline' | 'turn'>,
  onWritten: (changes: readonly Change[]) => void,
): (changes: readonly Change[], expect?: readonly Expectation[]) => Promise<Committed> {
  const queue: Waiting[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (queue.length > 0) {
      await turn();
      await write(nextBatch(queue));
    }
    running = false;
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    for (let waited = 0; ; waited += busyPause) {
      try {
        for (const written of transact(db, batch)) settle(written);
        return;
      } catch (error) {
        const fault = notWritten(error);
        if (fault?.why !== 'busy' || waited >= busyAtMost) {
          for (const { reject } of batch) reject(fault ?? error);
          return;
        }
      }
      // SQLite itself would wait without letting anything else happen meanwhile.
      await deadline(busyPause).passed;
    }
  }

  function settle({ waiting, result }: Written): void {
    if (result.kind === 'failed') return waiting.reject(result.error);
    try {
      if (result.committed === 'done') onWritten(waiting.changes);
      waiting.resolve(result.committed);
    } catch (error) {
      // It is written; whoever listens badly must not make the others of the batch look lost.
      waiting.reject(error);
    }
  }

  return (changes, expect = []) =>
    new Promise((resolve, reject) => {
      queue.push({ changes, expect, resolve, reject });
      if (!running) void run();
    });
}

function nextBatch(queue: Waiting[]): readonly Waiting[] {
  let changes = 0;
  let count = 0;
  for (const waiting of queue) {
    changes += waiting.changes.length;
    if (count > 0 && changes > changesTogether) break;
    count += 1;
  }
  return queue.splice(0, count);
}

/** Throws when nothing at all was written. */
function transact(db: Db, batch: readonly Waiting[]): readonly Written[] {
  return db.transaction(tx => batch.map(waiting => ({ waiting, result: writeOne(tx, waiting) })), {
    behavior: 'immediate',
  });
}

function writeOne(tx: Db, { changes, expect }: Waiting): Result {
  try {
    tx.transaction(own => {
      for (const { row, version } of expect) {
        if (versionOf(own, row) !== version) throw new Conflict(row);
      }
      for (const change of changes) applyChange(own, change);
    });
    return { kind: 'committed', committed: 'done' };
  } catch (error) {
    if (error instanceof Conflict) return { kind: 'committed', committed: { conflict: error.key } };
    if (spoilsTransaction(error)) throw error;
    return { kind: 'failed', error };
  }
}
