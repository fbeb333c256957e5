import type { Changes } from './changes.ts';
import type { Directory } from './directory.ts';
import type { Journal } from './journal.ts';
import type { AppManifest } from './manifest.ts';
import { app, type Channel, type Person, team } from './seed.ts';
import type { Timeline } from './timeline.ts';
import type { Triggers } from './views/triggers.ts';
import type { Views } from './views/views.ts';

/** Everything the methods and interactions work on. */
export interface Workspace {
  readonly manifest: AppManifest;
  readonly directory: Directory;
  readonly timeline: Timeline;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly journal: Journal;
  readonly changes: Changes;
  readonly now: () => number;
}

export function botIsIn(channel: Channel): boolean {
  return channel.members.has(app.botUserId);
}

/** The name Slack gives a channel in payloads: it hides private names from apps. */
export function payloadChannelName(channel: Channel): string {
  if (channel.is_im) return 'directmessage';
  return channel.is_private ? 'privategroup' : channel.name;
}

/** A Slack Connect channel: somebody in it belongs to another workspace. */
export function isExternallyShared(directory: Directory, channel: Channel): boolean {
  return !channel.is_im && [...channel.members].some(id => isForeign(directory.person(id)));
}

export function isForeign(person: Person | undefined): boolean {
  return person !== undefined && person.team_id !== team.id;
}

/** The channel as the bot sees it: ids it does not know and private channels it is not in look alike. */
export function visibleToBot(directory: Directory, id: string): Channel | undefined {
  const channel = directory.channel(id);
  return channel === undefined || (channel.is_private && !botIsIn(channel)) ? undefined : channel;
}
