import type { InstanceRecord, InstanceStateRecord } from '../records.ts';
import type { Region } from '../region.ts';
import { discard } from './delete-volume.ts';
import { takes } from './durations.ts';
import { addressOf } from './elastic-address.ts';

const byUser = (at: number) =>
  `User initiated (${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} GMT)`;

/** What comes after the present state, instead of what was to come. */
export function setCourse(
  instance: InstanceRecord,
  now: number,
  states: readonly InstanceStateRecord[],
): void {
  instance.states = [...instance.states.filter(({ at }) => at <= now), ...states];
}

export function stop(instance: InstanceRecord, now: number): void {
  const reason = byUser(now);
  const stoppedAt = now + takes('stop', instance.id);
  setCourse(instance, now, [
    { at: now, name: 'stopping', reason },
    { at: stoppedAt, name: 'stopped', reason },
  ]);
}

export function terminate(region: Region, instance: InstanceRecord, now: number): void {
  const reason = byUser(now);
  const end = now + takes('terminate', instance.id);
  setCourse(instance, now, [
    { at: now, name: 'shutting-down', reason },
    { at: end, name: 'terminated', reason },
  ]);
  region.later(end, () => clearAway(region, instance, end));
}

/** What a terminated instance leaves: its volumes, but for those that go with it, and its Elastic IP. */
export function clearAway(region: Region, { id, facts }: InstanceRecord, at: number): void {
  for (const volume of region.volumesOf(id))
    if (volume.attachment?.deleteOnTermination === true) discard(region, volume, at);
    else volume.attachment = undefined;
  const subnet = region.subnets.get(facts.SubnetId ?? '');
  // Servers of the seed have addresses from elsewhere, as there may be thousands of them.
  if (subnet && facts.PrivateIpAddress?.startsWith(`${subnet.prefix}.`)) subnet.freeAddresses += 1;
  const address = addressOf(region, id);
  if (address) address.association = undefined;
}
