import type { ChannelId, PolicyId } from '../../src/core/ids.ts';
import type { Policy } from '../../src/core/policy.ts';
import { retentionPresets } from '../../src/core/retention-text.ts';
import { alice, noon, place } from './samples.ts';

/** Every day at 02:00 in Berlin, of whatever carries env=prod. */
export function policyOf(more: Partial<Policy> = {}): Policy {
  return {
    id: 'p-22222222' as PolicyId,
    place,
    version: 1,
    name: 'nightly',
    servers: { kind: 'tag', key: 'env', value: 'prod' },
    schedule: { cron: '0 2 * * *', zone: 'Europe/Berlin' },
    retention: retentionPresets['7-4-12'],
    channel: 'C07OPS00001' as ChannelId,
    owner: { kind: 'person', team: alice.team, user: alice.user },
    savedAt: noon,
    lastSlot: noon,
    pause: null,
    skip: null,
    ...more,
  };
}
