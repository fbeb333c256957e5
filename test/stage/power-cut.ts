import type { Log } from '../../src/log.ts';
import type { Clock, Store } from '../../src/ports.ts';

/** What stands between one run of the bot and everything around it, so that all of it can be cut at once. */
export type PowerLine = {
  readonly clock: Clock;
  readonly log: Log;
  wrapStore(store: Store): Store;
  /** From here on no call to the database settles and no wake comes. The wires are for the simulators to cut. */
  cut(): void;
  isCut(): boolean;
  /** Settles when the line is cut, after what the simulators do at this very moment. */
  readonly gone: Promise<void>;
};

const never = <Value>(): Promise<Value> => new Promise(() => {});

export function createPowerLine(clock: Clock, log: Log): PowerLine {
  let dead = false;
  const wakes = new Set<() => void>();
  let tell = (): void => {};
  const gone = new Promise<void>(resolve => {
    tell = () => void setImmediate(resolve);
  });
  const alive =
    <Args extends readonly unknown[]>(run: (...args: Args) => void) =>
    (...args: Args): void => {
      if (!dead) run(...args);
    };

  function kept(cancel: () => void): () => void {
    if (dead) cancel();
    else wakes.add(cancel);
    return () => {
      wakes.delete(cancel);
      cancel();
    };
  }

  return {
    clock: {
      now: clock.now,
      at: (when, wake) => kept(clock.at(when, alive(wake))),
      everyMinute: wake => kept(clock.everyMinute(alive(wake))),
      // What a dead bot still waits for, its own shutdown, must not cost the test any time.
      deadline: ms => clock.deadline(dead ? 0 : ms),
      turn: clock.turn,
    },
    log: {
      debug: alive(log.debug),
      info: alive(log.info),
      warn: alive(log.warn),
      error: alive(log.error),
    },
    wrapStore: store => cuttable(store, () => dead),
    cut() {
      dead = true;
      for (const cancel of wakes) cancel();
      tell();
    },
    isCut: () => dead,
    gone,
  };
}

/** The same store until `isDead`; then nothing reaches it, and what was under way is never answered. */
function cuttable(store: Store, isDead: () => boolean): Store {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name === 'onCommit') {
        return (listener: (changes: unknown) => void) =>
          target.onCommit(changes => {
            if (!isDead()) listener(changes);
          });
      }
      return async (...args: readonly unknown[]) => {
        if (isDead()) return never();
        const answer: unknown = await Reflect.apply(value, target, args);
        return isDead() ? never() : answer;
      };
    },
  });
}
