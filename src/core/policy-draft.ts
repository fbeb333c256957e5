import type { Policy } from './policy.ts';

/** What a person decides about a policy; the rest of it is what has happened to it. */
export type PolicyDraft = Pick<Policy, 'name' | 'servers' | 'schedule' | 'retention' | 'channel'>;

export function draftOf({ name, servers, schedule, retention, channel }: PolicyDraft): PolicyDraft {
  return { name, servers, schedule, retention, channel };
}

/** Whether both say the same, so that a policy which only ran in between counts as unchanged. */
export function isSameDraft(a: PolicyDraft, b: PolicyDraft): boolean {
  return JSON.stringify(draftOf(a)) === JSON.stringify(draftOf(b));
}

/** Two expressions of the same text and zone have the same slots. */
export function isSameSchedule(a: Pick<Policy, 'schedule'>, b: Pick<Policy, 'schedule'>): boolean {
  return a.schedule.cron === b.schedule.cron && a.schedule.zone === b.schedule.zone;
}
