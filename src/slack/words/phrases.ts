import type { Actor } from '../../core/actor.ts';
import type { ChannelId, UserId } from '../../core/ids.ts';
import type { RoleHolders } from '../../core/roles.ts';
import type { InstanceStoreDisk } from '../../core/server.ts';

const minute = 60_000;
const hour = 60 * minute;

/** In the reader's own zone; the fallback for clients that cannot is in UTC. `at` in epoch ms. */
export function time(at: number): string {
  return slackDate(at, '{time}', new Date(at).toISOString().slice(11, 16));
}

export function dateAndTime(at: number): string {
  return slackDate(
    at,
    '{date_short_pretty} {time}',
    new Date(at).toISOString().slice(0, 16).replace('T', ' '),
  );
}

/** `3 days ago`, which the reader's own client keeps counting. */
export function ago(at: number): string {
  return slackDate(at, '{ago}', new Date(at).toISOString().slice(0, 16).replace('T', ' '));
}

function slackDate(at: number, format: string, utc: string): string {
  return `<!date^${Math.floor(at / 1_000)}^${format}|${utc} UTC>`;
}

/** `40 s`, `11 min`, `2 h 5 min`. */
export function duration(ms: number): string {
  if (ms < minute) return `${Math.max(1, Math.round(ms / 1_000))} s`;
  if (ms < hour) return `${Math.round(ms / minute)} min`;
  const minutes = Math.round(ms / minute);
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

export function volumes(count: number, gib: number): string {
  return `${plural(count, 'volume')}, ${gib.toLocaleString('en')} GiB`;
}

export function channel(id: ChannelId): string {
  return `<#${id}>`;
}

export function mention(who: Actor | UserId): string {
  return `<@${typeof who === 'string' ? who : who.user}>`;
}

/** `@carol, @dave or @ops`, user groups last. */
export function whoHolds({ users, groups }: RoleHolders): string {
  return either([...users.map(mention), ...groups.map(group => `<!subteam^${group}>`)]);
}

function either(parts: readonly string[]): string {
  const [last = '', ...before] = parts.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} or ${last}`;
}

/** `2 instance-store disks of 75 GB`. */
export function disks(list: readonly InstanceStoreDisk[]): string {
  return list.map(({ gb, count }) => `${plural(count, 'instance-store disk')} of ${gb} GB`).join(', ');
}
