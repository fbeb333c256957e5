import type { Person } from './actor.ts';
import type { OperationId, ServerId, TeamId, UserId, VolumeId } from './ids.ts';
import type { Hold } from './snapshot-set.ts';
import type { Tag } from './tags.ts';
import { launchKey, tagKeys } from './tags.ts';

/** What the tags of a set tell: the same values as its row had. */
export type ReadTags = {
  readonly operation: OperationId;
  readonly server: { readonly id: ServerId; readonly name: string };
  readonly by: Person;
  readonly note: string;
  readonly policy: string;
  /** The devices of the volumes that were planned. */
  readonly devices: ReadonlyMap<VolumeId, string>;
  readonly hold: Hold | null;
};

/** A tag that is not there, or that does not say what Snapkeeper writes. */
export type TagFault = { readonly kind: 'tag-missing' | 'tag-unreadable'; readonly key: string };

export type TagsRead = { readonly kind: 'read'; readonly tags: ReadTags } | TagFault;

const instant = String.raw`(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)`;
const user = '([UW][A-Z0-9]+)';
const operationPattern = /^o-[a-z0-9]{8}$/u;
const serverPattern = /^(i-[0-9a-f]+)(?: (.*))?$/su;
const takenPattern = new RegExp(`^${user} ${instant}$`, 'u');
const holdPattern = new RegExp(`^${user} ${instant} (?:-|${instant})(?: (.*))?$`, 'su');

/**
 * Reads back what `setTags`, `takenTag` and `holdTag` write. Anybody who may tag in the account can write
 * anything here, and ids and people are shown as they are, so only their exact form passes.
 */
export function readTags(tags: readonly Tag[], team: TeamId): TagsRead {
  const values = new Map(tags.map(({ key, value }) => [key, value]));
  const missing = [tagKeys.operation, tagKeys.server, tagKeys.taken, launchKey(1)].find(
    key => !values.has(key),
  );
  if (missing !== undefined) return { kind: 'tag-missing', key: missing };
  const value = (key: string): string => values.get(key) ?? '';
  const person = (id: string): Person => ({ kind: 'person', team, user: id as UserId });

  if (!operationPattern.test(value(tagKeys.operation))) return unreadable(tagKeys.operation);
  const [, server, name = ''] = serverPattern.exec(value(tagKeys.server)) ?? [];
  if (server === undefined) return unreadable(tagKeys.server);
  const [, by, at = ''] = takenPattern.exec(value(tagKeys.taken)) ?? [];
  if (by === undefined || Number.isNaN(Date.parse(at))) return unreadable(tagKeys.taken);
  const devices = devicesIn(launchText(values));
  if (devices === null) return unreadable(launchKey(1));
  const held = values.get(tagKeys.hold);
  const hold = held === undefined ? null : holdIn(held, person);
  if (hold === 'unreadable') return unreadable(tagKeys.hold);
  return {
    kind: 'read',
    tags: {
      operation: value(tagKeys.operation) as OperationId,
      server: { id: server as ServerId, name },
      by: person(by),
      note: value(tagKeys.note),
      policy: value(tagKeys.policy),
      devices,
      hold,
    },
  };
}

const unreadable = (key: string): TagFault => ({ kind: 'tag-unreadable', key });

function holdIn(text: string, person: (id: string) => Person): Hold | 'unreadable' {
  const [, by, since = '', end, reason = ''] = holdPattern.exec(text) ?? [];
  const at = Date.parse(since);
  const until = end === undefined ? null : Date.parse(end);
  if (by === undefined || Number.isNaN(at) || Number.isNaN(until)) return 'unreadable';
  return { by: person(by), at, until, reason };
}

function launchText(values: ReadonlyMap<string, string>): string {
  let text = '';
  for (let piece = 1; values.has(launchKey(piece)); piece += 1) text += values.get(launchKey(piece));
  return text;
}

/** Volume → device; null when that cannot be read. */
function devicesIn(launch: string): ReadonlyMap<VolumeId, string> | null {
  const disks: unknown = parsed(launch)?.['disks'];
  if (!isObject(disks)) return null;
  const devices = new Map<VolumeId, string>();
  for (const [device, disk] of Object.entries(disks)) {
    const volume: unknown = Array.isArray(disk) ? disk[0] : null;
    if (typeof volume !== 'string') return null;
    devices.set(volume as VolumeId, device);
  }
  return devices.size === 0 ? null : devices;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
