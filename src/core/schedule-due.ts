import { minute } from './calendar.ts';
import type { Schedule, Slot } from './schedule.ts';
import { nextSlot } from './schedule.ts';

/** What a schedule owes: one slot to run, however many were missed. */
export type Due = {
  readonly slot: Slot;
  /** It is not the time of the slot any more: the bot was down or busy. */
  readonly late: boolean;
  /** The slots before it that nobody ran: one row of the record. */
  readonly missed: MissedSlots | null;
};

type MissedSlots = { readonly from: Slot; readonly to: Slot; readonly count: number };

/** The heartbeat comes every minute; a slot that has not begun at the second one is late. */
const lateAfter = 2 * minute;

/**
 * What is due at `now` after the last slot on record (its instant, or when the policy was saved). Null when that is
 * nothing; also while the clock, set back, has not come past the record again. Whoever records it must expect that
 * `lastAt` is still the last on record: two answers from the same `lastAt` name the same missed slots.
 */
export function dueSince(schedule: Schedule, lastAt: number, now: number): Due | null {
  const from = nextSlot(schedule, lastAt, now);
  if (from === null) return null;
  let slot = from;
  let to: Slot | null = null;
  let count = 0;
  for (;;) {
    const later = nextSlot(schedule, slot.at, now);
    if (later === null) break;
    to = slot;
    slot = later;
    count += 1;
  }
  return { slot, late: now - slot.at >= lateAfter, missed: to === null ? null : { from, to, count } };
}
