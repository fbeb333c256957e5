import { day } from './calendar.ts';
import type { Cron } from './cron.ts';
import { nextMatchingDay } from './cron.ts';
import type { Period, Zone } from './zone.ts';

export type Schedule = { readonly cron: Cron; readonly zone: Zone };

/**
 * One due moment of a schedule, identified by `key` for ever: its nominal local time, or its instant when the
 * hour field is `*`. No two slots of a schedule have the same `at`.
 */
export type Slot = {
  readonly at: number;
  /** The local time it stands for, in ms as if it were UTC. In a gap the clock never shows it. */
  readonly nominal: number;
  readonly mark: SlotMark | null;
};

/** `gap`: the clock skipped the local time, so it is the first instant after it. `fold`: the clock shows it twice that day. */
type SlotMark = 'gap' | 'fold';

/** The first slot after `after`, at `until` at the latest; null when there is none. Both in epoch ms, both finite. */
export function nextSlot({ cron, zone }: Schedule, after: number, until: number): Slot | null {
  for (let at = after; at <= until; ) {
    const period = zone.periodAt(at);
    const from = Math.max(
      at === after ? after + period.offset + 1 : Number.NEGATIVE_INFINITY,
      unseen(cron, period),
    );
    const end = Math.min(period.end + period.offset - 1, until + period.offset);
    const nominal = nextNominal(cron, from, end);
    if (nominal !== null) return slotIn(cron, period, nominal);
    at = period.end;
  }
  return null;
}

/**
 * From which local time on a period's times are new. Fixed times happen when the clock first reaches or passes
 * them: what it skipped belongs to the period after the gap, what it shows again has been.
 */
function unseen(cron: Cron, { start, offset, localBefore }: Period): number {
  return cron.keyedBy === 'instant' ? start + offset : localBefore;
}

function slotIn(
  { keyedBy }: Cron,
  { start, end, offset, localBefore, localAfter }: Period,
  nominal: number,
): Slot {
  if (nominal < start + offset) return { at: start, nominal, mark: 'gap' };
  const comesAgain = localAfter <= nominal && nominal < end + offset;
  const isTwice = comesAgain || (keyedBy === 'instant' && nominal < localBefore);
  return { at: nominal - offset, nominal, mark: isTwice ? 'fold' : null };
}

/** The first local time from `from` to `to` that the expression names. */
function nextNominal(cron: Cron, from: number, to: number): number | null {
  const firstDay = Math.floor(from / day);
  const lastDay = Math.floor(to / day);
  let dayNumber = nextMatchingDay(cron, firstDay, lastDay);
  if (dayNumber === firstDay) {
    const time = firstFrom(cron.times, from - firstDay * day);
    if (time !== undefined) return within(firstDay * day + time, to);
    dayNumber = nextMatchingDay(cron, firstDay + 1, lastDay);
  }
  return dayNumber === null ? null : within(dayNumber * day + (cron.times[0] ?? 0), to);
}

const within = (local: number, to: number): number | null => (local <= to ? local : null);

function firstFrom(ascending: readonly number[], from: number): number | undefined {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return ascending[low];
}

/** What a slot is told apart by in the record: two with the same key are the same slot. */
export function slotKey({ cron, zone }: Schedule, { at, nominal }: Slot): string {
  return cron.keyedBy === 'instant'
    ? `${new Date(at).toISOString().slice(0, 16)}Z`
    : `${new Date(nominal).toISOString().slice(0, 16)} ${zone.id}`;
}

/** All slots from `from`, and before `to`. */
export function* slotsBetween(schedule: Schedule, from: number, to: number): Generator<Slot> {
  for (
    let slot = nextSlot(schedule, from - 1, to - 1);
    slot !== null;
    slot = nextSlot(schedule, slot.at, to - 1)
  ) {
    yield slot;
  }
}

/** 29 February on a given day of the week is at most forty years away. */
const farthest = 41 * 366 * day;

/** The next slots after `now`, as many as asked for. */
export function nextSlots(schedule: Schedule, now: number, count: number): readonly Slot[] {
  const slots: Slot[] = [];
  for (let after = now; slots.length < count; ) {
    const slot = nextSlot(schedule, after, after + farthest);
    if (slot === null) break;
    slots.push(slot);
    after = slot.at;
  }
  return slots;
}
