import type { World } from '../world.ts';
import type { ClockState } from './shapes.ts';

export type Clockwork = {
  state(): ClockState;
  /** Does what a person does. Time stands still until the bot has heard of it. */
  during<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Moves time on as if every minute had passed; settles at the end of it. */
  pass(ms: number): Promise<void>;
  /** Moves time on until somebody sees something new. */
  passUntilNews(): Promise<void>;
  hold(): void;
  run(): void;
  close(): Promise<void>;
};

const tickMs = 250;
const longestWait = 30 * 24 * 60 * 60_000;

/**
 * Moves the world's time: with the real one, or at somebody's word. `news` counts what anybody could see. A world whose
 * time runs by itself is only told of it.
 */
export function createClockwork(world: World, news: () => number, runsByItself: boolean): Clockwork {
  let mode: 'real' | 'held' = 'real';
  let until: number | null = null;
  let note: string | null = null;
  let stopped = false;
  const acts = new Set<Promise<unknown>>();
  let last = performance.now();
  // One mover at a time; whoever comes next waits for the one before.
  let turn: Promise<void> = Promise.resolve();

  function inTurn(move: () => Promise<void>): Promise<void> {
    const mine = turn.then(move);
    turn = mine.catch(() => {});
    return mine;
  }

  async function settle(): Promise<void> {
    while (acts.size > 0) await Promise.allSettled(acts);
    await world.settle();
  }

  async function moveTo(end: number, enough: () => boolean): Promise<void> {
    await settle();
    while (world.now() < end && !enough()) {
      if (acts.size > 0) await settle();
      await world.step(end);
    }
  }

  function jump(ms: number, seen: () => boolean): Promise<void> {
    stopped = false;
    return inTurn(async () => {
      until = world.now() + ms;
      note = null;
      try {
        await moveTo(until, () => stopped || seen());
      } finally {
        until = null;
        last = performance.now();
      }
    });
  }

  let ticking = false;
  const ticks = setInterval(() => {
    if (ticking || mode === 'held' || until !== null) return;
    ticking = true;
    void inTurn(async () => {
      const elapsed = performance.now() - last;
      last = performance.now();
      if (runsByItself) await world.settle();
      else await moveTo(world.now() + Math.round(elapsed), () => false);
    }).finally(() => {
      ticking = false;
    });
  }, tickMs);

  return {
    state: () => ({ now: world.now(), mode: until === null ? mode : 'moving', until, note }),
    async during(work) {
      const act = work();
      acts.add(act);
      try {
        return await act;
      } finally {
        acts.delete(act);
        void inTurn(settle);
      }
    },
    pass: ms => jump(ms, () => false),
    async passUntilNews() {
      const before = news();
      await jump(longestWait, () => news() > before);
      if (news() === before && !stopped) note = 'Nothing happened in 30 days.';
    },
    hold() {
      mode = 'held';
      stopped = true;
    },
    run() {
      mode = 'real';
      last = performance.now();
    },
    async close() {
      clearInterval(ticks);
      stopped = true;
      await turn;
    },
  };
}
