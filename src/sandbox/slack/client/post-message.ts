import { escapeCommandText } from '../command-text.ts';
import { app, type Channel, type Person } from '../seed.ts';
import type { Message } from '../timeline.ts';
import type { ClientDeps } from './surface.ts';

/** A person writes a message. Mentions become ids, as Slack's composer makes them. */
export function postMessage(
  { workspace }: ClientDeps,
  person: Person,
  channel: Channel,
  text: string,
  thread: string | undefined,
): Message {
  const { directory, manifest, timeline } = workspace;
  if (!channel.members.has(person.id)) throw new Error(`${person.name} is not in ${channel.name}`);
  if (channel.is_archived) throw new Error(`${channel.name} is archived`);
  if (channel.is_im && channel.members.has(app.botUserId) && !manifest.takesMessages)
    throw new Error('nobody can write to the app: its manifest has the Messages tab off or read-only');
  if (thread !== undefined && timeline.find(channel.id, thread) === undefined)
    throw new Error(`there is no message ${thread} to reply to`);
  return timeline.post({
    channel: channel.id,
    user: person.id,
    text: escapeCommandText(text, directory),
    blocks: [],
    via: 'person',
    thread_ts: thread,
  });
}
