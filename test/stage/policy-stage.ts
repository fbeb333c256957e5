import { expect } from 'vitest';
import type { Person } from '../../src/core/actor.ts';
import type { ChannelId, PlaceId, PolicyId, TeamId, UserId } from '../../src/core/ids.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { Store } from '../../src/ports.ts';
import type { Stage, StageOptions } from './stage.ts';
import { createStage } from './stage.ts';

export const none = { last: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
export const nothingWithin = {
  last: null,
  hourly: null,
  daily: null,
  weekly: null,
  monthly: null,
  yearly: null,
};

/** An hourly policy of Alice's on one small server, of which nothing has run yet. */
export function policyOf(stage: Stage, more: Partial<Policy> = {}): Policy {
  const alice = stage.slack.people['alice'];
  const owner: Person = {
    kind: 'person',
    team: stage.slack.teamId as TeamId,
    user: (alice?.id ?? '') as UserId,
  };
  return {
    id: 'p-22222222' as PolicyId,
    place: 'eu-west-1' as PlaceId,
    version: 1,
    name: 'hourly',
    servers: { kind: 'tag', key: 'Name', value: 'grafana' },
    schedule: { cron: '0 * * * *', zone: 'Europe/Berlin' },
    retention: { counts: { ...none, last: 3 }, within: nothingWithin },
    channel: (stage.slack.channels['ops']?.id ?? '') as ChannelId,
    owner,
    savedAt: stage.clock.now(),
    lastSlot: stage.clock.now(),
    pause: null,
    skip: null,
    ...more,
  };
}

/** A stage whose database a policy can be written into; `more` is of the one that is in it from the start. */
export async function createPolicyStage(more: Partial<Policy> = {}, options: StageOptions = {}) {
  let store: Store | null = null;
  const opened = (): Store => {
    if (store === null) throw new Error('the bot is not running');
    return store;
  };
  const stage = await createStage({
    ...options,
    wrapStore: made => {
      store = options.wrapStore?.(made) ?? made;
      return store;
    },
  });
  const policy = policyOf(stage, more);
  const save = async (one: Policy) => {
    expect(await opened().commit([{ kind: 'policy', policy: one }])).toBe('done');
  };
  if (options.bot !== false) await save(policy);
  return { stage, policy, save, store: opened };
}
