import type { Log } from '../log.ts';
import type { Track } from '../ports.ts';

export type Tracker = {
  readonly track: Track;
  /** Settles when nothing tracked is running any more. */
  idle(): Promise<void>;
};

/** Knows what is being done: for SIGTERM to wait for, and for the sandbox before it moves time on. */
export function createTracker(log: Log): Tracker {
  const running = new Set<Promise<void>>();

  const track: Track = (what, work) => {
    const guarded = work().catch((error: unknown) => {
      log.error(
        { what, error: error instanceof Error ? error.stack : String(error) },
        'something went wrong inside',
      );
    });
    const counted = guarded.finally(() => running.delete(counted));
    running.add(counted);
    return counted;
  };

  return {
    track,
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
