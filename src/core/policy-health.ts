import type { Operation } from './operation.ts';
import type { Policy, SlotRecord } from './policy.ts';
import { coveredBy, isPaused, scheduleOf } from './policy.ts';
import { nextSlots, slotKey } from './schedule.ts';
import type { Server } from './server.ts';

/** How it goes with a policy, for a line in a list. */
export type PolicyHealth = {
  readonly policy: Policy;
  readonly servers: number;
  /** The newest slot that was run, and what became of it; null while there has been none. */
  readonly last: { readonly at: number; readonly state: Operation['state'] } | null;
  /** The next moment at which it will do something; null while it is paused until somebody resumes it. */
  readonly next: number | null;
  readonly isPaused: boolean;
};

export type HealthFacts = {
  readonly servers: readonly Server[];
  /** Newest first. */
  readonly slots: readonly SlotRecord[];
  /** Of the newest of them that ran. */
  readonly lastRun: Operation | null;
  readonly now: number;
};

export function policyHealth(policy: Policy, { servers, slots, lastRun, now }: HealthFacts): PolicyHealth {
  const ran = slots.find(({ outcome }) => outcome === 'run');
  return {
    policy,
    servers: coveredBy(policy.servers, servers).length,
    last: ran === undefined || lastRun === null ? null : { at: ran.at, state: lastRun.state },
    next: nextRun(policy, now),
    isPaused: isPaused(policy, now),
  };
}

/** The first slot that is neither paused nor skipped. */
export function nextRun(policy: Policy, now: number): number | null {
  const { pause, skip } = policy;
  const pausedUntil = isPaused(policy, now) ? pause?.until : now;
  if (pausedUntil === null || pausedUntil === undefined) return null;
  const schedule = scheduleOf(policy);
  const after = Math.max(policy.lastSlot, now, pausedUntil - 1);
  const [first, second] = nextSlots(schedule, after, 2);
  if (first === undefined) return null;
  return slotKey(schedule, first) === skip ? (second?.at ?? null) : first.at;
}
