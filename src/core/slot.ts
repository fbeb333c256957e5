import type { Slot } from './schedule.ts';

/** What a policy owes at a moment: one slot to run, and the ones before it that nobody ran. */
export type DueSlot = {
  readonly key: string;
  readonly at: number;
  readonly mark: Slot['mark'];
  readonly late: boolean;
  readonly missed: {
    /** Of the first of them. */
    readonly key: string;
    readonly from: number;
    readonly to: number;
    readonly count: number;
  } | null;
};
