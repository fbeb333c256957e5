import type { Bot } from '../bot.ts';
import type { PolicyId } from '../core/ids.ts';
import type { Policy } from '../core/policy.ts';
import { reportsOf, scheduleOf } from '../core/policy.ts';
import { dueSince } from '../core/schedule-due.ts';
import type { Schedule } from '../core/schedule.ts';
import { nextSlots, slotKey } from '../core/schedule.ts';
import type { DueSlot } from '../core/slot.ts';
import type { Cancel, Deps } from '../ports.ts';

type Watched = { readonly policy: Policy; readonly schedule: Schedule; readonly next: number };

/** Wire time: a slot waits no longer for the list of servers than this, and then goes by the one that is known. */
const freshListWithin = 10_000;

/** Every minute: what is due goes the same road as what people ask for, once. */
export function createTick(
  { store, inventory, clock, track, log }: Pick<Deps, 'store' | 'inventory' | 'clock' | 'track' | 'log'>,
  { bot, place }: { readonly bot: Bot; readonly place: Policy['place'] },
): { start(): Promise<void>; stop(): void } {
  const watched = new Map<PolicyId, Watched>();
  let cancel: Cancel = () => {};

  /** Parsed once: ten thousand policies are looked at every minute. */
  function watch(policy: Policy): void {
    const schedule = readSchedule(policy);
    if (schedule === null) return void watched.delete(policy.id);
    const [next] = nextSlots(schedule, policy.lastSlot, 1);
    if (next === undefined) watched.delete(policy.id);
    else watched.set(policy.id, { policy, schedule, next: next.at });
  }

  /** A zone may be gone from the system's list after an upgrade: that stops this policy and no other. */
  function readSchedule(policy: Policy): Schedule | null {
    try {
      return scheduleOf(policy);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ policy: policy.id, error: reason }, 'a policy does not run: its schedule cannot be read');
      return null;
    }
  }

  async function tick(): Promise<void> {
    const now = clock.now();
    const due = [...watched.values()].filter(({ next }) => next <= now);
    if (due.length === 0) return;
    if ((await inventory.refreshWithin(freshListWithin)) !== 'fresh') {
      log.warn(
        { policies: due.length },
        'AWS did not tell the servers in time; policies go by the last list',
      );
    }
    for (const one of due) await runAlone(one, now);
  }

  /** Trouble with one policy costs no other its slot. It is still owed then, and due again in a minute. */
  async function runAlone(one: Watched, now: number): Promise<void> {
    try {
      await run(one, now);
    } catch (error) {
      const reason = error instanceof Error ? error.stack : String(error);
      log.error({ policy: one.policy.id, error: reason }, 'a slot could not be run; tried again in a minute');
    }
  }

  async function run({ policy, schedule }: Watched, now: number): Promise<void> {
    const due = dueSince(schedule, policy.lastSlot, now);
    if (due === null) return;
    const { slot, late, missed } = due;
    const { team, user } = policy.owner;
    const key = slotKey(schedule, slot);
    const owed: DueSlot = {
      key,
      at: slot.at,
      mark: slot.mark,
      late,
      missed:
        missed === null
          ? null
          : {
              key: slotKey(schedule, missed.from),
              from: missed.from.at,
              to: missed.to.at,
              count: missed.count,
            },
    };
    await bot.handle(
      {
        key: `slot/${policy.id}/${policy.version}/${key}`,
        actor: { kind: 'policy', team, user, policy: policy.id, name: policy.name },
        origin: reportsOf(policy),
        does: { kind: 'slot', policy: policy.id, due: owed },
      },
      async () => {},
    );
  }

  return {
    async start() {
      store.onCommit(changes => {
        for (const change of changes) {
          if (change.kind === 'policy') watch(change.policy);
          if (change.kind === 'policy-gone') watched.delete(change.policy);
        }
      });
      for (const policy of await store.policies(place)) watch(policy);
      cancel = clock.everyMinute(() => void track('slots', tick));
      await tick();
    },
    stop() {
      cancel();
    },
  };
}
