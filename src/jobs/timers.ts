import type { Bot } from '../bot.ts';
import type { Input } from '../core/input.ts';
import type { Cancel, Deps, TimerRow, TimerWhat } from '../ports.ts';

const afterTrouble = 60_000;

/** Fires what is due, by the same road as people. A timer that was moved or taken away since does nothing. */
export function createTimers(
  { store, clock, track, log }: Pick<Deps, 'store' | 'clock' | 'track' | 'log'>,
  bot: Bot,
): { start(): void; stop(): void } {
  let wake: Cancel = () => {};
  let stopped = false;

  async function fireDue(): Promise<void> {
    let again: number | null = null;
    for (const timer of await store.dueTimers(clock.now())) {
      try {
        await fire(timer);
        // Answered or refused, it has had its moment; set anew meanwhile, it stays.
        await store.commit([{ kind: 'timer-off', key: timer.key, due: timer.due }]);
      } catch (error) {
        log.error(
          { timer: timer.key, error: error instanceof Error ? error.stack : String(error) },
          'a timer could not fire; tried again',
        );
        again = clock.now() + afterTrouble;
      }
    }
    const next = again ?? (await store.nextTimer());
    wake();
    if (next !== null && !stopped) wake = clock.at(next, look);
  }

  async function fire({ key, due, what }: TimerRow): Promise<void> {
    const { team, user } = what.for;
    await bot.handle(
      {
        key: `timer/${key}/${due}`,
        actor: { kind: 'timer', team, user },
        origin: what.origin,
        does: doesOf(what),
      },
      async () => {},
    );
  }

  function look(): void {
    void track('timers', fireDue);
  }

  return {
    start() {
      store.onCommit(changes => {
        if (changes.some(({ kind }) => kind === 'timer')) look();
      });
      look();
    },
    stop() {
      stopped = true;
      wake();
    },
  };
}

function doesOf(what: TimerWhat): Input['does'] {
  switch (what.kind) {
    case 'release':
      return { kind: 'command', slash: '/snapkeeper', text: `release ${what.set}` };
    case 'expire':
      return { kind: 'expire', request: what.request };
  }
}
