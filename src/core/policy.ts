import type { Origin, Person } from './actor.ts';
import type { ChannelId, OperationId, PlaceId, PolicyId, ServerId } from './ids.ts';
import { parseCron } from './cron.ts';
import type { Retention } from './retention-tiers.ts';
import type { Schedule } from './schedule.ts';
import type { Server } from './server.ts';
import { isTerminated } from './server.ts';
import { readZone } from './zone.ts';

/** Which servers, when, what to keep, where to report. Times are epoch ms; `version` counts its commits. */
export type Policy = {
  readonly id: PolicyId;
  readonly place: PlaceId;
  readonly version: number;
  /** Unique in a place, in any letter case; the sets that it makes carry it. */
  readonly name: string;
  readonly servers: ServerRule;
  /** Five cron fields in an IANA zone, checked when it was saved. */
  readonly schedule: { readonly cron: string; readonly zone: string };
  /** What to keep of each server's sets; the buckets are of the schedule's zone. */
  readonly retention: Omit<Retention, 'zone'>;
  readonly channel: ChannelId;
  /** Who saved it last: the policy acts with their authority, also when they have left. */
  readonly owner: Person;
  readonly savedAt: number;
  /** The moment of the last slot on record, or when it was saved: everything after it is still owed. */
  readonly lastSlot: number;
  readonly pause: Pause | null;
  /** The slot that does not happen, by its key. */
  readonly skip: string | null;
};

/** By ids or by a tag, never by names: a name can move to another server. */
export type ServerRule =
  | { readonly kind: 'ids'; readonly ids: readonly ServerId[] }
  | { readonly kind: 'tag'; readonly key: string; readonly value: string };

/** `until`: null for until somebody resumes it. */
type Pause = { readonly by: Person; readonly at: number; readonly until: number | null };

/** Throws where it could not have been saved. */
export function scheduleOf({ schedule: { cron, zone } }: Pick<Policy, 'schedule'>): Schedule {
  const read = { cron: parseCron(cron), zone: readZone(zone) };
  if (read.cron.kind !== 'cron' || read.zone.kind !== 'zone') {
    throw new Error(`a saved policy has no schedule: ${cron} ${zone}`);
  }
  return { cron: read.cron.cron, zone: read.zone.zone };
}

/** The servers that it is about now. Those that are gone by their own end are not. */
export function coveredBy(rule: ServerRule, servers: readonly Server[]): readonly Server[] {
  const ids = rule.kind === 'ids' ? new Set(rule.ids) : null;
  return servers.filter(server => {
    if (isTerminated(server)) return false;
    if (rule.kind === 'ids') return ids?.has(server.id) === true;
    return server.tags[rule.key] === rule.value;
  });
}

export function isPaused({ pause }: Pick<Policy, 'pause'>, now: number): boolean {
  return pause !== null && (pause.until === null || now < pause.until);
}

/** One due moment of a policy, on record once. `to` and `count` tell of a run of missed ones. */
export type SlotRecord = {
  readonly policy: PolicyId;
  readonly key: string;
  readonly at: number;
  readonly outcome: 'run' | 'missed' | 'skipped' | 'paused';
  readonly to: number;
  readonly count: number;
  /** The operation that ran it. */
  readonly run: OperationId | null;
};

/** Names are compared in any letter case. */
export const foldedName = (name: string): string => name.toLowerCase();

/** Whether its channel is public is not known, so a card that it does not take goes to the owner alone. */
export function reportsOf({ channel }: Policy): Origin {
  return { channel, visibility: 'private' };
}
