type Wake = { readonly when: number; readonly order: number; readonly run: () => void };

/** Time that stands still until it is moved. Same shape as the product's clock; the wire keeps real time. */
export type VirtualClock = {
  now(): number;
  at(when: number, wake: () => void): () => void;
  everyMinute(wake: () => void): () => void;
  deadline(ms: number): { readonly passed: Promise<'passed'>; readonly cancel: () => void };
  turn(): Promise<void>;
  /** Sets the time, never back. */
  set(now: number): void;
  /** Runs what is due; false when nothing was. */
  runDue(): boolean;
  /** When the next wake is due, or null. */
  next(): number | null;
  /** Drops every wake: what a power cut does to timers. */
  drop(): void;
};

const minute = 60_000;

export function createVirtualClock(start: number): VirtualClock {
  let time = start;
  let order = 0;
  const wakes = new Set<Wake>();

  function runDue(): boolean {
    const due = [...wakes]
      .filter(wake => wake.when <= time)
      .toSorted((a, b) => a.when - b.when || a.order - b.order);
    for (const wake of due) if (wakes.delete(wake)) wake.run();
    return due.length > 0;
  }

  function at(when: number, run: () => void): () => void {
    const wake = { when, order: (order += 1), run };
    wakes.add(wake);
    // What is due already must not wait until somebody moves time.
    if (when <= time) setImmediate(runDue);
    return () => void wakes.delete(wake);
  }

  return {
    now: () => time,
    at,
    everyMinute(wake) {
      let cancel = (): void => {};
      const arm = (): void => {
        const next = (Math.floor(time / minute) + 1) * minute;
        cancel = at(next, () => {
          arm();
          wake();
        });
      };
      arm();
      return () => cancel();
    },
    turn: () => new Promise(resolve => setImmediate(resolve)),
    deadline(ms) {
      let timer: NodeJS.Timeout | undefined;
      const passed = new Promise<'passed'>(resolve => {
        timer = setTimeout(resolve, ms, 'passed');
      });
      return { passed, cancel: () => clearTimeout(timer) };
    },
    set(now) {
      time = Math.max(time, now);
    },
    runDue,
    next: () => (wakes.size === 0 ? null : Math.min(...[...wakes].map(wake => wake.when))),
    drop: () => wakes.clear(),
  };
}

/** Runs what is due and waits for what it started, until there is nothing left to do at this time. */
export async function settle(clock: VirtualClock, idle: () => Promise<void>): Promise<void> {
  do {
    await idle();
  } while (clock.runDue());
}
